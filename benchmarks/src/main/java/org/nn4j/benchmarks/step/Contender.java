package org.nn4j.benchmarks.step;

/** One library's training of a workload. */
interface Contender {

    /** Makes everything ready, then trains, and tells the clock of steps as they are done, until it has had enough. */
    void train(Clock clock) throws Exception;
}
