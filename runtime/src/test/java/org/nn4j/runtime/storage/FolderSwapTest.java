package org.nn4j.runtime.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each state in which a kill may leave the disk, made by hand, and what is made of it. */
final class FolderSwapTest {

    private static final String NEW = ".t.nn4j-new";
    private static final String OLD = ".t.nn4j-old";

    @TempDir
    Path temp;

    private void make(String folder, String content) throws IOException {
        Files.createDirectories(temp.resolve(folder));
        Files.writeString(temp.resolve(folder).resolve("content"), content);
    }

    private void put(String content) throws IOException {
        FolderSwap.put(temp.resolve("t"), folder -> Files.writeString(folder.resolve("content"), content));
    }

    /** The content of each folder that is there. */
    private Map<String, String> state() throws IOException {
        var state = new TreeMap<String, String>();
        try (var folders = Files.list(temp)) {
            for (Path folder : folders.toList()) {
                state.put(folder.getFileName().toString(), Files.readString(folder.resolve("content")));
            }
        }
        return state;
    }

    @Test
    void aFolderTakesTheOthersPlace() throws IOException {
        put("first");
        assertEquals(Map.of("t", "first"), state());
        put("second");
        assertEquals(Map.of("t", "second"), state());
    }

    @Test
    void aKillBetweenTheMovesIsFinished() throws IOException {
        make(NEW, "second");
        make(OLD, "first");
        FolderSwap.recover(temp.resolve("t"));
        assertEquals(Map.of("t", "second"), state());
    }

    @Test
    void withoutTheNewOneTheOldOneGoesBack() throws IOException {
        make(OLD, "first");
        FolderSwap.recover(temp.resolve("t"));
        assertEquals(Map.of("t", "first"), state());
    }

    @Test
    void aHalfBuiltFolderIsNotTaken() throws IOException {
        make(NEW, "half");
        FolderSwap.recover(temp.resolve("t"));
        assertEquals(Map.of(NEW, "half"), state());
        make("t", "first");
        FolderSwap.recover(temp.resolve("t"));
        assertEquals(Map.of("t", "first", NEW, "half"), state());
        put("second");
        assertEquals(Map.of("t", "second"), state());
    }

    @Test
    void whatAKillLeftToDeleteIsDeletedByTheNextSave() throws IOException {
        make("t", "second");
        make(OLD, "first");
        FolderSwap.recover(temp.resolve("t"));
        assertEquals("second", state().get("t"));
        put("third");
        assertEquals(Map.of("t", "third"), state());
    }

    @Test
    void aFailureLeavesTheOldOneAndNothingElse() throws IOException {
        put("first");
        for (var failure : List.of(new IOException("full"), new IllegalStateException("fault"))) {
            assertThrows(
                    failure.getClass(),
                    () -> FolderSwap.put(temp.resolve("t"), folder -> {
                        Files.writeString(folder.resolve("content"), "half");
                        if (failure instanceof IOException e) {
                            throw e;
                        }
                        throw (IllegalStateException) failure;
                    }));
            assertEquals(Map.of("t", "first"), state());
        }
    }
}
