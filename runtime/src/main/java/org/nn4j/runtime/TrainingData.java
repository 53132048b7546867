package org.nn4j.runtime;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.DataReaders;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.Splitting;

/** Where the rows of a training come from: the recipe's file, another file, or memory. */
final class TrainingData {

    private TrainingData() {}

    static RecipeData read(Recipe recipe, TrainOptions options, long seed) {
        if (options.data != null) {
            return fromMemory(options.data, recipe, seed);
        }
        DataReader reader = DataReaders.of(recipe);
        return options.dataFile != null
                ? reader.forTraining(options.dataFile, recipe, seed)
                : reader.ofRecipe(options.base, recipe, seed);
    }

    /** What the training is recorded to have read. */
    static String name(Recipe recipe, TrainOptions options) {
        if (options.data != null) {
            return "";
        }
        return options.dataFile != null
                ? options.dataFile.toString()
                : recipe.data().path();
    }

    private static RecipeData fromMemory(Dataset data, Recipe recipe, long seed) {
        var names = new LinkedHashMap<String, List<String>>();
        int[] classes = null;
        for (Feed target : recipe.targets()) {
            if (target.source() instanceof Source.Classes category) {
                int[] indices = indices(data.column(target.name()), target, category);
                classes = classes == null ? indices : classes;
            }
        }
        for (Feed feed : concat(recipe.targets(), recipe.feeds())) {
            if (feed.source() instanceof Source.Classes category && category.names() != null) {
                names.put(feed.name(), category.names());
            }
        }
        Splits splits =
                Splitting.of(recipe, Place.NOWHERE, data.rows(), classes, seed).weighing(Place.NOWHERE, data.weights());
        RowOrder order = Splitting.order(recipe, Place.NOWHERE, data.rows());
        return new RecipeData(data, splits, order, new Learned(Map.of(), Map.of(), names, new JsonObject()));
    }

    private static List<Feed> concat(List<Feed> first, List<Feed> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The class of each row; they must be below the number that is declared. */
    private static int[] indices(Tensor tensor, Feed target, Source.Classes category) {
        long classes = category.names() != null
                ? category.names().size() + (category.unknown() ? 1 : 0)
                : category.classes() < 0 ? Integer.MAX_VALUE : category.classes();
        int[] indices = new int[tensor.size()];
        for (int i = 0; i < indices.length; i++) {
            double index = tensor.dtype() == DType.I64
                    ? tensor.longs().get(i)
                    : tensor.floats().get(i);
            if (!(index >= 0 && index < classes && index == Math.rint(index))) {
                throw new UserException(
                        Place.NOWHERE,
                        Quote.text(target.name()) + " has the class " + index + " in row " + i,
                        "Classes are whole numbers from 0 to " + (classes - 1) + ".");
            }
            indices[i] = (int) index;
        }
        return indices;
    }
}
