package org.nn4j.runtime;

import java.util.List;

/**
 * A metric's value that is more than one number, such as a confusion matrix.
 *
 * @param shape its sizes, outermost first
 * @param elements its numbers in row-major order
 */
public record MetricTensor(List<Integer> shape, List<Double> elements) {

    public MetricTensor {
        shape = List.copyOf(shape);
        elements = List.copyOf(elements);
    }

    /** The numbers, nested in lists as the shape says. */
    public List<?> nested() {
        List<?> level = elements;
        for (int axis = shape.size() - 1; axis > 0; axis--) {
            level = grouped(level, shape.get(axis));
        }
        return level;
    }

    private static List<List<?>> grouped(List<?> all, int size) {
        var groups = new java.util.ArrayList<List<?>>();
        for (int from = 0; from < all.size(); from += size) {
            groups.add(all.subList(from, from + size));
        }
        return groups;
    }
}
