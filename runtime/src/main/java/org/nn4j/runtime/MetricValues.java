package org.nn4j.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What metrics came to over rows of a data set, by name, in the order of the recipe.
 *
 * @param numbers those that are one number, {@code loss} first
 * @param tensors the others
 */
public record MetricValues(Map<String, Double> numbers, Map<String, MetricTensor> tensors) {

    /** No metric at all. */
    public static final MetricValues NONE = new MetricValues(Map.of(), Map.of());

    public MetricValues {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** A metric that is one number; NaN where there is none of that name. */
    public double number(String metric) {
        return numbers.getOrDefault(metric, Double.NaN);
    }
}
