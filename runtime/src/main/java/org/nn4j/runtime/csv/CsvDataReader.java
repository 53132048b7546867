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
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.Splitting;

/** Reads CSV files, whose first line names the columns. */
public final class CsvDataReader implements DataReader {

    /** For the service loader. */
    public CsvDataReader() {}

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public RecipeData forTraining(Path file, Recipe recipe, long seed) {
        CsvSpec spec = (CsvSpec) recipe.data();
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
        return new RecipeData(toDataset(table, learned), splits, learned);
    }

    @Override
    public Dataset forEvaluation(Path file, Recipe recipe, Learned learned) {
        return read(file, recipe, learned, Purpose.EVALUATION);
    }

    @Override
    public Dataset forPrediction(Path file, Recipe recipe, Learned learned) {
        return read(file, recipe, learned, Purpose.PREDICTION);
    }

    private static Dataset read(Path file, Recipe recipe, Learned learned, Purpose purpose) {
        boolean targets = purpose == Purpose.EVALUATION;
        CsvSpec spec = (CsvSpec) recipe.data();
        CsvTable table = CsvTable.read(file, spec, purpose, header -> new Layout(header, recipe, learned, targets));
        return toDataset(table, learned);
    }

    private static boolean fillsCells(CsvSpec spec) {
        return spec.missing().rule() != Rule.ERROR && spec.missing().rule() != Rule.SKIP;
    }

    private static Splits split(CsvTable table, CsvSpec spec, long seed) {
        int[] classes = table.gathers().stream()
                .filter(gather -> gather.isTarget() && gather instanceof NameGather)
                .map(gather -> ((NameGather) gather).classes())
                .findFirst()
                .orElse(null);
        return Splitting.of(spec.split(), table.place(), table.lines().length, classes, seed);
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
