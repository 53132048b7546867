package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.Parser;

/**
 * Wrong programs and exactly what is said about them: {@code errors/<code>/<case>.nn} beside {@code <case>.expected}. Run
 * with {@code -Dgolden=update} to write the expected files anew, and read the difference before committing it.
 */
class ErrorCasesTest {
    private static final Path ROOT = Path.of("src/test/resources/errors");

    /** What the compiler says about a program. */
    private static String report(Path program, String code) throws IOException {
        String name = program.getFileName().toString();
        if (isSyntax(code)) {
            Diagnostics diagnostics = new Diagnostics();
            Parser.parse(new SourceFile(name, Files.readString(program)), diagnostics);
            return DiagnosticPrinter.plain().print(diagnostics.sorted(), diagnostics.omitted());
        }
        try {
            return DiagnosticPrinter.plain().print(NnCompiler.check(program), 0).replace(program.toString(), name);
        } catch (CompileException refused) {
            return DiagnosticPrinter.plain()
                    .print(refused.diagnostics(), refused.omitted())
                    .replace(program.toString(), name);
        }
    }

    /** Mistakes in the syntax need no program that makes sense otherwise: only the parser sees them. */
    private static boolean isSyntax(String code) {
        return code.startsWith("NN00");
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".nn"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsExpected(Path program) throws IOException {
        String name = program.getFileName().toString();
        String code = ROOT.relativize(program).getName(0).toString();
        String actual = report(program, code);
        Path golden = program.resolveSibling(name.replaceAll("nn$", "expected"));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(golden, actual);
        }
        assertEquals(Files.exists(golden) ? Files.readString(golden) : "", actual);
        assertTrue(actual.contains("[" + code + "]"), () -> "the report has no " + code + ":\n" + actual);
    }

    static List<Code> codes() {
        return Arrays.stream(Code.values()).filter(code -> isSyntax(code.id())).toList();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyCodeHasACase(Code code) throws IOException {
        assertTrue(
                cases().stream().anyMatch(program -> program.startsWith(ROOT.resolve(code.id()))),
                () -> "no case in " + ROOT.resolve(code.id()));
    }
}
