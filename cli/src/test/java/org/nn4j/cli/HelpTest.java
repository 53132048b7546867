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
    private static final Path ZSH = Path.of("/bin/zsh");

    /** As a user's configuration does, without questions about who may write to zsh's own folders. */
    private static final String COMPINIT = "autoload -U compinit && compinit -u\n";

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
    void bashCompletesCommandsOptionsAndNames() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(BASH));
        Path script = script("bash");
        assertEquals("summary", inBash(script, "nn su"));
        assertEquals("--single-file", inBash(script, "nn export --si"));
        assertEquals("tabular", inBash(script, "nn new ta"));
        assertEquals("NN0203", inBash(script, "nn explain NN0203"));
        assertEquals("Dense DepthwiseConv2d", inBash(script, "nn show De"));
        assertEquals("cpu", inBash(script, "nn train a.nn --device cp"));
        Files.createFile(folder.resolve("iris.nn"));
        assertEquals("iris.nn", inBash(script, "nn train ir"));
    }

    @Test
    void zshCompletesCommandsOptionsAndNames() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(ZSH));
        Path script = script("zsh");
        assertTrue(inZsh(script, "nn su").contains("summary"));
        assertTrue(inZsh(script, "nn export --si").contains("--single-file"));
        assertTrue(inZsh(script, "nn show De").contains("Dense"));
        assertEquals(List.of(), inZsh(script, "nn train ir"), "files are left to zsh");
        assertEquals(
                "off, 0 aliases",
                said("zsh", ZSH.toString(), "-f", "-c", COMPINIT + """
                unalias -m "*"; source %s; print "$options[completealiases], $#aliases aliases"
                """.formatted(script))
                        .strip());
    }

    @Test
    void otherShellsAreNotKnown() {
        assertEquals(2, run("completion", "fish"));
        assertTrue(err.toString().contains("SHELL is one of bash, zsh, not fish"), err::toString);
    }

    private Path script(String shell) throws IOException {
        assertEquals(0, run("completion", shell), err::toString);
        return Files.writeString(folder.resolve("completion"), out.toString());
    }

    /** What bash offers behind a line. */
    private String inBash(Path script, String line) throws IOException, InterruptedException {
        return said("bash", BASH.toString(), "-c", """
                source %s; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="%s"; COMP_POINT=%d
                _complete_nn 2>/dev/null; echo "${COMPREPLY[*]}"
                """.formatted(script, line, line, line.length()))
                .strip();
    }

    /** What zsh is given to choose from, whatever a word begins with. */
    private List<String> inZsh(Path script, String line) throws IOException, InterruptedException {
        return said("zsh", ZSH.toString(), "-f", "-c", COMPINIT + """
                source %s; words=(%s); COMP_WORDS=($words); COMP_CWORD=$(($#words - 1))
                compgen -F _complete_nn -- $words[-1]
                """.formatted(script, line))
                .lines()
                .filter(l -> !l.isBlank())
                .toList();
    }

    private String said(String shell, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), shell + ": " + said);
        return said;
    }
}
