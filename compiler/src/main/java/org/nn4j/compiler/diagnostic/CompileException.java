package org.nn4j.compiler.diagnostic;

import java.util.List;

/** The program was refused. The message is the printed report, so that it is readable wherever the exception ends. */
public final class CompileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final int omitted;

    /**
     * @param diagnostics by file and place, at least one of them an error
     * @param omitted how many more errors were found
     */
    public CompileException(List<Diagnostic> diagnostics, int omitted) {
        super("\n" + DiagnosticPrinter.plain().print(diagnostics, omitted));
        this.diagnostics = List.copyOf(diagnostics);
        this.omitted = omitted;
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** How many more errors were found than {@link #diagnostics()} holds. */
    public int omitted() {
        return omitted;
    }
}
