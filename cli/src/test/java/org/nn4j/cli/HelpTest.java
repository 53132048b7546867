package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HelpTest {

    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream().filter(c -> !c.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasExamplesThatItUnderstands(String command) {
        assertEquals(0, run("help", command), err::toString);
        String help = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(0, run(command, "--help"));
        assertEquals(help, out.toString());
        assertTrue(help.contains("Exit status:"), help);
        assertExamples(help, "  nn " + command);
    }

    @Test
    void theWholeHasExamplesToo() {
        assertEquals(0, run("--help"));
        assertExamples(out.toString(), "  nn ");
        commands().forEach(c -> assertTrue(out.toString().contains("\n  " + c + " "), c));
    }

    private static void assertExamples(String help, String start) {
        List<String> examples = help.lines()
                .filter(l -> l.startsWith("  nn "))
                .map(String::strip)
                .toList();
        assertFalse(examples.isEmpty(), help);
        examples.forEach(Examples::assertParses);
        assertTrue(help.contains("\n" + start), help);
    }

    @Test
    void aShellCompletesCommandsAndOptions() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(BASH));
        assertEquals(0, run("completion", "bash"), err::toString);
        Path script = Files.writeString(folder.resolve("completion"), out.toString());
        assertEquals("summary", completed(script, "nn su"));
        assertEquals("--single-file", completed(script, "nn export --si"));
        assertEquals("tabular", completed(script, "nn new ta"));
        out.getBuffer().setLength(0);
        assertEquals(0, run("completion", "zsh"));
        assertTrue(out.toString().contains("bashcompinit"));
        assertEquals(2, run("completion", "fish"));
    }

    /** What bash offers behind a line. */
    private static String completed(Path script, String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", -1);
        String program = "source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length()
                + "; _complete_nn 2>/dev/null; echo \"${COMPREPLY[*]}\"";
        Process bash = new ProcessBuilder(BASH.toString(), "-c", program)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), said);
        return said.strip();
    }
}
