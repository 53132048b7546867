package org.nn4j.runtime.numpy;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.format.SplitSpec;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.RowShape;
import org.nn4j.runtime.reader.Splitting;

/** Reads arrays of NumPy; a split may have arrays of its own. */
public final class NumpyDataReader implements DataReader {

    /** For the service loader. */
    public NumpyDataReader() {}

    @Override
    public String kind() {
        return "npz";
    }

    @Override
    public RecipeData forTraining(Path path, Recipe recipe, long seed) {
        try (var arrays = NumpyArrays.open(path)) {
            var tensors = new LinkedHashMap<String, Tensor>();
            var classNames = new LinkedHashMap<String, List<String>>();
            int[] classes = null;
            int[] ends = {};
            for (Feed feed : feeds(recipe)) {
                if (feed.source() instanceof Source.ArrayOfClasses named) {
                    classNames.put(feed.name(), named.names());
                }
                Source.Array source = source(feed);
                List<String> names = source.arrays();
                List<Tensor> parts =
                        names.stream().map(name -> array(arrays, feed, name)).toList();
                int[] mine = ends(source, parts);
                if (!tensors.isEmpty() && !Arrays.equals(mine, ends)) {
                    throw differ(arrays, recipe, feed);
                }
                ends = mine;
                Tensor all = joined(parts);
                tensors.put(feed.name(), all);
                if (classes == null && recipe.targets().contains(feed) && holdsClasses(feed)) {
                    classes = classes(all);
                }
            }
            SplitSpec spec = recipe.data().split();
            Splits splits = Splitting.of(
                    spec, Place.of(path), ends[0], classes == null ? null : Arrays.copyOf(classes, ends[0]), seed);
            boolean validated = ends[1] > ends[0];
            boolean tested = ends[2] > ends[1];
            return new RecipeData(
                    Dataset.of(tensors),
                    new Splits(
                            splits.train(),
                            validated ? IntStream.range(ends[0], ends[1]).toArray() : splits.validation(),
                            tested ? IntStream.range(ends[1], ends[2]).toArray() : splits.test()),
                    new Learned(Map.of(), Map.of(), classNames, new JsonObject()));
        }
    }

    @Override
    public Dataset forEvaluation(Path path, Recipe recipe, Learned learned) {
        return there(path, feeds(recipe));
    }

    @Override
    public Dataset forPrediction(Path path, Recipe recipe, Learned learned) {
        Dataset stored = there(path, recipe.feeds());
        var scaled = new LinkedHashMap<String, Tensor>();
        for (Feed feed : recipe.feeds()) {
            Double scale = source(feed).scale();
            Tensor tensor = stored.column(feed.name());
            scaled.put(feed.name(), scale == null ? tensor : scaled(tensor, scale.floatValue()));
        }
        return Dataset.of(scaled);
    }

    /** Of the arrays that the recipe names, those that are there. */
    private static Dataset there(Path path, List<Feed> feeds) {
        try (var arrays = NumpyArrays.open(path)) {
            var tensors = new LinkedHashMap<String, Tensor>();
            for (Feed feed : feeds) {
                List<String> names = source(feed).arrays();
                List<String> there = names.stream().filter(arrays::has).toList();
                tensors.put(
                        feed.name(),
                        joined((there.isEmpty() ? names : there)
                                .stream().map(name -> array(arrays, feed, name)).toList()));
            }
            return Dataset.of(tensors);
        }
    }

    private static List<Feed> feeds(Recipe recipe) {
        return Stream.concat(recipe.targets().stream(), recipe.feeds().stream()).toList();
    }

    private static Source.Array source(Feed feed) {
        if (feed.source() instanceof Source.Array array) {
            return array;
        }
        if (feed.source() instanceof Source.ArrayOfClasses named) {
            return named.array();
        }
        throw new InternalException("the recipe takes " + feed.source() + " of NumPy's arrays", null);
    }

    private static Tensor array(NumpyArrays arrays, Feed feed, String name) {
        Source.Array source = source(feed);
        Tensor array = arrays.read(name, source.scale() == null ? feed.dtype() : DType.U8);
        Place place = arrays.place(name);
        if (holdsClasses(feed) && source.classes() >= 0) {
            requireClasses(array, source.classes(), place);
        }
        return array.reshape(RowShape.of(feed, array, "the rows of the array", place));
    }

    /** Whether its numbers are indices: where they have names, they may be f32, as losses of two classes take them. */
    private static boolean holdsClasses(Feed feed) {
        return feed.dtype() == DType.I64 || feed.source() instanceof Source.ArrayOfClasses;
    }

    private static void requireClasses(Tensor array, long classes, Place place) {
        for (int i = 0; i < array.size(); i++) {
            double index = number(array, i);
            if (!(index >= 0 && index < classes && index == Math.rint(index))) {
                throw new UserException(
                        place,
                        "value " + i + " is the class "
                                + (index == Math.rint(index) ? String.valueOf((long) index) : String.valueOf(index))
                                + ", but the program has " + Quote.count(classes, "class"),
                        "Classes count from 0: give the model as many as there are.");
            }
        }
    }

    private static double number(Tensor tensor, int i) {
        return tensor.dtype() == DType.F32
                ? tensor.floats().get(i)
                : tensor.longs().get(i);
    }

    /** Where the rows of training, validation and test end. */
    private static int[] ends(Source.Array source, List<Tensor> parts) {
        int train = parts.get(0).rows();
        int validation = train + (source.validation() == null ? 0 : parts.get(1).rows());
        int all = parts.stream().mapToInt(Tensor::rows).sum();
        return new int[] {train, validation, all};
    }

    private static UserException differ(NumpyArrays arrays, Recipe recipe, Feed feed) {
        Feed first = feeds(recipe).get(0);
        return new UserException(
                arrays.place(source(feed).name()),
                Quote.names(source(feed).arrays()) + " of " + Quote.text(feed.name()) + " and "
                        + Quote.names(source(first).arrays()) + " of " + Quote.text(first.name())
                        + " differ in their numbers of rows",
                "Arrays that belong together have a row for each example; each feed and target names an array for the"
                        + " same splits.");
    }

    private static Tensor joined(List<Tensor> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        long[] shape = parts.get(0).shape();
        shape[0] = parts.stream().mapToLong(Tensor::rows).sum();
        for (Tensor part : parts) {
            if (!Arrays.equals(shape, 1, shape.length, part.shape(), 1, shape.length)) {
                throw new UserException(
                        Place.NOWHERE,
                        "the arrays of the splits are " + parts.get(0) + " and " + part,
                        "Their rows must be of one shape.");
            }
        }
        Tensor all = Tensor.zeros(parts.get(0).dtype(), shape);
        ByteBuffer to = all.bytes();
        parts.forEach(part -> to.put(part.bytes()));
        return all;
    }

    private static int @Nullable [] classes(Tensor indices) {
        double[] values = IntStream.range(0, indices.size())
                .mapToDouble(i -> number(indices, i))
                .toArray();
        boolean small = indices.shape().length == 1 && Arrays.stream(values).allMatch(v -> v >= 0 && v < 1 << 20);
        return small ? Arrays.stream(values).mapToInt(v -> (int) v).toArray() : null;
    }

    private static Tensor scaled(Tensor bytes, float scale) {
        Tensor scaled = Tensor.zeros(DType.F32, bytes.shape());
        var to = scaled.floats();
        ByteBuffer from = bytes.bytes();
        while (from.hasRemaining()) {
            to.put((from.get() & 0xFF) * scale);
        }
        return scaled;
    }
}
