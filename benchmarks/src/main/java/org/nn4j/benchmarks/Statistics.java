package org.nn4j.benchmarks;

import java.util.List;

/** Of a few numbers. */
public final class Statistics {

    private Statistics() {}

    /** The middle one, or the mean of the two in the middle; NaN of none. */
    public static double median(List<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return Double.NaN;
        }
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /** The standard deviation of a sample (n - 1); NaN of fewer than two. */
    public static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
    }
}
