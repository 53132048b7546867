package org.nn4j.runtime.csv;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.DatePart;
import org.nn4j.runtime.format.Source;

/** The numbers that a model takes of dates and times: its parts, then a sine and a cosine for each of its cycles. */
public final class DateFeatures {

    /** ISO 8601: a date, maybe a time behind a T or a blank, maybe an offset, which is not used. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendOptional(time('T'))
            .appendOptional(time(' '))
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final Source.Date source;
    private final DateTimeFormatter format;

    /** The features that a source describes. */
    public DateFeatures(Source.Date source) {
        this.source = source;
        String pattern = source.format();
        // The names of months and weekdays are English; a year without an era is one of ours, not before.
        this.format = pattern == null
                ? ISO
                : new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(pattern)
                        .parseDefaulting(ChronoField.ERA, 1)
                        .toFormatter(Locale.ENGLISH)
                        .withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatter time(char before) {
        return new DateTimeFormatterBuilder()
                .appendLiteral(before)
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .optionalStart()
                .appendOffsetId()
                .toFormatter(Locale.ROOT);
    }

    /** How many numbers they are. */
    public int width() {
        return source.parts().size() + 2 * source.cycles().size();
    }

    /** The features of some moments, {@code f32[moments, width]}. */
    public Tensor of(List<LocalDateTime> moments) {
        float[] values = new float[moments.size() * width()];
        for (int i = 0; i < moments.size(); i++) {
            put(moments.get(i), values, i * width());
        }
        return Tensor.of(values, moments.size(), width());
    }

    /** How a date is written, for people. */
    String wanted() {
        return source.format() == null
                ? "a date such as 2026-03-31 or 2026-03-31T18:30"
                : "a date of the format " + source.format();
    }

    /** The moment that a text stands for; null if it is none. What the format lacks is the first there is. */
    @Nullable
    LocalDateTime parse(CharSequence text) {
        try {
            TemporalAccessor parsed = format.parse(text);
            LocalDate date = parsed.query(TemporalQueries.localDate());
            if (date == null) {
                date = parsed.isSupported(ChronoField.MONTH_OF_YEAR)
                        ? YearMonth.from(parsed).atDay(1)
                        : Year.from(parsed).atDay(1);
            }
            LocalTime time = parsed.query(TemporalQueries.localTime());
            return date.atTime(time == null ? LocalTime.MIDNIGHT : time);
        } catch (DateTimeException e) {
            return null;
        }
    }

    void put(LocalDateTime moment, float[] to, int at) {
        int next = at;
        for (DatePart part : source.parts()) {
            to[next++] = (float) part.number(moment, source.since());
        }
        for (DatePart cycle : source.cycles()) {
            double angle = 2 * Math.PI * cycle.turn(moment);
            to[next++] = (float) Math.sin(angle);
            to[next++] = (float) Math.cos(angle);
        }
    }
}
