package org.nn4j.runtime.format;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How dates are written: by a pattern of {@link DateTimeFormatter}, in no language but English; without one as ISO 8601
 * says, a date with a time and an offset where there are any ({@code 2024-05-31}, {@code 2024-05-31T18:30:00Z}, a blank
 * may stand for the T). There is no 30th of February.
 */
public final class DatePattern {

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final DateTimeFormatter formatter;
    private final boolean iso;

    /**
     * Takes a pattern; null for ISO 8601.
     *
     * @throws IllegalArgumentException if it is none
     */
    public DatePattern(@Nullable String pattern) {
        iso = pattern == null;
        formatter = pattern == null
                ? ISO
                : DateTimeFormatter.ofPattern(withProlepticYears(pattern), Locale.ROOT)
                        .withResolverStyle(ResolverStyle.STRICT);
    }

    /** A year of an era is no year without the era; users mean the plain year. */
    private static String withProlepticYears(String pattern) {
        if (pattern.indexOf('G') >= 0) {
            return pattern;
        }
        var text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            text.append(c == 'y' && !quoted ? 'u' : c);
        }
        return text.toString();
    }

    /**
     * The date that a text says.
     *
     * @throws java.time.DateTimeException if it says none
     */
    public TemporalAccessor parse(String text) {
        TemporalAccessor date = formatter.parse(text);
        boolean noTime = iso && !date.isSupported(ChronoField.SECOND_OF_DAY);
        return noTime ? LocalDate.from(date).atStartOfDay() : date;
    }

    /** How a date looks that is written so. */
    public String example() {
        return iso
                ? "2024-05-31 or 2024-05-31T18:30:00"
                : formatter.format(LocalDateTime.of(2024, 5, 31, 18, 30).atOffset(ZoneOffset.UTC));
    }
}
