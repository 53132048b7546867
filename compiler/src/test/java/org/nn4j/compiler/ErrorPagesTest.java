package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;

/** Every code has a page; its examples fail with this code, and those that are marked as fixed are accepted. */
class ErrorPagesTest {
    private static final Path ROOT = Path.of("../docs/errors");
    private static final Pattern EXAMPLE = Pattern.compile("```nn( fixed)?\n(.*?)\n?```\n", Pattern.DOTALL);

    @ParameterizedTest
    @EnumSource(Code.class)
    void examplesDoAsTheySay(Code code) throws IOException {
        String page = Files.readString(ROOT.resolve(code.id() + ".md"));
        assertTrue(page.startsWith("# " + code.id() + ": " + code.title() + "\n"), page);
        int failing = 0;
        for (Matcher m = EXAMPLE.matcher(page); m.find(); ) {
            Diagnostics diagnostics = ErrorCasesTest.diagnose(new SourceFile("example.nn", m.group(2)));
            String report = DiagnosticPrinter.plain().print(diagnostics.sorted(), 0);
            if (m.group(1) == null) {
                failing++;
                assertTrue(report.contains("[" + code.id() + "]"), report);
            } else {
                assertEquals("", report);
            }
        }
        assertTrue(failing > 0, "no example");
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void isInTheIndex(Code code) throws IOException {
        assertTrue(Files.readString(ROOT.resolve("README.md"))
                .contains("| [" + code.id() + "](" + code.id() + ".md) | " + code.title() + " |"));
    }
}
