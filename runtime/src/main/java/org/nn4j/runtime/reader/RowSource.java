package org.nn4j.runtime.reader;

import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.RowOrder;

/** The feeds and targets of all rows of a recipe's data, as {@code train.onnx} takes them. */
public sealed interface RowSource extends AutoCloseable {

    /** The number of rows. */
    int rows();

    @Override
    void close();

    /**
     * All rows in memory.
     *
     * @param dataset the rows
     * @param order in which an epoch goes through the training rows
     */
    record InMemory(Dataset dataset, RowOrder order) implements RowSource {

        /** Rows that an epoch goes through shuffled. */
        public InMemory(Dataset dataset) {
            this(dataset, RowOrder.shuffled());
        }

        @Override
        public int rows() {
            return dataset.rows();
        }

        @Override
        public void close() {
            // Memory is the garbage collector's.
        }
    }

    /** Rows elsewhere, of which a window is in memory at a time. It is used by one thread at a time. */
    non-sealed interface Windowed extends RowSource {

        /** How many rows a window has. */
        int window();

        /**
         * Some of the rows.
         *
         * @param rows their numbers, in ascending order
         */
        Dataset read(int[] rows);

        /** In which order an epoch goes through the rows of a window. */
        RowOrder order(Dataset window);
    }
}
