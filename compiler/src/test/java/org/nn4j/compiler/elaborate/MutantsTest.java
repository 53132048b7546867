package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.assemble.ModelFiles;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.SourceFile;

/**
 * Samples and library files broken by a slip: a token lost, a name or a number replaced, an argument lost. The compiler
 * refuses or accepts each, but never fails, and its first report is near the slip.
 */
class MutantsTest {
    private static final int PER_FILE = 110;

    /** A hang is for ever; a large model on a busy machine is none. */
    private static final Duration HANG = Duration.ofMinutes(10);

    /** Another seed makes other mutants: {@code -Dmutants.seed=8}. */
    private static final long SEED = Long.getLong("mutants.seed", 7);

    /** Those that are far are listed where they are too many: {@code -Dmutants.share=1} lists them. */
    private static final double SHARE = Double.parseDouble(System.getProperty("mutants.share", "0.95"));

    private static final List<String> NUMBERS = List.of("7", "0", "0.5", "99999999999", "-1");
    private static final Pattern TOKEN = Pattern.compile(
            "\"[^\"\n]*\"|[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9_.eE]*|\\|>|->|==|<=|>=|!=|\\.\\.\\.|[^\\sA-Za-z0-9_]");

    /** A changed text and the line of the change. */
    private record Mutant(String file, String text, int line, String change) {}

    private record Token(int start, int end, String text) {}

    private static List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("../samples", "src/main/resources/org/nn4j/compiler/std")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(f -> f.toString().endsWith(".nn")).sorted().forEach(all::add);
            }
        }
        return all;
    }

    private static List<Token> tokens(String text, Pattern wanted) {
        List<Token> out = new ArrayList<>();
        for (Matcher m = TOKEN.matcher(text); m.find(); ) {
            if (wanted.matcher(m.group()).lookingAt()) {
                out.add(new Token(m.start(), m.end(), m.group()));
            }
        }
        return out;
    }

    private static Mutant mutant(String file, String text, int kind, Random random) {
        List<Token> any = tokens(text, Pattern.compile(""));
        List<Token> names = tokens(text, Pattern.compile("[A-Za-z]"));
        List<Token> numbers = tokens(text, Pattern.compile("[0-9]"));
        List<Token> arguments = tokens(text, Pattern.compile(","));
        if (kind == 1) {
            return replaced(file, text, pick(names, random), pick(names, random).text());
        }
        if (kind == 2 && !numbers.isEmpty()) {
            return replaced(file, text, pick(numbers, random), NUMBERS.get(random.nextInt(NUMBERS.size())));
        }
        if (kind == 3 && !arguments.isEmpty()) {
            Token comma = pick(arguments, random);
            Matcher rest = Pattern.compile(",[^,()\\[\\]\n]*(\\([^()\n]*\\)|\\[[^\\[\\]\n]*\\])?")
                    .matcher(text);
            int end = rest.find(comma.start()) ? rest.end() : comma.end();
            return replaced(file, text, new Token(comma.start(), end, text.substring(comma.start(), end)), "");
        }
        return replaced(file, text, pick(any, random), "");
    }

    private static Token pick(List<Token> tokens, Random random) {
        return tokens.get(random.nextInt(tokens.size()));
    }

    private static Mutant replaced(String file, String text, Token t, String by) {
        int line = 1
                + (int) text.substring(0, t.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        String changed = text.substring(0, t.start()) + by + text.substring(t.end());
        return new Mutant(file, changed, line, t.text() + " -> " + by);
    }

    private static Diagnostics check(Mutant mutant) {
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = new Elaborate(new SourceFile("mutant.nn", mutant.text()), name -> null, diagnostics);
        if (diagnostics.hasErrors()) {
            return diagnostics;
        }
        source.checkDeclarations();
        for (String model : source.models()) {
            Program p = source.elaborate(model, null, Map.of());
            if (p != null && !diagnostics.hasErrors()) {
                assertNotNull(ModelFiles.assemble(p));
            }
        }
        return diagnostics;
    }

    @Test
    void neverFailAndAreReportedNearTheSlip() throws IOException {
        Random random = new Random(SEED);
        int near = 0;
        int refused = 0;
        StringBuilder far = new StringBuilder();
        for (Path file : files()) {
            String text = Files.readString(file).replaceAll("//[^\n]*", "");
            for (int i = 0; i < PER_FILE; i++) {
                Mutant m = mutant(file.getFileName().toString(), text, i % 4, random);
                List<Diagnostic> errors;
                try {
                    errors = assertTimeoutPreemptively(HANG, () -> check(m)).sorted().stream()
                            .filter(Diagnostic::isError)
                            .toList();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(m.file() + ":" + m.line() + " " + m.change(), e);
                }
                if (errors.isEmpty()) {
                    continue;
                }
                refused++;
                Diagnostic first = errors.get(0);
                int line = first.span().line();
                if (line == m.line() || line == m.line() - 1) {
                    near++;
                } else {
                    far.append(
                            m.file() + ":" + m.line() + " " + m.change() + ": " + first.title() + " at " + line + "\n");
                }
            }
        }
        double share = (double) near / refused;
        assertTrue(refused >= 2_000 && share >= SHARE, near + " of " + refused + " are near; these are not:\n" + far);
    }
}
