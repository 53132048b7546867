package org.nn4j.runtime;

import java.util.Map;

/**
 * Is told how a training goes, on the thread that trains. An exception that it throws ends the training; the weights
 * are those of the last update.
 */
public interface TrainListener {

    /**
     * What is going to happen.
     *
     * @param trainRows rows to learn from
     * @param validationRows rows to watch the training with
     * @param testRows rows to judge the result with
     * @param parameters numbers that are trained
     * @param epochs passes over the training rows, the last of which may be cut short
     * @param stepsPerEpoch updates of one pass
     * @param steps updates in all
     * @param batch rows of one update
     * @param parallel parts of each batch that are computed side by side
     * @param threads threads that work on one operator of each part
     * @param device where it runs
     */
    record Plan(
            int trainRows,
            int validationRows,
            int testRows,
            long parameters,
            long epochs,
            long stepsPerEpoch,
            long steps,
            int batch,
            int parallel,
            int threads,
            String device) {}

    /**
     * How far it is.
     *
     * @param epoch the current epoch, from 1
     * @param step updates of this epoch so far
     * @param stepsOfEpoch updates that this epoch will have
     * @param totalSteps updates so far
     * @param loss the mean loss of this epoch's rows so far
     * @param seconds time since the training began
     * @param secondsLeft time to the end of the last epoch at this speed
     */
    record Progress(
            long epoch,
            long step,
            long stepsOfEpoch,
            long totalSteps,
            double loss,
            double seconds,
            double secondsLeft) {}

    /**
     * What an epoch came to.
     *
     * @param epoch the epoch, from 1
     * @param values for each split that was looked at, {@code train} and {@code validation}, what metrics came to
     * @param best whether it is the best epoch so far, for a recipe that stops at a plateau
     * @param learningRate of its last update; NaN where the optimizer has none
     * @param seconds time since the training began
     * @param secondsLeft time to the end of the last epoch at this speed
     */
    record EpochEnd(
            long epoch,
            Map<String, MetricValues> values,
            boolean best,
            double learningRate,
            double seconds,
            double secondsLeft) {

        /** A metric's value on a split; NaN where there is none. */
        public double value(String split, String metric) {
            return values.getOrDefault(split, MetricValues.NONE).number(metric);
        }
    }

    /** Before the first epoch. */
    default void started(Plan plan) {}

    /** Before the first step of an epoch, which counts from 1. */
    default void epochStarted(long epoch) {}

    /** After some steps: several times a second when steps are short. */
    default void stepsDone(Progress progress) {}

    /** After an epoch and its validation. */
    default void epochEnded(EpochEnd end) {}
}
