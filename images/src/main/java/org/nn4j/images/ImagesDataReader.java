package org.nn4j.images;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.ImagesSpec;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.reader.ClassLabels;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.Pixels;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.Splitting;

/**
 * Reads folders of images, one for each class; or {@code train} and {@code test} with such folders, the latter for the
 * test split.
 */
public final class ImagesDataReader implements DataReader {

    private static final String TRAIN = "train";
    private static final String TEST = "test";

    /** For the service loader. */
    public ImagesDataReader() {}

    @Override
    public String kind() {
        return "images";
    }

    /** Images with their classes, read. */
    private record Loaded(ImageSet set, Tensor pixels) {}

    private static Loaded load(ImageSet set, Recipe recipe) {
        ImagesSpec spec = (ImagesSpec) recipe.data();
        ImageLoader.Loaded loaded = new ImageLoader(spec).load(set.files(), spec.skipsUnreadable());
        ImageSet read = set.only(loaded.rows());
        for (String name : set.names()) {
            if (!read.names().contains(name)) {
                Path first = set.files().get(set.classes().indexOf(name));
                throw new UserException(
                        Place.of(first.resolveSibling("")),
                        "no image of this class can be read",
                        "Mend its files, or remove the class.");
            }
        }
        return new Loaded(read, loaded.pixels());
    }

    @Override
    public RecipeData forTraining(Path path, Recipe recipe, long seed) {
        Path train = path.resolve(TRAIN);
        Path test = path.resolve(TEST);
        boolean parted = Files.isDirectory(train);
        boolean tested = parted && Files.isDirectory(test);
        if (tested && recipe.data().split().test() > 0) {
            throw new UserException(
                    Place.of(test),
                    "is the test set, and the recipe takes "
                            + recipe.data().split().test() + " of the others for it too",
                    "Leave out test in the recipe.");
        }
        ImageSet training = ImageSet.of(parted ? train : path);
        Loaded loaded = load(tested ? training.and(ImageSet.of(test)) : training, recipe);
        int rows = loaded.set().files().size();
        int trained = (int) loaded.set().files().stream()
                .filter(file -> !tested || !file.startsWith(test))
                .count();
        var names = new LinkedHashMap<String, List<String>>();
        recipe.targets().forEach(target -> {
            if (target.source() instanceof Source.Labels labels) {
                names.put(target.name(), names(labels, training, path));
            }
        });
        int[] classes = loaded.set().indices(training.names());
        Splits splits =
                Splitting.of(recipe.data().split(), Place.of(path), trained, Arrays.copyOf(classes, trained), seed);
        if (tested) {
            splits = new Splits(
                    splits.train(),
                    splits.validation(),
                    IntStream.range(trained, rows).toArray());
        }
        var learned = new Learned(Map.of(), Map.of(), names, new JsonObject());
        return new RecipeData(dataset(recipe, loaded, learned, path), splits, learned);
    }

    /** The names of the classes in the order of their indices: as they are told, or those of the folders. */
    private static List<String> names(Source.Labels labels, ImageSet set, Path path) {
        if (labels.names() != null) {
            return labels.names();
        }
        List<String> names = set.names();
        if (labels.classes() >= 0 && labels.classes() != names.size()) {
            throw new UserException(
                    Place.of(path),
                    "the program declares " + Quote.count(labels.classes(), "class") + ", there are folders for "
                            + names.size() + ": " + Quote.names(names),
                    "Declare " + names.size() + ", or correct the folders.");
        }
        return names;
    }

    @Override
    public Dataset forEvaluation(Path path, Recipe recipe, Learned learned) {
        Path train = path.resolve(TRAIN);
        Path test = path.resolve(TEST);
        ImageSet set = ImageSet.of(Files.isDirectory(train) ? train : path);
        if (Files.isDirectory(train) && Files.isDirectory(test)) {
            set = set.and(ImageSet.of(test));
        }
        return dataset(recipe, load(set, recipe), learned, path);
    }

    private static Dataset dataset(Recipe recipe, Loaded loaded, Learned learned, Path path) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Stream.concat(recipe.targets().stream(), recipe.feeds().stream()).forEach(feed -> {
            if (feed.source() instanceof Source.Labels labels) {
                tensors.put(feed.name(), ClassLabels.of(feed, loaded.set().indices(names(feed, labels, learned))));
            } else if (feed.source() instanceof Source.Pixels) {
                tensors.put(feed.name(), Pixels.stored(feed, loaded.pixels(), Place.of(path)));
            } else {
                throw new InternalException("the recipe takes " + feed.source() + " of images", null);
            }
        });
        return Dataset.of(tensors);
    }

    private static List<String> names(Feed target, Source.Labels labels, Learned learned) {
        List<String> names = learned.names().getOrDefault(target.name(), labels.names());
        if (names == null) {
            throw new UserException(
                    Place.NOWHERE,
                    "the model has not been trained: the names of its classes are not known yet",
                    "Train it first.");
        }
        return names;
    }

    /** The images of one file, of a folder, or of the folders in a folder. */
    @Override
    public Dataset forPrediction(Path path, Recipe recipe, Learned learned) {
        List<Path> files = new ArrayList<>();
        if (Files.isRegularFile(path)) {
            files.add(path);
        } else {
            collect(path, files);
        }
        if (files.isEmpty()) {
            throw new UserException(Place.of(path), "there are no images in it", "Give an image or a folder of some.");
        }
        Tensor pixels =
                new ImageLoader((ImagesSpec) recipe.data()).load(files, false).pixels();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        recipe.feeds().forEach(feed -> tensors.put(feed.name(), Pixels.scaled(feed, pixels, Place.of(path))));
        return Dataset.of(tensors).named(files.stream().map(Path::toString).toList());
    }

    private static void collect(Path folder, List<Path> files) {
        files.addAll(ImageFiles.images(folder));
        ImageFiles.folders(folder).forEach(each -> collect(each, files));
    }
}
