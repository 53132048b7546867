package org.nn4j.runtime;

import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/**
 * The loss or the gradient has become NaN or infinite. The update was not applied: the trainer has the weights before
 * it, or those of the best epoch if the recipe restores them, and can save them.
 */
public final class NotFiniteException extends UserException {

    private final long epoch;
    private final long step;

    NotFiniteException(long epoch, long step, float loss) {
        super(
                Place.NOWHERE,
                (Float.isFinite(loss)
                                ? "the gradient is no longer finite (the loss is " + loss + ")"
                                : "the loss is " + loss)
                        + " at epoch " + epoch + ", step " + step,
                "Try a smaller learning rate, clip global_norm(1.0), or standardised inputs; look for extreme values in"
                        + " the data. The last good weights are kept.");
        this.epoch = epoch;
        this.step = step;
    }

    /** The epoch, from 1. */
    public long epoch() {
        return epoch;
    }

    /** The step within the epoch, from 1. */
    public long step() {
        return step;
    }
}
