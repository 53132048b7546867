package org.nn4j.runtime.csv;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;

/** Numbers as f32. An empty cell is kept as NaN until there is a tensor: no cell that holds something is NaN. */
final class NumberGather extends FloatGather {

    private final char decimal;

    NumberGather(Feed feed, boolean target, List<String> columns, char decimal) {
        super(feed, target, columns);
        this.decimal = decimal;
    }

    @Override
    Cell take(int position, char[] text, int from, int to) {
        if (from == to) {
            set(position, Float.NaN);
            return Cell.EMPTY;
        }
        float value = (float) DecimalNumber.parse(text, from, to, decimal);
        set(position, value);
        return Float.isFinite(value) ? Cell.TAKEN : Cell.WRONG;
    }

    @Override
    boolean fillsEmptyCells() {
        return !isTarget();
    }

    @Override
    String wanted() {
        return "a number";
    }

    /** The values of all rows, empty cells filled, of each column with one number; null where none are empty. */
    Tensor tensor(@Nullable List<Double> fills, long... shape) {
        Tensor tensor = tensor(shape);
        if (fills != null) {
            fill(tensor.floats(), fills);
        }
        return tensor;
    }

    private static void fill(FloatBuffer values, List<Double> fills) {
        int width = fills.size();
        for (int position = 0; position < width; position++) {
            float fill = fills.get(position).floatValue();
            for (int i = position; i < values.limit(); i += width) {
                if (Float.isNaN(values.get(i))) {
                    values.put(i, fill);
                }
            }
        }
    }
}
