package org.nn4j.runtime.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.CsvSpec.Missing;
import org.nn4j.runtime.format.Feed;

/** Numbers as f32. An empty cell is kept as NaN until {@link #fill}: no cell that holds something is NaN. */
final class NumberGather extends Gather {

    private final char decimal;
    private float[] values = new float[0];

    NumberGather(Feed feed, boolean target, List<String> columns, char decimal) {
        super(feed, target, columns);
        this.decimal = decimal;
    }

    @Override
    Cell take(int position, char[] text, int from, int to) {
        if (from == to) {
            values[index(position)] = Float.NaN;
            return Cell.EMPTY;
        }
        float value = (float) DecimalNumber.parse(text, from, to, decimal);
        values[index(position)] = value;
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

    @Override
    int capacity() {
        return values.length;
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    /** What an empty cell of each column gets: the mean or median of the column's cells in these rows. */
    List<Double> fills(Missing missing, int[] rowsOfTraining) {
        var fills = new ArrayList<Double>();
        for (int position = 0; position < columns().size(); position++) {
            fills.add(missing.rule() == Missing.Rule.VALUE ? missing.value() : fill(missing, position, rowsOfTraining));
        }
        return fills;
    }

    private double fill(Missing missing, int position, int[] rowsOfTraining) {
        int width = columns().size();
        double[] present = Arrays.stream(rowsOfTraining)
                .mapToDouble(row -> values[row * width + position])
                .filter(value -> !Double.isNaN(value))
                .toArray();
        if (present.length == 0) {
            return 0;
        }
        if (missing.rule() == Missing.Rule.MEAN) {
            return Arrays.stream(present).sum() / present.length;
        }
        Arrays.sort(present);
        int middle = present.length / 2;
        return present.length % 2 == 1 ? present[middle] : (present[middle - 1] + present[middle]) / 2;
    }

    /** Puts these into the empty cells, one for each column. */
    void fill(List<Double> fills) {
        int width = columns().size();
        for (int position = 0; position < width; position++) {
            float fill = fills.get(position).floatValue();
            for (int i = position; i < rows() * width; i += width) {
                if (Float.isNaN(values[i])) {
                    values[i] = fill;
                }
            }
        }
    }

    /** The values of all rows. */
    Tensor tensor(long... shape) {
        Tensor tensor = Tensor.zeros(feed().dtype(), shape);
        tensor.floats().put(values, 0, rows() * columns().size());
        return tensor;
    }
}
