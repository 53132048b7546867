package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.format.Recipe;

final class RateReductionTest {

    private static RateReduction rule(long patience, double minDelta, double factor, long cooldown, double least) {
        return new RateReduction(new Recipe.Reduction(
                new Recipe.Plateau(true, "loss", false, patience, minDelta, false), factor, cooldown, least));
    }

    @Test
    void lowersTheRateAtEachPlateau() {
        RateReduction rates = rule(2, 0, 0.5, 0, 0.2);
        double[] values = {5, 4, 4, 4, 4, 4, 3, 3, 3, 3};
        double[] factors = {1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2};
        for (int i = 0; i < values.length; i++) {
            assertEquals(factors[i], rates.after(i + 1, values[i]), "epoch " + (i + 1));
        }
    }

    /** The loop of Keras's ReduceLROnPlateau, written down again, with values that wander. */
    @Test
    void isThatOfKeras() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            int patience = 1 + random.nextInt(4);
            int cooldown = random.nextInt(4);
            double minDelta = 0.2 * random.nextInt(2);
            RateReduction ours = rule(patience, minDelta, 0.5, cooldown, 0.01);
            double rate = 1;
            double best = Double.POSITIVE_INFINITY;
            int wait = 0;
            int counter = 0;
            double value = 10;
            for (int epoch = 1; epoch <= 60; epoch++) {
                value += random.nextGaussian() - 0.1;
                if (counter > 0) {
                    counter--;
                    wait = 0;
                }
                if (value < best - minDelta) {
                    best = value;
                    wait = 0;
                } else if (counter == 0) {
                    wait++;
                    if (wait >= patience && rate > 0.01) {
                        rate = Math.max(rate * 0.5, 0.01);
                        counter = cooldown;
                        wait = 0;
                    }
                }
                assertEquals(rate, ours.after(epoch, value), "round " + round + ", epoch " + epoch);
            }
        }
    }
}
