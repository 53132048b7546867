package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;

/** Whole numbers as i64. */
final class IntegerGather extends Gather {

    /** Whole numbers beyond this are not exact as f64, and are not told from fractions. */
    private static final double LARGEST = 9007199254740992.0;

    private final char decimal;
    private final double fill;
    private long[] values = new long[0];

    /** An empty cell gets {@code fill}; NaN for none. */
    IntegerGather(Feed feed, boolean target, List<String> columns, char decimal, double fill) {
        super(feed, target, columns);
        this.decimal = decimal;
        this.fill = fill;
    }

    @Override
    Cell take(int position, char[] text, int from, int to) {
        double value = from == to ? fill : DecimalNumber.parse(text, from, to, decimal);
        values[index(position)] = (long) value;
        if (from == to) {
            return Cell.EMPTY;
        }
        return Math.abs(value) <= LARGEST && value == Math.rint(value) ? Cell.TAKEN : Cell.WRONG;
    }

    @Override
    boolean fillsEmptyCells() {
        return !Double.isNaN(fill) && !isTarget();
    }

    @Override
    String wanted() {
        return "a whole number";
    }

    @Override
    int capacity() {
        return values.length;
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    int rowBytes() {
        return width() * Long.BYTES;
    }

    @Override
    void store(ByteBuffer to) {
        for (int position = 0; position < width(); position++) {
            to.putLong(values[index(position)]);
        }
    }

    @Override
    void load(ByteBuffer from) {
        for (int position = 0; position < width(); position++) {
            values[index(position)] = from.getLong();
        }
    }

    /** The values of all rows. */
    Tensor tensor(long... shape) {
        Tensor tensor = Tensor.zeros(feed().dtype(), shape);
        tensor.longs().put(values, 0, rows() * columns().size());
        return tensor;
    }
}
