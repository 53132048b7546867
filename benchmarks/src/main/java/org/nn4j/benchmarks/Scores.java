package org.nn4j.benchmarks;

/** Counts predictions, right and wrong. */
final class Scores {

    private int all;
    private int right;
    private int hits;
    private int falseAlarms;
    private int missed;

    void add(boolean isRight) {
        all++;
        right += isRight ? 1 : 0;
    }

    void add(boolean isPositive, boolean saysPositive) {
        add(isPositive == saysPositive);
        hits += isPositive && saysPositive ? 1 : 0;
        falseAlarms += !isPositive && saysPositive ? 1 : 0;
        missed += isPositive && !saysPositive ? 1 : 0;
    }

    double accuracy() {
        return (double) right / all;
    }

    /** Of the positive class; 0 where there is none, and none is claimed. */
    double f1() {
        int divisor = 2 * hits + falseAlarms + missed;
        return divisor == 0 ? 0 : 2.0 * hits / divisor;
    }
}
