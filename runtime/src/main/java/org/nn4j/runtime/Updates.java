package org.nn4j.runtime;

/** A way to make updates. */
interface Updates extends AutoCloseable {

    /**
     * What came of a run.
     *
     * @param steps updates that were made; fewer than there were batches if the one after them was not finite
     * @param losses of each batch that was looked at, that of the failed one too
     * @param learningRate of the last update; NaN where the optimizer has none
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Made(long steps, float[] losses, double learningRate) {}

    /** Starts totals afresh, for an epoch. */
    void begin();

    /** Sets what learning rates are multiplied by from here on. */
    void learningRateFactor(double factor);

    /** Makes an update of each batch of a run, in their order. */
    Made make(Batches batches, Trained trained);

    /** What the batches since {@link #begin} amount to; it stays with this object. */
    Totals totals();

    @Override
    void close();
}
