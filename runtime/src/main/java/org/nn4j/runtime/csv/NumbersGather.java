package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Source;

/** Numbers, which blanks separate. */
final class NumbersGather extends SequenceGather {

    private final char decimal;
    private float[][] numbers = new float[0][];

    NumbersGather(Feed feed, Source.Sequence source, char decimal) {
        super(feed, source);
        this.decimal = decimal;
    }

    @Override
    int take(char[] text, int from, int to, int atMost) {
        float[] row = new float[Math.min((to - from + 1) / 2, atMost)];
        int length = 0;
        for (int at = from; at < to && length < atMost; ) {
            int end = Source.Sequence.Of.NUMBERS.end(text, at, to);
            row[length] = (float) DecimalNumber.parse(text, at, end, decimal);
            if (!Float.isFinite(row[length++])) {
                return -1;
            }
            at = Source.Sequence.Of.NUMBERS.next(text, end, to);
        }
        numbers[rows()] = Arrays.copyOf(row, length);
        return length;
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        numbers = Arrays.copyOf(numbers, capacity);
    }

    @Override
    String wanted() {
        return "numbers with blanks between them";
    }

    @Override
    void storeElements(ByteBuffer to) {
        for (float number : numbers[rows()]) {
            to.putFloat(number);
        }
    }

    @Override
    void loadElements(ByteBuffer from, int length) {
        float[] row = new float[length];
        for (int i = 0; i < length; i++) {
            row[i] = from.getFloat();
        }
        numbers[rows()] = row;
    }

    @Override
    void put(Tensor to, int at, int row, int length) {
        for (int i = 0; i < length; i++) {
            to.floats().put(at + i, numbers[row][i]);
        }
    }
}
