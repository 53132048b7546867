package org.nn4j.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;

/** Programs that a slip of the hand broke: the parser never fails, and says one thing about one slip. */
class BrokenProgramsTest {
    static Stream<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/programs"))) {
            return files.sorted().toList().stream();
        }
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens =
                Tokens.of(new SourceFile("test.nn", text), new Diagnostics()).visible();
        return tokens.subList(0, tokens.size() - 1);
    }

    private static Diagnostics parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Unit unit = Parser.parse(new SourceFile("test.nn", text), diagnostics);
        // Walks every part of the tree, so that a missing one shows.
        Dump.of(unit);
        return diagnostics;
    }

    /** A bracket that is missing shows late, but its report leads back; everything else is reported where it is. */
    @ParameterizedTest
    @MethodSource("programs")
    void oneTokenMissing(Path program) throws IOException {
        String text = Files.readString(program);
        for (Token token : tokens(text)) {
            String broken = text.substring(0, token.getStartIndex()) + text.substring(token.getStopIndex() + 1);
            List<Diagnostic> found = parse(broken).sorted();
            String report =
                    "without " + token + ":\n" + DiagnosticPrinter.plain().print(found, 0);
            assertTrue(found.stream().filter(Diagnostic::isError).count() <= 1, report);
            if (!"()[]{}".contains(token.getText())) {
                int line = new SourceFile("test.nn", text).line(token.getStartIndex());
                assertTrue(
                        found.stream().allMatch(diagnostic -> diagnostic.span().line() == line), report);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void tokensMixedUp(Path program) throws IOException {
        String text = Files.readString(program);
        List<Token> tokens = tokens(text);
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            StringBuilder broken = new StringBuilder(text);
            for (int slip = 0; slip <= random.nextInt(4); slip++) {
                String other = tokens.get(random.nextInt(tokens.size())).getText();
                int at = random.nextInt(broken.length());
                switch (random.nextInt(4)) {
                    case 0 -> broken.insert(at, " " + other + " ");
                    case 1 -> broken.insert(at, other);
                    case 2 -> broken.delete(at, Math.min(broken.length(), at + 1 + random.nextInt(20)));
                    default -> broken.setCharAt(at, (char) random.nextInt(0x100));
                }
            }
            String report =
                    DiagnosticPrinter.plain().print(parse(broken.toString()).sorted(), 0);
            assertTrue(report.isEmpty() || report.contains(" --> test.nn:"), report);
        }
    }
}
