package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.format.CsvSpec.Missing;
import org.nn4j.runtime.format.CsvSpec.Missing.Rule;

final class FillTest {

    private static double fill(Rule rule, float... values) {
        Fill fill = Fill.of(new Missing(rule, 9));
        for (int pass = 0; pass < fill.passes(); pass++) {
            for (float value : values) {
                fill.see(value);
            }
            fill.endPass();
        }
        return fill.value();
    }

    @Test
    void medianIsThatOfTheSortedValues() {
        var random = new Random(5);
        for (int count = 1; count < 200; count++) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : (float) random.nextGaussian() * 1e3f;
            }
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            double expected = ((double) sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
            assertEquals(expected, fill(Rule.MEDIAN, values), Arrays.toString(values));
        }
        assertEquals(-2.5, fill(Rule.MEDIAN, -Float.MAX_VALUE, -3, -2, Float.MAX_VALUE));
        assertEquals(Float.MIN_VALUE, fill(Rule.MEDIAN, Float.MIN_VALUE));
    }

    @Test
    void meanAndNumber() {
        assertEquals(2.5, fill(Rule.MEAN, 1, 2, 3, 4));
        assertEquals(9, fill(Rule.VALUE, 1, 2, 3, 4));
    }

    @Test
    void columnsWithoutAValueGetZero() {
        assertEquals(0, fill(Rule.MEDIAN));
        assertEquals(0, fill(Rule.MEAN));
    }
}
