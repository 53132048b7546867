package org.nn4j.benchmarks;

/**
 * One library's training of {@link FeedForwardStep}'s network, ready to go: the data made, the native code loaded, the
 * weights initialised.
 */
interface TrainingStep extends AutoCloseable {

    /** Trains on the next batch, or batches where the library takes several at a time. */
    void train();

    /** The mean loss with the weights as they are; how near to it a library comes cheaply is its own affair. */
    double loss();

    @Override
    void close();
}
