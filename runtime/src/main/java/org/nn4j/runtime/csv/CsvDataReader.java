package org.nn4j.runtime.csv;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.CsvSpec.Missing.Rule;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.Splitting;

/** Reads CSV files, whose first line names the columns. */
public final class CsvDataReader implements DataReader {

    /** Behind the name of a feed of sequences: the tensor of their lengths. */
    private static final String LENGTHS = ".lengths";

    /** For the service loader. */
    public CsvDataReader() {}

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public RecipeData forTraining(Path path, Recipe recipe, long seed) {
        return forTraining(CsvFiles.of(path), recipe, seed);
    }

    @Override
    public RecipeData ofRecipe(Path base, Recipe recipe, long seed) {
        return forTraining(CsvFiles.of(base, (CsvSpec) recipe.data()), recipe, seed);
    }

    private static RecipeData forTraining(CsvFiles files, Recipe recipe, long seed) {
        CsvSpec spec = (CsvSpec) recipe.data();
        CsvTable table =
                CsvTable.read(files.all(), spec, Purpose.TRAINING, header -> new Layout(header, recipe, null, true));
        Splits splits = split(table, files, recipe, seed);

        var columns = new LinkedHashMap<String, List<String>>();
        var fills = new LinkedHashMap<String, List<Double>>();
        var names = new LinkedHashMap<String, List<String>>();
        for (Gather gather : table.gathers()) {
            String feed = gather.feed().name();
            if (gather instanceof NameGather category) {
                List<String> list = category.isGiven() ? category.names() : category.learn(splits.train());
                checkClasses(table, category, list);
                names.put(feed, list);
            } else if (gather instanceof TokensGather tokens) {
                List<String> vocabulary = tokens.learn(splits.train());
                checkVocabulary(table, tokens, vocabulary);
                names.put(feed, vocabulary);
            } else if (!(gather instanceof SequenceGather)) {
                columns.put(feed, gather.columns());
            }
            if (gather instanceof NumberGather numbers && gather.fillsEmptyCells() && fillsCells(spec)) {
                fills.put(feed, numbers.fills(spec.missing(), splits.train()));
            }
        }
        var learned = new Learned(columns, fills, names, new JsonObject());
        RowOrder order = table.gathers().stream()
                .filter(SequenceGather.class::isInstance)
                .findFirst()
                .map(gather -> RowOrder.bucketed(((SequenceGather) gather).lengths()))
                .orElse(RowOrder.shuffled());
        return new RecipeData(toDataset(table, recipe, learned), splits, order, learned);
    }

    private static void checkVocabulary(CsvTable table, TokensGather tokens, List<String> vocabulary) {
        Source.Sequence source = (Source.Sequence) tokens.feed().source();
        int indices = tokens.indices(vocabulary);
        if (source.classes() != indices) {
            throw new UserException(
                    table.place().column(source.column()),
                    "the program declares a vocabulary of " + source.classes() + ", the training rows have "
                            + vocabulary.size() + " different " + tokens.wanted() + ", and there is padding"
                            + (source.unknown() ? " and the index of unknown ones" : ""),
                    "Declare " + indices + ".");
        }
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
        CsvTable table = CsvTable.read(
                CsvFiles.matching(file), spec, purpose, header -> new Layout(header, recipe, learned, targets));
        Dataset rows = toDataset(table, recipe, learned);
        return targets || recipe.window() == 0 ? rows : lastWindows(table.place(), recipe, rows);
    }

    /** The windows behind which the series has not gone on yet: what they predict is not in the file. */
    private static Dataset lastWindows(Place place, Recipe recipe, Dataset series) {
        var windows = new LinkedHashMap<String, Tensor>();
        for (Feed feed : recipe.feeds()) {
            int window = ((Source.Window) feed.source()).window();
            if (series.rows() < window) {
                throw new UserException(
                        place,
                        "there are " + Quote.count(series.rows(), "row") + ", the model predicts from " + window,
                        "Give the last " + window + " rows before what is to be predicted.");
            }
            Tensor last = series.column(feed.name()).rows(series.rows() - window, series.rows());
            long[] shape = LongStream.concat(LongStream.of(1), LongStream.of(last.shape()))
                    .toArray();
            windows.put(feed.name(), last.reshape(shape));
        }
        return Dataset.of(windows);
    }

    private static boolean fillsCells(CsvSpec spec) {
        return spec.missing().rule() != Rule.ERROR && spec.missing().rule() != Rule.SKIP;
    }

    /** Splits the rows as the recipe says, but for those of files that belong to a split. */
    private static Splits split(CsvTable table, CsvFiles files, Recipe recipe, long seed) {
        int[] classes = table.gathers().stream()
                .filter(gather -> gather.isTarget() && gather instanceof NameGather)
                .map(gather -> ((NameGather) gather).classes())
                .findFirst()
                .orElse(null);
        int validation = table.start(files.rows().size());
        int test = table.start(files.rows().size() + files.validation().size());
        Splits splits = Splitting.of(
                recipe, table.place(), validation, classes == null ? null : Arrays.copyOf(classes, validation), seed);
        return new Splits(
                        splits.train(),
                        files.validation().isEmpty() ? splits.validation() : range(validation, test),
                        files.test().isEmpty() ? splits.test() : range(test, table.rows()))
                .weighing(
                        table.place(),
                        table.weights() == null ? null : table.weights().tensor());
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
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

    private static Dataset toDataset(CsvTable table, Recipe recipe, Learned learned) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, Tensor> lengths = new LinkedHashMap<>();
        for (Gather gather : table.gathers()) {
            String feed = gather.feed().name();
            if (gather instanceof SequenceGather sequences) {
                Tensor each = Tensor.of(sequences.lengths());
                tensors.put(feed, padded(table, sequences, learned));
                tensors.put(feed + LENGTHS, each);
                lengths.put(gather.columns().get(0), each);
            } else {
                tensors.put(feed, toTensor(table, gather, learned));
            }
        }
        for (Feed feed : recipe.feeds()) {
            if (feed.source() instanceof Source.Lengths source) {
                tensors.put(feed.name(), Objects.requireNonNull(lengths.get(source.column())));
            }
        }
        Dataset rows = Dataset.of(tensors);
        return table.weights() == null ? rows : rows.weighted(table.weights().tensor());
    }

    private static Tensor padded(CsvTable table, SequenceGather sequences, Learned learned) {
        if (sequences instanceof TokensGather tokens) {
            tokens.index(learned.names().getOrDefault(tokens.feed().name(), List.of()), table);
        }
        int longest = (int) Arrays.stream(sequences.lengths()).max().orElse(0);
        return sequences.padded(Tensor.zeros(sequences.feed().dtype(), sequences.rows(), longest), longest);
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
        if (gather instanceof DateGather dates) {
            return dates.tensor(shape);
        }
        NameGather category = (NameGather) gather;
        List<String> list = learned.names().getOrDefault(feed.name(), category.names());
        int outside = category.hasUnknown() ? -1 : category.firstOutside(list);
        if (outside >= 0) {
            Place place = table.place(outside).column(category.columns().get(0));
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
        List<Dim> row = feed.row();
        long[] shape = new long[1 + row.size()];
        shape[0] = gather.rows();
        for (int i = 1; i < shape.length; i++) {
            shape[i] = row.get(i - 1).size();
        }
        return shape;
    }
}
