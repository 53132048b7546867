package org.nn4j.runtime;

import java.util.Arrays;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.reader.RowSource;
import org.nn4j.runtime.session.Graph;

/** Passes over rows that are all in memory: a single window. */
final class PassesInMemory implements Passes {

    private final NativeData data;
    private final RowOrder order;
    private final int batch;
    private final long seed;

    PassesInMemory(RowSource.InMemory source, int batch, long seed, Graph... graphs) {
        this.data = new NativeData(source.dataset(), graphs);
        this.order = source.order();
        this.batch = batch;
        this.seed = seed;
    }

    @Override
    public Pass over(int[] rows) {
        return new Single(rows);
    }

    @Override
    public Pass epoch(int[] train, long epoch, long most) {
        int[] rows = order.epoch(train, batch, seed, epoch);
        return new Single(most < rows.length ? Arrays.copyOf(rows, (int) most) : rows);
    }

    @Override
    public NativeData any() {
        return data;
    }

    @Override
    public void close() {
        data.close();
    }

    private final class Single implements Pass {

        private final int[] rows;
        private boolean begun;

        Single(int[] rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            boolean first = !begun;
            begun = true;
            return first;
        }

        @Override
        public NativeData data() {
            return data;
        }

        @Override
        public int[] rows() {
            return rows;
        }

        @Override
        public void close() {
            // The rows stay, for the next pass.
        }
    }
}
