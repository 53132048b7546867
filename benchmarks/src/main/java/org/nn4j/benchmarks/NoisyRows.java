package org.nn4j.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Made-up rows for the network with eight inputs. The labels are drawn, not computed, from the inputs: the loss falls,
 * and cannot reach 0, so that steps late in a run do the same arithmetic as early ones (weights that saturate leave
 * denormal gradients, which are slow).
 */
final class NoisyRows {

    static final int FEATURES = 8;
    static final int BATCH = 32;
    /** Of full batches: 992 rows. */
    static final int BATCHES = 31;

    static final int ROWS = BATCH * BATCHES;

    private final float[] x = new float[ROWS * FEATURES];
    private final float[] y = new float[ROWS];

    NoisyRows(long seed) {
        var random = new SplittableRandom(seed);
        for (int row = 0; row < ROWS; row++) {
            double logit = 0;
            for (int i = 0; i < FEATURES; i++) {
                double value = random.nextGaussian();
                x[row * FEATURES + i] = (float) value;
                logit += i % 2 == 0 ? value : Math.abs(value) - 0.8;
            }
            y[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
        }
    }

    /** All inputs, row after row. */
    float[] x() {
        return x.clone();
    }

    /** All labels, 0 or 1. */
    float[] y() {
        return y.clone();
    }

    /** The inputs of one batch. */
    float[] x(int batch) {
        return Arrays.copyOfRange(x, batch * BATCH * FEATURES, (batch + 1) * BATCH * FEATURES);
    }

    /** The labels of one batch. */
    float[] y(int batch) {
        return Arrays.copyOfRange(y, batch * BATCH, (batch + 1) * BATCH);
    }
}
