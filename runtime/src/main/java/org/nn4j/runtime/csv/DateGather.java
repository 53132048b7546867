package org.nn4j.runtime.csv;

import java.time.DateTimeException;
import java.util.List;
import org.nn4j.runtime.format.DatePattern;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Source;

/** Parts of dates as numbers, f32; those that come round again as sine and cosine, where it is said so. */
final class DateGather extends FloatGather {

    private final Source.Date source;
    private final DatePattern pattern;

    DateGather(Feed feed, boolean target, Source.Date source) {
        super(feed, target, List.of(source.column()));
        this.source = source;
        this.pattern = new DatePattern(source.format());
    }

    @Override
    Cell take(int position, char[] text, int from, int to) {
        if (from == to) {
            return Cell.EMPTY;
        }
        try {
            float[] values = source.values(pattern.parse(new String(text, from, to - from)));
            for (int i = 0; i < values.length; i++) {
                set(i, values[i]);
            }
            return Cell.TAKEN;
        } catch (DateTimeException e) {
            return Cell.WRONG;
        }
    }

    @Override
    int width() {
        return source.width();
    }

    @Override
    boolean fillsEmptyCells() {
        return false;
    }

    @Override
    String wanted() {
        return source.format() == null
                ? "a date such as " + pattern.example()
                : "a date in the format " + source.format() + ", such as " + pattern.example();
    }
}
