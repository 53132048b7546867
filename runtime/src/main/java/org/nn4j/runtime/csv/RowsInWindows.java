package org.nn4j.runtime.csv;

import java.util.stream.IntStream;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.RowSource;

/** Rows on disk as tensors, a window at a time. */
final class RowsInWindows implements RowSource.Windowed {

    private final RowsOnDisk rows;
    private final Recipe recipe;
    private final Learned learned;

    private RowsInWindows(RowsOnDisk rows, Recipe recipe, Learned learned) {
        this.rows = rows;
        this.recipe = recipe;
        this.learned = learned;
    }

    /**
     * Takes over rows that are all good for tensors.
     *
     * @throws org.nn4j.runtime.error.UserException if one has a name or token that is not known; the rows are closed
     *     then
     */
    static RowsInWindows of(RowsOnDisk rows, Recipe recipe, Learned learned) {
        try {
            if (rows.gathers().stream().anyMatch(RowsInWindows::looksUp)) {
                int[] all = IntStream.range(0, rows.rows()).toArray();
                rows.visit(all, (table, some) -> TableTensors.of(table, recipe, learned));
            }
            return new RowsInWindows(rows, recipe, learned);
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    private static boolean looksUp(Gather gather) {
        return gather instanceof NameGather || gather instanceof TokensGather;
    }

    @Override
    public int rows() {
        return rows.rows();
    }

    @Override
    public int window() {
        return rows.window();
    }

    @Override
    public Dataset read(int[] some) {
        return TableTensors.of(rows.table(some), recipe, learned);
    }

    @Override
    public RowOrder order(Dataset window) {
        return TableTensors.order(rows.gathers(), window);
    }

    @Override
    public void close() {
        rows.close();
    }
}
