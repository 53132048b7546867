package org.nn4j.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.Diagnostic;

/** Collects what is found in several programs. What they are told of a module that they share is kept once. */
public final class Findings {

    private final List<Finding> all = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private int omitted;

    /** Adds what was found in a program. */
    public void add(Path program, List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            Finding f = new Finding(program, diagnostic);
            if (places.add(f.file() + ":" + f.line() + ":" + f.column() + ":" + f.message())) {
                all.add(f);
            }
        }
    }

    /** Adds why a program was refused. */
    public void add(Path program, CompileException refusal) {
        add(program, refusal.diagnostics());
        omitted += refusal.omitted();
    }

    /** In the order of the programs. */
    public List<Finding> all() {
        return List.copyOf(all);
    }

    /** @throws ProgramsRefused if an error is among them */
    public void throwIfErrors() {
        if (all.stream().anyMatch(finding -> finding.diagnostic().isError())) {
            throw new ProgramsRefused(all, omitted);
        }
    }
}
