package org.nn4j.runtime;

import org.nn4j.runtime.reader.RowSource;
import org.nn4j.runtime.session.Graph;

/** Passes over the rows of a data set. */
interface Passes extends AutoCloseable {

    /** Passes over rows that these graphs take. */
    static Passes of(RowSource source, int batch, long seed, Graph... graphs) {
        return source instanceof RowSource.Windowed windowed
                ? new WindowedPasses(windowed, batch, seed, graphs)
                : new PassesInMemory((RowSource.InMemory) source, batch, seed, graphs);
    }

    /** Goes through rows, which are in ascending order. */
    Pass over(int[] rows);

    /**
     * Goes through training rows in the order of an epoch.
     *
     * @param train all of them, in ascending order
     * @param epoch from 1
     * @param most after how many rows it ends
     */
    Pass epoch(int[] train, long epoch, long most);

    /** Any of the rows, for a run that goes through none. */
    NativeData any();

    @Override
    void close();
}
