package org.nn4j.compiler.elaborate;

/** Gives up the statement at hand; what is wrong has been reported already. */
final class Abort extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abort() {
        super("given up after a report", null, false, false);
    }
}
