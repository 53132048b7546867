package org.nn4j.runtime.reader;

import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.format.Learned;

/**
 * The data of a recipe, to train with.
 *
 * @param rows the feeds and targets of all rows, as {@code train.onnx} takes them
 * @param splits which rows are for what
 * @param order in which an epoch goes through the training rows
 * @param learned what later data is read with: columns, names, fills
 */
public record RecipeData(Dataset rows, Splits splits, RowOrder order, Learned learned) {

    /** Rows that an epoch goes through shuffled. */
    public RecipeData(Dataset rows, Splits splits, Learned learned) {
        this(rows, splits, RowOrder.shuffled(), learned);
    }
}
