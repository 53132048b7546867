package org.nn4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RatiosTest {

    private static String entry(String method, String mode, String unit, String rawData) {
        return """
                {"benchmark": "org.nn4j.benchmarks.Step.%s", "mode": "%s",
                 "primaryMetric": {"score": 1, "scoreUnit": "%s", "rawData": %s}}""".formatted(method, mode, unit, rawData);
    }

    private static String print(String... entries) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Ratios.print("[" + String.join(",", entries) + "]", out);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void dividesMediansAndMinima() {
        String table = print(
                entry("peer", "avgt", "us/op", "[[30, 50], [40]]"), entry("ours", "avgt", "us/op", "[[10, 30], [20]]"));
        assertEquals("""
                | Step | median, us/op | fastest | median / ours | fastest / ours |
                |---|---:|---:|---:|---:|
                | peer | 40.00 | 30.00 | 2.00 | 3.00 |
                | ours | 20.00 | 10.00 | 1.00 | 1.00 |

                """, table.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void leavesOutWhatHasNothingToCompareWith() {
        assertEquals("", print(entry("peer", "avgt", "us/op", "[[30]]")));
        assertEquals("", print(entry("ours", "thrpt", "ops/us", "[[30]]")));
    }

    @Test
    void refusesTwoUnits() {
        assertThrows(
                IllegalArgumentException.class,
                () -> print(entry("ours", "avgt", "us/op", "[[30]]"), entry("peer", "avgt", "ms/op", "[[30]]")));
    }
}
