package org.nn4j.runtime.csv;

import java.nio.CharBuffer;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Source;

/** Dates, as the numbers that a feed takes of each. */
final class DateGather extends Gather {

    private final DateFeatures features;
    private float[] values = new float[0];

    DateGather(Feed feed, Source.Date source) {
        super(feed, false, List.of(source.column()));
        this.features = new DateFeatures(source);
    }

    @Override
    Cell take(int position, char[] text, int from, int to) {
        if (from == to) {
            return Cell.EMPTY;
        }
        @Nullable LocalDateTime moment = features.parse(CharBuffer.wrap(text, from, to - from));
        if (moment == null) {
            return Cell.WRONG;
        }
        features.put(moment, values, rows() * features.width());
        return Cell.TAKEN;
    }

    @Override
    boolean fillsEmptyCells() {
        return false;
    }

    @Override
    String wanted() {
        return features.wanted();
    }

    @Override
    int capacity() {
        return values.length / features.width();
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, Math.multiplyExact(capacity, features.width()));
    }

    /** The numbers of all rows. */
    Tensor tensor(long... shape) {
        Tensor tensor = Tensor.zeros(feed().dtype(), shape);
        tensor.floats().put(values, 0, rows() * features.width());
        return tensor;
    }
}
