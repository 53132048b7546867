package org.nn4j.runtime;

import org.nn4j.runtime.format.Recipe;

/** Watches a value from epoch to epoch, until it has stopped getting better. */
final class Plateau {

    private final Recipe.Plateau rule;
    private double best = Double.NaN;
    private long bestEpoch;
    private long worse;

    Plateau(Recipe.Plateau rule) {
        this.rule = rule;
    }

    /** Whether an epoch is better than all before it. What is not a number is never better. */
    boolean isBetter(long epoch, double value) {
        boolean better = !Double.isNaN(value)
                && (Double.isNaN(best)
                        || (rule.higher() ? value > best + rule.minDelta() : value < best - rule.minDelta()));
        if (better) {
            best = value;
            bestEpoch = epoch;
            worse = 0;
        } else {
            worse++;
        }
        return better;
    }

    /** Whether that has been so for as long as the rule's patience. */
    boolean isReached() {
        return worse > 0 && worse >= rule.patience();
    }

    /** Counts epochs without anything better afresh. */
    void restart() {
        worse = 0;
    }

    /** The best epoch so far, from 1; 0 if there is none. */
    long bestEpoch() {
        return bestEpoch;
    }
}
