package org.nn4j.runtime.reader;

import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.format.Learned;

/**
 * The data of a recipe, to train with.
 *
 * @param source the rows
 * @param splits which rows are for what
 * @param learned what later data is read with: columns, names, fills
 */
public record RecipeData(RowSource source, Splits splits, Learned learned) {

    /** Rows in memory that an epoch goes through in an order of their own. */
    public RecipeData(Dataset rows, Splits splits, RowOrder order, Learned learned) {
        this(new RowSource.InMemory(rows, order), splits, learned);
    }

    /** Rows in memory that an epoch goes through shuffled. */
    public RecipeData(Dataset rows, Splits splits, Learned learned) {
        this(rows, splits, RowOrder.shuffled(), learned);
    }

    /** All rows, where they are in memory. */
    public Dataset rows() {
        return ((RowSource.InMemory) source).dataset();
    }
}
