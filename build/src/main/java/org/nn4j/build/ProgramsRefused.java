package org.nn4j.build;

import java.util.List;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;

/** Some programs have errors. The message is the printed report. */
public final class ProgramsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** @param findings what was found, warnings too, in the order of the programs */
    ProgramsRefused(List<Finding> findings, int omitted) {
        super(print(findings, omitted));
        this.findings = List.copyOf(findings);
    }

    /** What was found, warnings too. */
    public List<Finding> findings() {
        return findings;
    }

    private static String print(List<Finding> findings, int omitted) {
        List<Diagnostic> diagnostics =
                findings.stream().map(Finding::diagnostic).toList();
        return DiagnosticPrinter.plain().print(diagnostics, omitted).stripTrailing();
    }
}
