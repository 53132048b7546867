package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.build.Programs;

/** The standard library, by tests that are written in the language. */
final class StandardLibraryTest {

    static List<Path> files() throws IOException {
        return Programs.of(Path.of("../compiler/src/test/resources/std"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void doesWhatItsTestsSay(Path file) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err, true), "test", file.toString());
        assertEquals(0, code, () -> out + "" + err);
    }
}
