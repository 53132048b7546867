package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {

    @TempDir
    private Path folder;

    @Test
    void findsWhatTheTestsThemselvesNeed() {
        StringWriter out = new StringWriter();
        assertEquals(0, Main.run(new PrintWriter(out, true), new PrintWriter(out, true), "doctor"), out::toString);
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.get(0).startsWith("fine    Java "), out::toString);
        assertTrue(out.toString().contains("fine    ONNX Runtime "));
        assertTrue(out.toString().contains("CPU"));
        assertTrue(
                out.toString().matches("(?s).*fine    a small model was compiled, .* used for 150 rows in [\\d.]+ s\n"),
                out::toString);
    }

    @Test
    void everythingThatIsNotFineSaysWhatToDo() {
        for (Checkup.Finding f : Checkup.of(folder)) {
            assertEquals(f.state() == Checkup.State.FINE, f.help().isEmpty(), f::text);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsBroken() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Checkup.Finding f = Checkup.writable("this folder", file);
        assertEquals(Checkup.State.BROKEN, f.state());
        assertFalse(f.help().isEmpty());
        assertEquals(Checkup.State.BROKEN, Checkup.of(file).get(4).state());
    }
}
