package org.nn4j.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * How well one training did on rows that it had not seen, with the weights of the lowest validation loss.
 *
 * @param f1 of the positive class, where there are two
 * @param bestEpoch the one with the lowest validation loss
 * @param epochs those that ran
 */
record Outcome(
        String dataset,
        long seed,
        double accuracy,
        @Nullable Double f1,
        int bestEpoch,
        int epochs) {

    Outcome withEpochs(int ran) {
        return new Outcome(dataset, seed, accuracy, f1, bestEpoch, ran);
    }
}
