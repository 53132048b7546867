package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.elaborate.Elaborate;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.Parser;

/**
 * Wrong programs and exactly what is said about them: {@code errors/<code>/<case>.nn} beside {@code <case>.expected}. Run
 * with {@code -Dgolden=update} to write the expected files anew, and read the difference before committing it.
 */
class ErrorCasesTest {
    private static final Path ROOT = Path.of("src/test/resources/errors");

    private static final String SYNTAX = "NN00";
    private static final String COMPILE = "// compile";

    /**
     * What the compiler says about a program. All of it is checked; where it starts with {@code // compile name=value …}
     * it is compiled with these settings instead.
     */
    static Diagnostics diagnose(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = new Elaborate(file, name -> name.equals("cycle") ? file : null, diagnostics);
        if (diagnostics.hasErrors()) {
            return diagnostics;
        }
        if (file.text().startsWith(COMPILE)) {
            source.elaborate(null, null, settings(file.lineText(1)));
        } else {
            NnCompiler.check(source);
        }
        return diagnostics;
    }

    /** Mistakes in the syntax need no program that makes sense otherwise: only the parser sees them. */
    private static Diagnostics parse(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(file, diagnostics);
        return diagnostics;
    }

    private static Map<String, String> settings(String line) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : line.substring(COMPILE.length()).split(" ", -1)) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        return settings;
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
        SourceFile file = new SourceFile(name, Files.readString(program));
        Diagnostics diagnostics = code.startsWith(SYNTAX) ? parse(file) : diagnose(file);
        String actual = DiagnosticPrinter.plain().print(diagnostics.sorted(), diagnostics.omitted());
        Path golden = program.resolveSibling(name.replaceAll("nn$", "expected"));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(golden, actual);
        }
        assertEquals(Files.exists(golden) ? Files.readString(golden) : "", actual);
        assertTrue(actual.contains("[" + code + "]"), () -> "the report has no " + code + ":\n" + actual);
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyCodeHasACase(Code code) throws IOException {
        assertTrue(
                cases().stream().anyMatch(program -> program.startsWith(ROOT.resolve(code.id()))),
                () -> "no case in " + ROOT.resolve(code.id()));
    }
}
