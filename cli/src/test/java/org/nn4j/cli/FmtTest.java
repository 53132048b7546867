package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FmtTest {

    private static final String CARELESS = "fn  twice(x)=2*x // a remark\r\n";
    private static final String FORMATTED = "fn twice(x) = 2 * x  // a remark\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void formatsFilesAndFolders() throws IOException {
        Path careless = file("careless.nn", CARELESS);
        Files.setPosixFilePermissions(careless, PosixFilePermissions.fromString("rw-rw-r--"));
        file("formatted.nn", FORMATTED);
        assertEquals(0, run("fmt", folder.toString()), err::toString);
        assertEquals(FORMATTED, Files.readString(careless));
        assertEquals(careless + "\n", out.toString());
        assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(careless)));
        assertEquals(2, files());
    }

    @Test
    void checkListsAndWritesNothing() throws IOException {
        Path careless = file("careless.nn", CARELESS);
        Path formatted = file("formatted.nn", FORMATTED);
        assertEquals(1, run("fmt", "--check", careless.toString(), formatted.toString()));
        assertEquals(careless + "\n", out.toString());
        assertEquals(CARELESS, Files.readString(careless));
        assertEquals(0, run("fmt", "--check", formatted.toString()));
    }

    @Test
    void leavesWhatItCannotReadAlone() throws IOException {
        Path broken = file("broken.nn", "fn  twice(x)=2*\n");
        Path careless = file("careless.nn", CARELESS);
        assertEquals(1, run("fmt", broken.toString(), careless.toString()));
        assertEquals("fn  twice(x)=2*\n", Files.readString(broken));
        assertEquals(FORMATTED, Files.readString(careless));
        assertTrue(err.toString().contains("broken.nn:1"), err::toString);
        assertEquals(1, run("fmt", folder.resolve("none.nn").toString()));
        assertTrue(err.toString().contains("there is no such file"), err::toString);
    }
}
