package org.nn4j.compiler.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.source.SourceFile;

class DiagnosticsTest {
    private final SourceFile a = new SourceFile("a.nn", "x".repeat(200));
    private final SourceFile b = new SourceFile("b.nn", "x");
    private final Diagnostics diagnostics = new Diagnostics();

    private Diagnostic error(SourceFile file, int at, String title) {
        return Diagnostic.error(Code.EXPECTED_NAME, title, file.span(at, at + 1));
    }

    @Test
    void sortsByFileAndPlace() {
        diagnostics.report(error(b, 0, "third"));
        diagnostics.report(error(a, 7, "second"));
        diagnostics.report(error(a, 3, "first"));
        assertEquals(
                List.of("first", "second", "third"),
                diagnostics.sorted().stream().map(Diagnostic::title).toList());
    }

    @Test
    void saysNothingTwice() {
        diagnostics.report(error(a, 0, "once"));
        diagnostics.report(error(a, 0, "once").help("help"));
        assertEquals(1, diagnostics.errorCount());
        assertEquals(1, diagnostics.sorted().size());
    }

    @Test
    void keepsSoManyErrors() {
        for (int i = 0; i < Diagnostics.MAX_ERRORS + 3; i++) {
            diagnostics.report(error(a, i, "error"));
        }
        diagnostics.report(Diagnostic.warning(Code.CONTINUED_LINE, "warning", a.span(0, 1)));
        assertEquals(Diagnostics.MAX_ERRORS + 1, diagnostics.sorted().size());
        assertEquals(3, diagnostics.omitted());
        CompileException thrown = assertThrows(CompileException.class, diagnostics::throwIfErrors);
        assertEquals(diagnostics.sorted(), thrown.diagnostics());
        assertEquals(3, thrown.omitted());
        assertTrue(String.valueOf(thrown.getMessage()).endsWith("and 3 more errors\n"));
    }

    @Test
    void aWarningIsNoError() {
        diagnostics.report(Diagnostic.warning(Code.CONTINUED_LINE, "warning", a.span(0, 1)));
        assertFalse(diagnostics.hasErrors());
        diagnostics.throwIfErrors();
        assertEquals(1, diagnostics.sorted().size());
    }

    @Test
    void codesAreDistinctAndInOrder() {
        List<String> ids = Arrays.stream(Code.values()).map(Code::id).toList();
        Set<String> distinct = new HashSet<>(ids);
        assertEquals(ids.size(), distinct.size());
        assertEquals(ids.stream().sorted().toList(), ids);
        assertEquals("NN0010", Code.EXPECTED_EXPRESSION.id());
    }
}
