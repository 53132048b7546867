package org.nn4j.runtime.reader;

import java.nio.file.Path;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;

/**
 * Reads one kind of data. Readers are found as services ({@link java.util.ServiceLoader}), so that one with a heavy
 * library may be a module of its own; a recipe given to a reader is one whose {@link Recipe#data()} is of its kind.
 *
 * <p>Whatever is wrong with a file is a {@link UserException} that names it.
 */
public interface DataReader {

    /** The kind of data, as recipes name it: {@code csv}. */
    String kind();

    /**
     * Reads data to train with. What there is to learn from it, such as the names of classes, is learned from its
     * training rows.
     */
    RecipeData forTraining(Path path, Recipe recipe, long seed);

    /** The same, from where the recipe says, relative to a folder. */
    default RecipeData ofRecipe(Path base, Recipe recipe, long seed) {
        return forTraining(base.resolve(recipe.data().path()), recipe, seed);
    }

    /** Reads feeds and targets as {@code evaluate.onnx} takes them, in the way that training has learned. */
    Dataset forEvaluation(Path path, Recipe recipe, Learned learned);

    /** As {@link #forEvaluation}, of data that need not be in memory as a whole. */
    default RowSource rowsForEvaluation(Path path, Recipe recipe, Learned learned) {
        return new RowSource.InMemory(forEvaluation(path, recipe, learned));
    }

    /** Reads the inputs of the model, as {@code model.onnx} takes them, in the way that training has learned. */
    Dataset forPrediction(Path path, Recipe recipe, Learned learned);

    /** As {@link #forPrediction}, of data that need not be in memory as a whole. */
    default RowSource rowsForPrediction(Path path, Recipe recipe, Learned learned) {
        return new RowSource.InMemory(forPrediction(path, recipe, learned));
    }
}
