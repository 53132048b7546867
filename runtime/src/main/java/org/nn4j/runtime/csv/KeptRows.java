package org.nn4j.runtime.csv;

import java.util.List;
import org.nn4j.runtime.error.Place;

/** The rows of files that were read, in memory or on disk, to be looked at as tables. */
interface KeptRows extends AutoCloseable {

    /** Looks at a table. */
    interface Visitor {
        /** @param rows which of the table's rows are meant */
        void visit(CsvTable table, int[] rows);
    }

    /** The feeds and targets. */
    List<Gather> gathers();

    /** Whether rows have weights. */
    boolean areWeighted();

    /** The first file. */
    Place place();

    /** The number of rows. */
    int rows();

    /** The first row of a file, by its position; behind the last one, the number of rows. */
    int start(int file);

    /** Shows rows, given in ascending order, in one table or in several, one after the other. */
    void visit(int[] rows, Visitor visitor);

    @Override
    void close();
}
