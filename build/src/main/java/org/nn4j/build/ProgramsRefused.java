package org.nn4j.build;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;

/** Some programs have errors. Nothing was written: outputs are those of the last build. */
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

    /** What several programs were told of a module that they share is kept once. */
    static List<Finding> once(List<Finding> findings) {
        Map<String, Finding> first = new LinkedHashMap<>();
        Set<String> places = new LinkedHashSet<>();
        for (Finding f : findings) {
            String place = f.file() + ":" + f.line() + ":" + f.column() + ":"
                    + f.diagnostic().code();
            if (places.add(place)) {
                first.put(place, f);
            }
        }
        return List.copyOf(first.values());
    }
}
