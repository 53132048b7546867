package org.nn4j.runtime;

import java.util.Map;

/**
 * What a training came to.
 *
 * @param ended why it ended
 * @param epochs whole passes over the training rows
 * @param steps updates
 * @param seconds how long it took
 * @param splits for each split, {@code train}, {@code validation} and {@code test}, what metrics came to; a
 *     split without rows is absent. The values are those of the weights that were kept; those of
 *     {@code train} were taken during the epoch, while the weights changed.
 * @param bestEpoch the epoch, from 1, whose weights were kept because it was the best; 0 if the last weights were kept
 * @param learningRate of the last update; NaN where the optimizer has none
 * @param seed the seed
 */
public record TrainResult(
        Ended ended,
        long epochs,
        long steps,
        double seconds,
        Map<String, MetricValues> splits,
        long bestEpoch,
        double learningRate,
        long seed) {

    /** Why a training ended. */
    public enum Ended {
        /** All epochs or steps were done. */
        COMPLETED,
        /** The value that the recipe watches had stopped getting better. */
        STOPPED_EARLY,
        /** It was cancelled. */
        CANCELLED
    }

    /** A metric's value on a split; NaN where there is none. */
    public double value(String split, String metric) {
        return splits.getOrDefault(split, MetricValues.NONE).number(metric);
    }
}
