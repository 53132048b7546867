package org.nn4j.compiler.elaborate;

/** Gives up the statement at hand; what is wrong has been reported already. */
final class Abort extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean everything;

    Abort() {
        this(false);
    }

    /** @param everything whether to give up more than the statement: what comes next would only say the same again */
    Abort(boolean everything) {
        super("given up after a report", null, false, false);
        this.everything = everything;
    }

    boolean everything() {
        return everything;
    }
}
