package org.nn4j.runtime.reader;

import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.format.Learned;

/**
 * The data of a recipe, to train with.
 *
 * @param rows the feeds and targets of all rows, as {@code train.onnx} takes them
 * @param splits which rows are for what
 * @param learned what later data is read with: columns, names, fills
 */
public record RecipeData(Dataset rows, Splits splits, Learned learned) {}
