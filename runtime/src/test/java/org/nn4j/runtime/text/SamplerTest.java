package org.nn4j.runtime.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.runtime.error.UserException;

class SamplerTest {

    private static final int DRAWS = 100_000;
    private static final double[] PROBABILITIES = {0.1, 0.4, 0.05, 0.25, 0.2};
    private static final double[] SCORES =
            DoubleStream.of(PROBABILITIES).map(Math::log).toArray();

    private static double[] frequencies(Sampling options, double... scores) {
        var sampler = new Sampler(options);
        int[] counts = new int[scores.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.draw(scores)]++;
        }
        return IntStream.of(counts).mapToDouble(count -> (double) count / DRAWS).toArray();
    }

    /** Each frequency is within five standard deviations; chance would miss that once in a million tests. */
    private static void assertDrawn(double[] expected, Sampling options) {
        double[] actual = frequencies(options, SCORES);
        for (int i = 0; i < expected.length; i++) {
            double deviation = Math.sqrt(expected[i] * (1 - expected[i]) / DRAWS);
            assertEquals(expected[i], actual[i], 5 * deviation, "token " + i + " of " + Arrays.toString(actual));
        }
    }

    @Test
    void drawsByTheProbabilities() {
        assertDrawn(PROBABILITIES, Sampling.DEFAULT.withSeed(3));
    }

    @Test
    void aCommonSummandOfTheScoresIsOfNoMatter() {
        double[] shifted = DoubleStream.of(SCORES).map(s -> s + 900).toArray();
        assertArrayEquals(frequencies(Sampling.DEFAULT, SCORES), frequencies(Sampling.DEFAULT, shifted), 1e-3);
    }

    @Test
    void temperatureIsAPowerOfTheProbabilities() {
        double[] squares = DoubleStream.of(PROBABILITIES).map(p -> p * p).toArray();
        double sum = DoubleStream.of(squares).sum();
        assertDrawn(DoubleStream.of(squares).map(p -> p / sum).toArray(), Sampling.DEFAULT.withTemperature(0.5));
    }

    @Test
    void topKKeepsTheBest() {
        assertDrawn(new double[] {0, 0.4 / 0.85, 0, 0.25 / 0.85, 0.2 / 0.85}, Sampling.DEFAULT.withTopK(3));
    }

    @Test
    void topPKeepsTheFewestThatAreLikelyEnough() {
        assertDrawn(new double[] {0, 0.4 / 0.65, 0, 0.25 / 0.65, 0}, Sampling.DEFAULT.withTopP(0.6));
        assertDrawn(new double[] {0, 1, 0, 0, 0}, Sampling.DEFAULT.withTopP(0.4));
        assertDrawn(new double[] {0, 1, 0, 0, 0}, Sampling.DEFAULT.withTopP(1e-9));
    }

    @Test
    void topPCountsWhatTopKAndTheTemperatureLeft() {
        // The three best have 0.16, 0.0625 and 0.04 after squaring: the first two have 0.847 of it.
        Sampling both = Sampling.DEFAULT.withTemperature(0.5).withTopK(3).withTopP(0.84);
        assertDrawn(new double[] {0, 0.16 / 0.2225, 0, 0.0625 / 0.2225, 0}, both);
    }

    @Test
    void temperatureZeroTakesTheBestAndOfEqualOnesTheFirst() {
        var sampler = new Sampler(Sampling.DEFAULT.withTemperature(0));
        assertEquals(1, sampler.draw(SCORES));
        assertEquals(1, sampler.draw(new double[] {0, 2, 2}));
        assertEquals(0, new Sampler(Sampling.DEFAULT.withTopK(1)).draw(new double[] {2, 2, 1}));
    }

    @Test
    void aVerySmallTemperatureDoesNotOverflow() {
        assertEquals(1, new Sampler(Sampling.DEFAULT.withTemperature(1e-300)).draw(SCORES));
    }

    @Test
    void whatIsImpossibleIsNeverDrawn() {
        double[] scores = {Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, 0};
        double[] drawn = frequencies(Sampling.DEFAULT, scores);
        assertEquals(0, drawn[0] + drawn[2]);
        assertTrue(drawn[1] > 0.49 && drawn[3] > 0.49);
    }

    @Test
    void theSeedDecides() {
        assertArrayEquals(draws(7), draws(7));
        assertNotEquals(Arrays.toString(draws(7)), Arrays.toString(draws(8)));
        // The same in every version, on every machine.
        assertArrayEquals(new int[] {4, 4, 4, 0, 3, 1, 1, 3}, Arrays.copyOf(draws(7), 8));
    }

    private static int[] draws(long seed) {
        var sampler = new Sampler(Sampling.DEFAULT.withSeed(seed));
        return IntStream.range(0, 100).map(i -> sampler.draw(SCORES)).toArray();
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 1, 1", "NaN, 1, 1", "Infinity, 1, 1", "1, 0, 1", "1, -3, 1", "1, 1, 0", "1, 1, 1.01", "1, 1, NaN"
    })
    void numbersOutOfRangeAreRefused(double temperature, int topK, double topP) {
        assertThrows(UserException.class, () -> new Sampling(temperature, topK, topP, 0));
    }

    @Test
    void scoresThatAreNoNumbersAreRefused() {
        var sampler = new Sampler(Sampling.DEFAULT);
        assertThrows(IllegalArgumentException.class, () -> sampler.draw(new double[] {0, Double.NaN}));
        assertThrows(IllegalArgumentException.class, () -> sampler.draw(new double[0]));
    }
}
