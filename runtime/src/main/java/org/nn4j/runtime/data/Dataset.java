package org.nn4j.runtime.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;

/**
 * Named tensors with a common number of rows, their first dim: the inputs of a model by their names and, for training
 * and evaluation, its targets. Immutable, safe to share.
 */
public final class Dataset {

    private final int rows;
    private final Map<String, Tensor> columns;
    private final List<String> rowNames;
    private final @Nullable Tensor weights;

    private Dataset(int rows, Map<String, Tensor> columns, List<String> rowNames, @Nullable Tensor weights) {
        this.rows = rows;
        this.columns = columns;
        this.rowNames = rowNames;
        this.weights = weights;
    }

    /**
     * A data set of these tensors, which are not copied.
     *
     * @throws UserException if there are none, or if they differ in the number of rows
     */
    public static Dataset of(Map<String, Tensor> columns) {
        int rows = -1;
        String first = "";
        for (var column : columns.entrySet()) {
            int count = column.getValue().rows();
            if (rows < 0) {
                rows = count;
                first = column.getKey();
            } else if (rows != count) {
                throw new UserException(
                        Place.NOWHERE,
                        Quote.text(column.getKey()) + " has " + Quote.count(count, "row") + ", " + Quote.text(first)
                                + " has " + rows,
                        "Give each tensor one row for each example.");
            }
        }
        if (rows < 0) {
            throw new UserException(
                    Place.NOWHERE, "a data set without tensors", "Give at least the inputs of the model.");
        }
        return new Dataset(rows, Collections.unmodifiableMap(new LinkedHashMap<>(columns)), List.of(), null);
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The tensors by name, in the order in which they were given. */
    public Map<String, Tensor> columns() {
        return columns;
    }

    /**
     * The tensor of that name.
     *
     * @throws UserException if there is none
     */
    public Tensor column(String name) {
        Tensor tensor = columns.get(name);
        if (tensor == null) {
            throw new UserException(
                    Place.NOWHERE,
                    "the data has no " + Quote.text(name) + ", only " + Quote.names(columns.keySet()),
                    "Give a tensor of that name." + Quote.didYouMean(name, columns.keySet()));
        }
        return tensor;
    }

    /** The rows from {@code from} up to {@code to}, on the same memory. */
    public Dataset rows(int from, int to) {
        var part = new LinkedHashMap<String, Tensor>();
        columns.forEach((name, tensor) -> part.put(name, tensor.rows(from, to)));
        List<String> names = rowNames.isEmpty() ? rowNames : rowNames.subList(from, to);
        return new Dataset(
                to - from, Collections.unmodifiableMap(part), names, weights == null ? null : weights.rows(from, to));
    }

    /** The same rows with a name each, such as that of the file that each came from. */
    public Dataset named(List<String> names) {
        if (names.size() != rows) {
            throw new IllegalArgumentException(names.size() + " names for " + rows + " rows");
        }
        return new Dataset(rows, columns, List.copyOf(names), weights);
    }

    /**
     * The same rows with a weight each, {@code f32[rows]}: the loss is the weighted mean.
     *
     * @throws UserException if there is not one for each row, or one is negative or not finite
     */
    public Dataset weighted(Tensor each) {
        if (each.dtype() != DType.F32 || each.shape().length != 1 || each.rows() != rows) {
            throw new UserException(
                    Place.NOWHERE,
                    "the weights are " + each + ", there " + (rows == 1 ? "is 1 row" : "are " + rows + " rows"),
                    "Give f32[" + rows + "], a weight for each row.");
        }
        for (int i = 0; i < rows; i++) {
            float weight = each.floats().get(i);
            if (!(weight >= 0 && Float.isFinite(weight))) {
                throw new UserException(
                        Place.NOWHERE,
                        "the weight of row " + i + " is " + weight,
                        "Weights are finite numbers from 0 on.");
            }
        }
        return new Dataset(rows, columns, rowNames, each);
    }

    /** The weight of each row; null where all weigh 1. */
    public @Nullable Tensor weights() {
        return weights;
    }

    /** The name of each row; empty where rows have none. */
    public List<String> rowNames() {
        return rowNames;
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
