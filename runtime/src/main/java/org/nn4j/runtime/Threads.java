package org.nn4j.runtime;

/** How many threads work on one operator. */
final class Threads {

    /** Below this, handing work to another thread takes longer than the work. */
    private static final long SMALL = 100_000;

    private Threads() {}

    /** One for a small model, all cores for a large one. */
    static int forParameters(long parameters) {
        return parameters < SMALL ? 1 : Runtime.getRuntime().availableProcessors();
    }
}
