package org.nn4j.runtime.csv;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;

/**
 * Rows of files that were read, one after the other.
 *
 * @param files the files
 * @param starts the first row of each file, or of the next that has any
 * @param gathers the values of each feed and target
 * @param weights the weight of each row; null where all weigh 1
 * @param lines the line on which each row begins
 */
@SuppressWarnings("ArrayRecordComponent")
record CsvTable(
        List<Place> files,
        int[] starts,
        List<Gather> gathers,
        @Nullable WeightGather weights,
        int[] lines) implements KeptRows {

    @Override
    public boolean areWeighted() {
        return weights != null;
    }

    @Override
    public Place place() {
        return files.get(0);
    }

    @Override
    public void visit(int[] rows, Visitor visitor) {
        visitor.visit(this, rows);
    }

    @Override
    public void close() {
        // Memory is the garbage collector's.
    }

    /** The file and line on which a row begins. */
    Place place(int row) {
        int file = starts.length - 1;
        while (starts[file] > row) {
            file--;
        }
        return files.get(file).line(lines[row]);
    }

    @Override
    public int rows() {
        return lines.length;
    }

    @Override
    public int start(int file) {
        return file == starts.length ? rows() : starts[file];
    }
}
