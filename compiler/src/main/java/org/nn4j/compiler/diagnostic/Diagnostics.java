package org.nn4j.compiler.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nn4j.compiler.source.Span;

/**
 * Collects what is found in one compilation.
 *
 * <p>What is said about the same place with the same code is kept once: a body that is wrong in general is wrong again,
 * with other sizes, in each use. Errors above {@link #MAX_ERRORS} are counted
 * and not kept: nobody reads them, and the first ones usually explain the others.
 */
public final class Diagnostics {
    /** The number of errors that are kept. */
    public static final int MAX_ERRORS = 50;

    private static final Comparator<Diagnostic> BY_PLACE = Comparator.<Diagnostic, String>comparing(
                    d -> d.span().file().name())
            .thenComparingInt(d -> d.span().start())
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::code);

    private final List<Diagnostic> kept = new ArrayList<>();
    private final Set<Said> said = new HashSet<>();
    private int errors;

    private record Said(Code code, Span span) {}

    public void report(Diagnostic diagnostic) {
        if (!said.add(new Said(diagnostic.code(), diagnostic.span()))) {
            return;
        }
        if (!diagnostic.isError() || ++errors <= MAX_ERRORS) {
            kept.add(diagnostic);
        }
    }

    /** The number of errors reported, also of those that were not kept. */
    public int errorCount() {
        return errors;
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /** The number of errors that were reported and not kept. */
    public int omitted() {
        return Math.max(0, errors - MAX_ERRORS);
    }

    /** What was kept, by file and place. */
    public List<Diagnostic> sorted() {
        return kept.stream().sorted(BY_PLACE).toList();
    }

    /** @throws CompileException if an error was reported; it carries the warnings too */
    public void throwIfErrors() {
        if (hasErrors()) {
            throw new CompileException(sorted(), omitted());
        }
    }
}
