package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;

/** Rows on disk, a record each: the line on which it begins, then what each gather keeps of it. */
final class RowsOnDisk implements KeptRows {

    private final List<Place> files;
    private final int[] starts;
    private final List<Gather> gathers;
    private final @Nullable WeightGather weights;
    private final int window;
    private final RecordFile records;

    /**
     * Rows that were written.
     *
     * @param starts the first row of each file
     * @param window how many rows a table has
     */
    RowsOnDisk(
            List<Place> files,
            int[] starts,
            List<Gather> gathers,
            @Nullable WeightGather weights,
            int window,
            RecordFile records) {
        this.files = files;
        this.starts = starts;
        this.gathers = gathers;
        this.weights = weights;
        this.window = window;
        this.records = records;
        records.flush();
    }

    /** A file for rows of these gathers. */
    static RecordFile file(List<Gather> all) {
        return RecordFile.create(
                Integer.BYTES + all.stream().mapToInt(Gather::rowBytes).sum());
    }

    /** Writes the current row, and forgets it. */
    static void store(List<Gather> all, int line, RecordFile records) {
        ByteBuffer to = records.next();
        to.putInt(line);
        for (Gather gather : all) {
            gather.store(to);
            gather.clear();
        }
    }

    @Override
    public List<Gather> gathers() {
        return gathers;
    }

    @Override
    public boolean areWeighted() {
        return weights != null;
    }

    @Override
    public Place place() {
        return files.get(0);
    }

    @Override
    public int rows() {
        return records.records();
    }

    @Override
    public int start(int file) {
        return file == starts.length ? rows() : starts[file];
    }

    /** How many rows a table has. */
    int window() {
        return window;
    }

    @Override
    public void visit(int[] rows, Visitor visitor) {
        for (int from = 0; from < rows.length; from += window) {
            int to = (int) Math.min(rows.length, (long) from + window);
            CsvTable table = table(Arrays.copyOfRange(rows, from, to));
            visitor.visit(table, IntStream.range(0, to - from).toArray());
        }
    }

    /** These rows, in ascending order, as a table; the one before is no more. */
    CsvTable table(int[] rows) {
        gathers.forEach(Gather::clear);
        if (weights != null) {
            weights.clear();
        }
        int[] lines = new int[rows.length];
        records.read(rows, record -> {
            int row = gathers.get(0).rows();
            lines[row] = record.getInt();
            for (Gather gather : gathers) {
                load(gather, record);
            }
            if (weights != null) {
                load(weights, record);
            }
        });
        int[] first = Arrays.stream(starts)
                .map(start -> Arrays.binarySearch(rows, start))
                .map(at -> at >= 0 ? at : -at - 1)
                .toArray();
        return new CsvTable(files, first, gathers, weights, lines);
    }

    private static void load(Gather gather, ByteBuffer record) {
        gather.beginRow();
        gather.load(record);
        gather.keepRow();
    }

    @Override
    public void close() {
        records.close();
    }
}
