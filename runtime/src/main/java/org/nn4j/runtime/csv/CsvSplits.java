package org.nn4j.runtime.csv;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.Splitting;

/** Splits rows as a recipe says, but for those of files that belong to a split. */
final class CsvSplits {

    private CsvSplits() {}

    static Splits of(KeptRows rows, CsvFiles files, Recipe recipe, long seed) {
        int validation = rows.start(files.rows().size());
        int test = rows.start(files.rows().size() + files.validation().size());
        Splits splits = Splitting.of(recipe, rows.place(), validation, classes(rows, validation), seed);
        return new Splits(
                        splits.train(),
                        files.validation().isEmpty() ? splits.validation() : range(validation, test),
                        files.test().isEmpty() ? splits.test() : range(test, rows.rows()))
                .weighing(rows.place(), rows.areWeighted() ? weights(rows) : null);
    }

    /** The class of each of the first rows; null where rows have none. */
    private static int @Nullable [] classes(KeptRows rows, int count) {
        if (rows.gathers().stream().noneMatch(CsvSplits::givesClasses)) {
            return null;
        }
        int[] classes = new int[count];
        int[] filled = {0};
        rows.visit(range(0, count), (table, some) -> {
            NameGather names = (NameGather) table.gathers().stream()
                    .filter(CsvSplits::givesClasses)
                    .findFirst()
                    .orElseThrow();
            for (int row : some) {
                classes[filled[0]++] = names.classOf(row);
            }
        });
        return classes;
    }

    private static boolean givesClasses(Gather gather) {
        return gather.isTarget() && gather instanceof NameGather;
    }

    private static Tensor weights(KeptRows rows) {
        Tensor weights = Tensor.zeros(DType.F32, rows.rows());
        var to = weights.floats();
        rows.visit(range(0, rows.rows()), (table, some) -> {
            WeightGather each = table.weights();
            if (each != null) {
                to.put(each.tensor().floats());
            }
        });
        return weights;
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
