package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.format.DatePart;
import org.nn4j.runtime.format.Source;

final class DateFeaturesTest {

    private static DateFeatures features(@Nullable String format, List<DatePart> parts, List<DatePart> cycles) {
        return new DateFeatures(new Source.Date("when", format, parts, cycles, LocalDate.of(2000, 1, 1)));
    }

    private static @Nullable LocalDateTime parse(@Nullable String format, String text) {
        return features(format, List.of(DatePart.YEAR), List.of()).parse(text);
    }

    @Test
    void readsIsoDatesAndTimes() {
        assertEquals(LocalDateTime.of(2024, 2, 29, 0, 0), parse(null, "2024-02-29"));
        assertEquals(LocalDateTime.of(2024, 2, 29, 18, 30), parse(null, "2024-02-29T18:30"));
        assertEquals(LocalDateTime.of(2024, 2, 29, 18, 30, 5), parse(null, "2024-02-29 18:30:05"));
        assertEquals(LocalDateTime.of(2024, 2, 29, 18, 30), parse(null, "2024-02-29T18:30:00Z"));
        assertEquals(LocalDateTime.of(2024, 2, 29, 18, 30), parse(null, "2024-02-29T18:30+02:00"));
        for (String wrong : List.of("2023-02-29", "29.02.2024", "2024-2-9", "2024-02-29T25:00", "", "2024-02-29x")) {
            assertNull(parse(null, wrong), wrong);
        }
    }

    @Test
    void readsOtherFormats() {
        assertEquals(LocalDateTime.of(1949, 1, 1, 0, 0), parse("yyyy-MM", "1949-01"));
        assertEquals(LocalDateTime.of(1949, 1, 1, 0, 0), parse("yyyy", "1949"));
        assertEquals(LocalDateTime.of(2020, 9, 3, 15, 4), parse("d MMM yyyy h:mm a", "3 sep 2020 3:04 PM"));
        assertEquals(LocalDateTime.of(2020, 9, 3, 0, 0), parse("dd.MM.yyyy", "03.09.2020"));
        assertNull(parse("dd.MM.yyyy", "31.02.2020"));
        assertNull(parse("HH:mm", "12:00"));
    }

    @Test
    void partsAreNumbers() {
        var all = List.of(DatePart.values());
        // 2024-12-31 is a Tuesday; 9131 days lie between the turns of 2000 and 2024-12-31.
        assertArrayEquals(
                new float[] {2024, 12, 31, 2, 366, 18, 45, 9131 + 0.78125f},
                features(null, all, List.of())
                        .of(List.of(LocalDateTime.of(2024, 12, 31, 18, 45)))
                        .toFloats());
    }

    @Test
    void cyclesAreSinesAndCosines() {
        var cycles = List.of(DatePart.HOUR, DatePart.WEEKDAY, DatePart.MONTH, DatePart.DAY_OF_YEAR, DatePart.MINUTE);
        // A Monday: half a day of seven; the fourth month begins after a quarter of the cycle of months.
        float[] of = features(null, List.of(), cycles)
                .of(List.of(LocalDateTime.of(2024, 4, 1, 6, 15)))
                .toFloats();
        double day = 6.25 / 24;
        double[] turns = {day, day / 7, (3 + day / 30) / 12, (31 + 29 + 31 + day) / 366, 0.25};
        for (int i = 0; i < turns.length; i++) {
            assertEquals(
                    Math.sin(2 * Math.PI * turns[i]),
                    of[2 * i],
                    1e-6,
                    cycles.get(i).toString());
            assertEquals(
                    Math.cos(2 * Math.PI * turns[i]),
                    of[2 * i + 1],
                    1e-6,
                    cycles.get(i).toString());
        }
    }
}
