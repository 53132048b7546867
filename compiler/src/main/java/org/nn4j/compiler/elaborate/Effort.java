package org.nn4j.compiler.elaborate;

/** How much was done to check something: statements carried out and calls made. The same on every machine. */
final class Effort {
    private final boolean trial;
    private long steps;

    Effort() {
        this(false);
    }

    /** @param trial whether only the answer counts: the first error ends the check */
    Effort(boolean trial) {
        this.trial = trial;
    }

    boolean isTrial() {
        return trial;
    }

    void add(long more) {
        steps += more;
    }

    long steps() {
        return steps;
    }
}
