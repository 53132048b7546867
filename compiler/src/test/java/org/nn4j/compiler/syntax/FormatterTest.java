package org.nn4j.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.format.Formatter;
import org.nn4j.grammar.NnLexer;

/** The formatter on all programs of the project: as they are, and with other white space and more comments. */
class FormatterTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final int MANGLED_PER_FILE = 12;

    private static final List<String> GAPS = List.of(
            " ",
            " ",
            " ",
            "  ",
            "\t",
            "\n",
            "\n      ",
            "\r\n",
            "\n\n\n",
            " // a remark \n",
            "\n/// doc\n",
            "\n// own\n\n");

    /** Those that are kept in the common layout. */
    static List<Path> kept() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("src/main/resources", "../samples", "../benchmarks/src/main/resources")) {
            all.addAll(programs(Path.of(folder)));
        }
        all.addAll(programs(RESOURCES.resolve("programs")));
        all.addAll(programs(RESOURCES.resolve("std")));
        return all;
    }

    /** Those, and the programs with mistakes that the parser does not see. */
    static List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(kept());
        all.addAll(programs(RESOURCES.resolve("format")));
        for (Path broken : programs(RESOURCES.resolve("errors"))) {
            if (Parser.concrete(source(Files.readString(broken)), new Diagnostics()) != null) {
                all.add(broken);
            }
        }
        return all;
    }

    private static List<Path> programs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".nn")).sorted().toList();
        }
    }

    private static SourceFile source(String text) {
        return new SourceFile("test.nn", text);
    }

    private static String format(String text) {
        Diagnostics diagnostics = new Diagnostics();
        String formatted = Formatter.format(source(text), diagnostics);
        assertFalse(diagnostics.hasErrors());
        return Objects.requireNonNull(formatted);
    }

    private static String tree(String text) {
        return Dump.of(Parser.parse(source(text), new Diagnostics()));
    }

    private static List<String> comments(String text) {
        ConcreteSyntax syntax = Objects.requireNonNull(Parser.concrete(source(text), new Diagnostics()));
        return syntax.tokens().getTokens().stream()
                .filter(t -> t.getType() == NnLexer.COMMENT || t.getType() == NnLexer.DOC)
                .map(t -> t.getText().stripTrailing())
                .toList();
    }

    private static void requireSound(String text) {
        String formatted = format(text);
        assertEquals(tree(text), tree(formatted), text);
        assertEquals(comments(text), comments(formatted), text);
        assertEquals(formatted, format(formatted), text);
        assertTrue(formatted.lines().noneMatch(l -> l.endsWith(" ")), formatted);
        assertFalse(formatted.contains("\n\n\n"), formatted);
        assertTrue(formatted.endsWith("\n") && !formatted.endsWith("\n\n"), formatted);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void programsOfTheProjectAreFormatted(Path file) throws IOException {
        String text = Files.readString(file);
        assertEquals(format(text), text, "run `./nn fmt " + file + "`");
    }

    @ParameterizedTest
    @MethodSource("all")
    void keepsTreeAndComments(Path file) throws IOException {
        requireSound(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("all")
    void keepsTreeAndCommentsWhateverTheSpace(Path file) throws IOException {
        String text = Files.readString(file);
        Random random = new Random(text.hashCode());
        for (int i = 0; i < MANGLED_PER_FILE; i++) {
            requireSound(mangled(text, random, 1 + random.nextInt(GAPS.size())));
        }
    }

    /** The same tokens with other gaps, of the first {@code kinds} kinds. */
    private static String mangled(String text, Random random, int kinds) {
        ConcreteSyntax syntax = Objects.requireNonNull(Parser.concrete(source(text), new Diagnostics()));
        StringBuilder out = new StringBuilder();
        for (Token token : syntax.tokens().getTokens()) {
            if (token.getType() == Token.EOF) {
                break;
            }
            out.append(token.getText());
            boolean comment = token.getType() == NnLexer.COMMENT || token.getType() == NnLexer.DOC;
            out.append(comment ? "\n" : GAPS.get(random.nextInt(kinds)));
        }
        return out.toString();
    }

    @Test
    void leavesBrokenFilesAlone() {
        Diagnostics diagnostics = new Diagnostics();
        assertNull(Formatter.format(source("model M { input x f32[B] }"), diagnostics));
        assertTrue(diagnostics.hasErrors());
    }

    @Test
    void writesEveryConstructInItsStyle() throws IOException {
        String written = Files.readString(RESOURCES.resolve("format/constructs.nn"));
        Path expected = RESOURCES.resolve("format/constructs.expected");
        String formatted = format(written);
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, formatted);
        }
        assertEquals(Files.readString(expected), formatted);
    }
}
