package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;

/** Values that are kept as f32, equally many for each row. */
abstract sealed class FloatGather extends Gather permits NumberGather, DateGather, WeightGather {

    private float[] values = new float[0];

    FloatGather(Feed feed, boolean target, List<String> columns) {
        super(feed, target, columns);
    }

    /** Sets a value of the current row. */
    final void set(int position, float value) {
        values[rows() * width() + position] = value;
    }

    /** A value of a row. */
    final float get(int row, int position) {
        return values[row * width() + position];
    }

    @Override
    final int capacity() {
        return values.length;
    }

    @Override
    final void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    final int rowBytes() {
        return width() * Float.BYTES;
    }

    @Override
    final void store(ByteBuffer to) {
        for (int i = rows() * width(), end = i + width(); i < end; i++) {
            to.putFloat(values[i]);
        }
    }

    @Override
    final void load(ByteBuffer from) {
        for (int i = rows() * width(), end = i + width(); i < end; i++) {
            values[i] = from.getFloat();
        }
    }

    /** The values of all rows. */
    Tensor tensor(long... shape) {
        Tensor tensor = Tensor.zeros(feed().dtype(), shape);
        tensor.floats().put(values, 0, rows() * width());
        return tensor;
    }
}
