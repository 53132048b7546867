package org.nn4j.runtime;

import org.nn4j.runtime.format.Recipe;

/** Lowers the learning rate at each plateau of a value, as Keras's {@code ReduceLROnPlateau} does. */
final class RateReduction {

    private final Recipe.Reduction rule;
    private final Plateau plateau;
    private double factor = 1;
    private long cooling;

    RateReduction(Recipe.Reduction rule) {
        this.rule = rule;
        this.plateau = new Plateau(rule.plateau());
    }

    /** What the learning rate is to be multiplied by after an epoch that came to this value. */
    double after(long epoch, double value) {
        cooling = Math.max(0, cooling - 1);
        plateau.isBetter(epoch, value);
        if (cooling > 0) {
            plateau.restart();
        } else if (plateau.isReached()) {
            factor = Math.max(factor * rule.factor(), rule.least());
            cooling = rule.cooldown();
            plateau.restart();
        }
        return factor;
    }
}
