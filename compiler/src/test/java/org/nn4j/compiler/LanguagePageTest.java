package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.onnx.OnnxRun;
import org.nn4j.compiler.program.TestProgram;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.source.SourceFile;

/** The programs of docs/language.md are whole programs, do as they say, and their tests hold. */
class LanguagePageTest {
    private static final Path PAGE = Path.of("../docs/language.md");
    private static final Pattern EXAMPLE = Pattern.compile("```nn(?: error (NN\\d+))?\n(.*?\n)```\n", Pattern.DOTALL);

    /** @param error the code it is refused with, empty where it is accepted */
    private record Example(int line, String error, String text) {
        @Override
        public String toString() {
            return "line " + line;
        }
    }

    static List<Example> examples() throws IOException {
        String page = Files.readString(PAGE);
        List<Example> all = new ArrayList<>();
        for (Matcher m = EXAMPLE.matcher(page); m.find(); ) {
            int line = (int) page.substring(0, m.start(2)).lines().count() + 1;
            all.add(new Example(line, m.group(1) == null ? "" : m.group(1), m.group(2)));
        }
        return all;
    }

    static Stream<Example> accepted() throws IOException {
        return examples().stream().filter(e -> e.error().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAcceptedOrRefusedAsItSays(Example example) {
        Diagnostics diagnostics = ErrorCasesTest.diagnose(new SourceFile("example.nn", example.text()));
        String report = DiagnosticPrinter.plain().print(diagnostics.sorted(), 0);
        if (example.error().isEmpty()) {
            assertEquals("", report);
        } else {
            assertTrue(report.contains("[" + example.error() + "]"), report);
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void itsTestsHold(Example example, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("example.nn"), example.text());
        for (CompiledTest test : NnCompiler.tests(file)) {
            Map<String, NdArray> out = Map.of();
            if (test.runs()) {
                try (OnnxRun run = new OnnxRun(test.graph())) {
                    out = run.run(Map.of());
                }
            }
            for (int i = 0; i < test.checks().size(); i++) {
                TestProgram.Check check = test.checks().get(i);
                NdArray held = out.get(TestProgram.output(i));
                boolean holds = held == null
                        ? Boolean.TRUE.equals(check.known())
                        : Arrays.stream(held.elements()).allMatch(e -> e == 1);
                assertTrue(holds, check.condition() + ": " + check.condition().text());
            }
        }
    }
}
