package org.nn4j.runtime.csv;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.CsvSpec.Missing.Rule;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;

/**
 * The data of a recipe, read from a CSV file.
 *
 * @param rows the feeds and targets of all rows
 * @param splits which rows are for what
 * @param learned what later files are read with: columns, names, fills
 */
public record CsvData(Dataset rows, Splits splits, Learned learned) {

    /** Reads a file to train with: what there is to learn from it is learned, from its training rows. */
    public static CsvData forTraining(Path file, Recipe recipe, long seed) {
        CsvSpec spec = recipe.data();
        CsvTable table = CsvTable.read(file, spec, Purpose.TRAINING, header -> new Layout(header, recipe, null, true));
        Splits splits = split(table, spec, seed);

        var columns = new LinkedHashMap<String, List<String>>();
        var fills = new LinkedHashMap<String, List<Double>>();
        var names = new LinkedHashMap<String, List<String>>();
        for (Gather gather : table.gathers()) {
            String feed = gather.feed().name();
            if (gather instanceof NameGather category) {
                List<String> list = category.isGiven() ? category.names() : category.learn(splits.train());
                checkClasses(table, category, list);
                names.put(feed, list);
            } else {
                columns.put(feed, gather.columns());
            }
            if (gather instanceof NumberGather numbers && gather.fillsEmptyCells() && fillsCells(spec)) {
                fills.put(feed, numbers.fills(spec.missing(), splits.train()));
            }
        }
        var learned = new Learned(columns, fills, names, new JsonObject());
        return new CsvData(toDataset(table, learned), splits, learned);
    }

    /**
     * Reads a file as training has learned to.
     *
     * @param targets whether the targets are read too, for an evaluation
     */
    public static Dataset read(Path file, Recipe recipe, Learned learned, boolean targets) {
        Purpose purpose = targets ? Purpose.EVALUATION : Purpose.PREDICTION;
        CsvTable table =
                CsvTable.read(file, recipe.data(), purpose, header -> new Layout(header, recipe, learned, targets));
        return toDataset(table, learned);
    }

    private static boolean fillsCells(CsvSpec spec) {
        return spec.missing().rule() != Rule.ERROR && spec.missing().rule() != Rule.SKIP;
    }

    private static Splits split(CsvTable table, CsvSpec spec, long seed) {
        int rows = table.lines().length;
        return switch (spec.split()) {
            case LAST -> Splits.last(table.place(), rows, spec.validation(), spec.test());
            case RANDOM -> Splits.random(table.place(), rows, spec.validation(), spec.test(), seed);
            case STRATIFIED -> {
                int[] classes = table.gathers().stream()
                        .filter(gather -> gather.isTarget() && gather instanceof NameGather)
                        .map(gather -> ((NameGather) gather).classes())
                        .findFirst()
                        .orElse(new int[rows]);
                yield Splits.stratified(table.place(), classes, spec.validation(), spec.test(), seed);
            }
        };
    }

    private static void checkClasses(CsvTable table, NameGather gather, List<String> list) {
        Source.Category source = (Source.Category) gather.feed().source();
        int found = list.size() + (gather.hasUnknown() ? 1 : 0);
        if (source.classes() >= 0 && source.classes() != found) {
            throw new UserException(
                    table.place().column(source.column()),
                    "the program declares " + Quote.count(source.classes(), "class")
                            + ", the training rows have " + found
                            + (gather.hasUnknown() ? ", the one for unknown names included" : "") + ": "
                            + Quote.names(list),
                    "Declare " + found + ", or correct the column.");
        }
    }

    private static Dataset toDataset(CsvTable table, Learned learned) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Gather gather : table.gathers()) {
            tensors.put(gather.feed().name(), toTensor(table, gather, learned));
        }
        return Dataset.of(tensors);
    }

    private static Tensor toTensor(CsvTable table, Gather gather, Learned learned) {
        Feed feed = gather.feed();
        long[] shape = shape(feed, gather);
        if (gather instanceof NumberGather numbers) {
            List<Double> fills = learned.fills().get(feed.name());
            if (fills != null) {
                numbers.fill(fills);
            }
            return numbers.tensor(shape);
        }
        if (gather instanceof IntegerGather integers) {
            return integers.tensor(shape);
        }
        NameGather category = (NameGather) gather;
        List<String> list = learned.names().getOrDefault(feed.name(), category.names());
        int outside = category.hasUnknown() ? -1 : category.firstOutside(list);
        if (outside >= 0) {
            Place place = table.place()
                    .line(table.lines()[outside])
                    .column(category.columns().get(0));
            throw new UserException(
                    place,
                    Quote.text(category.name(outside)) + " stands in no training row",
                    "Names are learned from the training rows, which have " + Quote.names(list)
                            + ": name all categories in the recipe, or say split = \"stratified\".");
        }
        return category.tensor(list, shape);
    }

    /** The shape of the declaration, its symbols replaced; the declared number of values was checked before. */
    private static long[] shape(Feed feed, Gather gather) {
        if (feed.width() < 0) {
            return new long[] {gather.rows(), gather.columns().size()};
        }
        long[] shape = new long[Math.max(1, feed.shape().size())];
        shape[0] = gather.rows();
        for (int i = 1; i < shape.length; i++) {
            shape[i] = feed.shape().get(i).size();
        }
        return shape;
    }
}
