package org.nn4j.runtime;

/** Rows on their way through graphs, a window of them after the other. */
interface Pass extends AutoCloseable {

    /** Moves on to the next window; false when all rows have been through. */
    boolean next();

    /** The rows that are in memory now. */
    NativeData data();

    /** Which of them are to go through, and in which order. */
    int[] rows();

    @Override
    void close();
}
