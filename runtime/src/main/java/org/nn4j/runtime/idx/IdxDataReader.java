package org.nn4j.runtime.idx;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.nn4j.runtime.reader.ClassLabels;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.Pixels;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.Splitting;

/** Reads images and labels of IDX files; where there is a test set beside the training set, it is the test split. */
public final class IdxDataReader implements DataReader {

    /** For the service loader. */
    public IdxDataReader() {}

    @Override
    public String kind() {
        return "idx";
    }

    @Override
    public RecipeData forTraining(Path path, Recipe recipe, long seed) {
        List<IdxFiles.Part> parts = new IdxFiles(path).trainAndTest();
        boolean tested = parts.size() > 1;
        SplitSpec split = recipe.data().split();
        if (tested && split.test() > 0) {
            throw new UserException(
                    Place.of(parts.get(1).images()),
                    "is the test set, and the recipe takes " + split.test() + " of the training set for it too",
                    "Leave out test in the recipe.");
        }
        Tensor images = images(parts);
        int[] classes = classes(parts, images, recipe);
        int rows = classes.length;
        int trained = tested ? rows(parts.get(0).images()) : rows;
        Splits splits = Splitting.of(split, Place.of(path), trained, Arrays.copyOf(classes, trained), seed);
        if (tested) {
            splits = new Splits(
                    splits.train(),
                    splits.validation(),
                    IntStream.range(trained, rows).toArray());
        }
        var names = new LinkedHashMap<String, List<String>>();
        for (Feed target : recipe.targets()) {
            if (target.source() instanceof Source.Labels labels && labels.names() != null) {
                names.put(target.name(), labels.names());
            }
        }
        Dataset all = dataset(recipe, images, classes, Place.of(path));
        return new RecipeData(all, splits, new Learned(Map.of(), Map.of(), names, new JsonObject()));
    }

    @Override
    public Dataset forEvaluation(Path path, Recipe recipe, Learned learned) {
        List<IdxFiles.Part> parts = new IdxFiles(path).any();
        Tensor images = images(parts);
        return dataset(recipe, images, classes(parts, images, recipe), Place.of(path));
    }

    @Override
    public Dataset forPrediction(Path path, Recipe recipe, Learned learned) {
        Tensor images = images(new IdxFiles(path).any());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        recipe.feeds().forEach(feed -> tensors.put(feed.name(), Pixels.scaled(feed, images, Place.of(path))));
        return Dataset.of(tensors);
    }

    private static Dataset dataset(Recipe recipe, Tensor images, int[] classes, Place place) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Stream.concat(recipe.targets().stream(), recipe.feeds().stream()).forEach(feed -> {
            if (feed.source() instanceof Source.Labels) {
                tensors.put(feed.name(), ClassLabels.of(feed, classes));
            } else if (feed.source() instanceof Source.Pixels) {
                tensors.put(feed.name(), Pixels.stored(feed, images, place));
            } else {
                throw new InternalException("the recipe takes " + feed.source() + " of IDX files", null);
            }
        });
        return Dataset.of(tensors);
    }

    private static int rows(Path file) {
        try (IdxFile idx = IdxFile.open(file)) {
            return idx.rows();
        }
    }

    /** The images of all parts, one after the other, u8. */
    private static Tensor images(List<IdxFiles.Part> parts) {
        List<IdxFile> files = new ArrayList<>();
        try {
            parts.forEach(part -> files.add(IdxFile.open(part.images())));
            long[] dims = files.get(0).dims();
            for (int i = 1; i < files.size(); i++) {
                long[] more = files.get(i).dims();
                dims[0] += more[0];
                if (!Arrays.equals(dims, 1, dims.length, more, 1, more.length)) {
                    throw new UserException(
                            Place.of(parts.get(i).images()),
                            "its images are " + Arrays.toString(Arrays.copyOfRange(more, 1, more.length))
                                    + ", those of " + parts.get(0).images().getFileName() + " "
                                    + Arrays.toString(Arrays.copyOfRange(dims, 1, dims.length)),
                            "Give images of one size.");
                }
            }
            Tensor images = Tensor.zeros(DType.U8, dims);
            ByteBuffer to = images.bytes();
            files.forEach(file -> file.read(to));
            return images;
        } finally {
            files.forEach(IdxFile::close);
        }
    }

    /** The class of each image; empty classes where no target needs them. */
    private static int[] classes(List<IdxFiles.Part> parts, Tensor images, Recipe recipe) {
        long allowed = Integer.MAX_VALUE;
        boolean wanted = false;
        for (Feed target : recipe.targets()) {
            if (target.source() instanceof Source.Labels labels) {
                wanted = true;
                allowed = Math.min(allowed, labels.classes() < 0 ? Integer.MAX_VALUE : labels.classes());
            }
        }
        int[] classes = new int[images.rows()];
        int from = 0;
        for (IdxFiles.Part part : wanted ? parts : List.<IdxFiles.Part>of()) {
            int count = rows(part.images());
            labels(part, count, allowed, classes, from);
            from += count;
        }
        return classes;
    }

    private static void labels(IdxFiles.Part part, int count, long allowed, int[] classes, int from) {
        Path path = part.requireLabels();
        try (IdxFile file = IdxFile.open(path)) {
            if (file.dims().length != 1 || file.rows() != count) {
                throw new UserException(
                        Place.of(path),
                        "has " + Quote.count(file.size(), "label") + ", "
                                + part.images().getFileName() + " " + Quote.count(count, "image"),
                        "Give files that belong together.");
            }
            ByteBuffer labels = ByteBuffer.allocate(count);
            file.read(labels);
            for (int i = 0; i < count; i++) {
                int label = labels.get(i) & 0xFF;
                if (label >= allowed) {
                    throw new UserException(
                            Place.of(path),
                            "image " + i + " is of class " + label + ", but the program has "
                                    + Quote.count(allowed, "class"),
                            "Classes count from 0: give labels(…) and the model as many as there are.");
                }
                classes[from + i] = label;
            }
        }
    }
}
