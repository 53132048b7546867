package org.nn4j.runtime;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.DataReaders;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.RowSource;
import org.nn4j.runtime.reader.Splitting;
import org.nn4j.runtime.session.Cancellation;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.State;
import org.nn4j.runtime.storage.ModelFolder;
import org.nn4j.runtime.storage.WeightsFile;

/**
 * A compiled model with its weights, for prediction and evaluation. It may be used by several threads at once; closing
 * waits for those that predict.
 */
public final class Model implements AutoCloseable {

    private static final int WARM_UPS = 20;

    private final Path path;
    /** What is in the folder beside the graph that predicts; null where a single file is all there is. */
    private final @Nullable Beside beside;

    private final Device device;
    private final int threads;
    private final Graph graph;
    private final ModelSpec spec;
    private final Prediction prediction;
    private final @Nullable Recipe recipe;
    private final @Nullable Learned learned;
    private final ReadWriteLock open = new StampedLock().asReadWriteLock();
    private boolean closed;

    /** The other files of a model's folder, and its weights. */
    private record Beside(ModelFolder folder, WeightsFile weights) {}

    private Model(Path path, @Nullable Beside beside, Device device, int threads, Graph graph) {
        this.path = path;
        this.beside = beside;
        this.device = device;
        this.threads = threads;
        this.graph = graph;
        this.spec = graph.model();
        this.prediction = new Prediction(graph, spec);
        this.recipe = graph.recipe();
        if (beside == null) {
            this.learned = graph.learned();
        } else {
            beside.weights().check(graph.id(), spec);
            this.learned = beside.weights().learned();
        }
    }

    /**
     * Loads a model folder, or the single file that it was exported to, to run on the CPU.
     *
     * @throws UserException if it is not a whole model of nn4j
     */
    public static Model load(Path path) {
        return load(path, Device.CPU);
    }

    /**
     * Loads a model folder, or the single file that it was exported to. A file predicts; only a folder can be evaluated.
     *
     * @throws UserException if it is not a whole model of nn4j, or if the device is not there
     */
    public static Model load(Path path, Device device) {
        if (Files.isRegularFile(path) && !ModelFolder.isPart(path)) {
            // Nearly all of it are weights.
            return open(path, path, null, path.toFile().length(), device);
        }
        ModelFolder folder = ModelFolder.open(
                ModelFolder.isPart(path) ? path.toAbsolutePath().resolveSibling("") : path);
        Path file = folder.file(ModelFolder.MODEL);
        WeightsFile weights = folder.weights();
        return open(folder.path(), file, new Beside(folder, weights), weights.dataBytes(), device);
    }

    private static Model open(Path path, Path file, @Nullable Beside beside, long weightBytes, Device device) {
        int threads = Threads.forParameters(weightBytes / Float.BYTES);
        Graph graph = Graph.open(file, "model", device, threads);
        try {
            return new Model(path, beside, device, threads, graph);
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
    }

    /** As {@link #initialize(Path, long, Path)}, in the compiled folder itself. */
    public static void initialize(Path folder, long seed) {
        initialize(folder, seed, folder);
    }

    /**
     * Gives a folder that was just compiled its first weights, as the seed makes them, and saves it.
     *
     * @param target a new folder, the compiled folder itself, or that of a model to put this one in the place of
     * @throws UserException if the folder is not one that nn4j compiled, or the target holds anything but a model or
     *     cannot be written; the target is unchanged then
     */
    public static void initialize(Path folder, long seed, Path target) {
        ModelFolder found = ModelFolder.open(folder);
        try (Graph init = Graph.open(found.file(ModelFolder.INIT), "init", Device.CPU, 1)) {
            State state = Weights.fresh(init, seed);
            try {
                found.save(
                        target,
                        init.id(),
                        init.model(),
                        state.bytes(init.model().weights().order()),
                        null);
            } finally {
                state.closeExcept();
            }
        }
    }

    /** What the model is: its inputs and outputs with their types and shapes, and the size of it. */
    public ModelSpec spec() {
        return spec;
    }

    /** How the model is trained; empty if its program does not say. */
    public Optional<Recipe> recipe() {
        return Optional.ofNullable(recipe);
    }

    /** The names of the classes of each target that has such, by target, in the order of their indices. */
    public Map<String, List<String>> classNames() {
        return recipe == null ? Map.of() : recipe.classNames(learned);
    }

    /** What was learned from data beside the weights; null if nothing was. */
    public @Nullable Learned learned() {
        return learned;
    }

    /** The document of what was learned from data, {@code nn4j.learned}, in ASCII; empty if nothing was. */
    public Optional<String> learnedDocument() {
        return Optional.ofNullable(learned).map(l -> ascii(l.toJson()));
    }

    /** JSON with other characters escaped, as everywhere in what ONNX files say of themselves. */
    private static String ascii(String json) {
        return json.chars()
                .mapToObj(c -> c < 0x80 ? String.valueOf((char) c) : String.format("\\u%04x", c))
                .collect(Collectors.joining());
    }

    /** What the saved model says about its training; empty if it was not trained on data. */
    public Optional<JsonObject> trainingRecord() {
        return Optional.ofNullable(learned).map(Learned::run);
    }

    /**
     * Predicts for all rows of a data set, some at a time.
     *
     * @throws UserException if an input is missing or is not of the type that the model takes
     */
    public Predictions predict(Dataset data) {
        return predict(data.columns(), data.rowNames());
    }

    /**
     * Predicts from a tensor for each input of the model, by name; others are ignored. Inputs whose first dim is the
     * batch are taken some rows at a time, so that any number of rows will do.
     *
     * @throws UserException if an input is missing or is not of the type that the model takes
     */
    public Predictions predict(Map<String, Tensor> inputs) {
        return predict(inputs, List.of());
    }

    /**
     * The number of rows of these inputs; 1 where the model has no batch.
     *
     * @throws UserException if an input is missing or is not of the type that the model takes
     */
    public int rows(Map<String, Tensor> inputs) {
        return prediction.rows(inputs);
    }

    /**
     * Predicts from zeros a few times, so that the first prediction is as fast as those after it: ONNX Runtime takes its
     * memory, and Java compiles what runs often.
     *
     * @param rows how many rows at a time
     */
    public void warmUp(int rows) {
        for (int i = 0; i < WARM_UPS; i++) {
            predict(prediction.zeros(rows));
        }
    }

    private Predictions predict(Map<String, Tensor> inputs, List<String> rowNames) {
        open.readLock().lock();
        try {
            requireOpen();
            return new Predictions(spec, recipe, learned, prediction.of(inputs), rowNames);
        } finally {
            open.readLock().unlock();
        }
    }

    /**
     * Reads the inputs of the model from a file or folder of the kind that its recipe names, in the way that its
     * training did. What the model does not take, such as other columns, is ignored.
     *
     * @throws UserException if the data is not as the model needs it, or if the model was never trained on any
     */
    public Dataset read(Path data) {
        Recipe known = requireRecipe();
        return DataReaders.of(known).forPrediction(data, known, requireLearned(known.feeds()));
    }

    /**
     * Predicts for all rows of a file or folder of the recipe's kind, and writes what {@link
     * Predictions#writeCsv(java.io.Writer)} would. Where the recipe streams its rows, they are in memory some at a time.
     *
     * @throws UserException if the data is not as the model needs it, or if the model was never trained on any
     * @throws IOException if the writer throws it
     */
    public void predictCsv(Path data, Writer to) throws IOException {
        Recipe known = requireRecipe();
        RowSource source = DataReaders.of(known).rowsForPrediction(data, known, requireLearned(known.feeds()));
        try (source) {
            write(source, to);
        }
        to.flush();
    }

    /** As {@link #predictCsv(Path, Writer)}, into a file, which is replaced whole or not at all. */
    public void predictCsv(Path data, Path file) {
        WrittenFile.write(file, to -> predictCsv(data, to));
    }

    private void write(RowSource source, Writer to) throws IOException {
        if (source instanceof RowSource.InMemory all) {
            predict(all.dataset()).writeCsv(to, true);
        } else if (source instanceof RowSource.Windowed some) {
            for (int from = 0; from < some.rows(); from += some.window()) {
                int end = (int) Math.min(some.rows(), (long) from + some.window());
                predict(some.read(IntStream.range(from, end).toArray())).writeCsv(to, from == 0);
                if (end == some.rows()) {
                    return;
                }
            }
        }
    }

    /**
     * What metrics come to over all rows of a file or folder of the recipe's kind.
     *
     * @throws UserException if the data has not what the recipe's feeds and targets take
     */
    public MetricValues evaluate(Path data) {
        requireBeside();
        return evaluate(readAll(data));
    }

    /**
     * What metrics come to over all rows of a data set that has the recipe's feeds and targets.
     *
     * @throws UserException if a feed or target is missing or is not of the type that the program takes
     */
    public MetricValues evaluate(Dataset data) {
        return evaluate(new RowSource.InMemory(data));
    }

    private MetricValues evaluate(RowSource source) {
        int[] all = Splitting.all(requireRecipe(), Place.NOWHERE, source.rows());
        return evaluate(source, Map.of("all", all)).getOrDefault("all", MetricValues.NONE);
    }

    /**
     * What metrics come to for each split of the data that the model was trained on: {@code train}, {@code
     * validation} and {@code test}, as the recipe and the seed of the training divide it.
     *
     * @throws UserException if the data has not what the recipe's feeds and targets take
     */
    public Map<String, MetricValues> evaluateSplits(Path data) {
        requireBeside();
        JsonObject run = learned == null ? new JsonObject() : learned.run();
        if (requireRecipe().data() instanceof CsvSpec csv && csv.splitsAreFiles()) {
            throw new UserException(
                    Place.of(data),
                    "the splits of the training were files of their own",
                    "Evaluate each file by itself.");
        }
        long seed = run.has("seed")
                ? run.get("seed").getAsLong()
                : requireRecipe().run().seed();
        RecipeData training = DataReaders.of(requireRecipe()).forTraining(data, requireRecipe(), seed);
        training.source().close();
        Splits splits = training.splits();
        var rows = new LinkedHashMap<String, int[]>();
        rows.put("train", splits.train());
        rows.put("validation", splits.validation());
        rows.put("test", splits.test());
        rows.values().removeIf(list -> list.length == 0);
        return evaluate(readAll(data), rows);
    }

    /** Evaluates on some of the rows, and closes them. */
    private Map<String, MetricValues> evaluate(RowSource source, Map<String, int[]> splits) {
        int batch = requireRecipe().run().batch();
        ModelFolder folder = requireBeside().folder();
        WeightsFile weights = requireBeside().weights();
        try (Graph init = Graph.open(folder.file(ModelFolder.INIT), "init", Device.CPU, 1);
                Graph evaluate = Graph.open(folder.file(ModelFolder.EVALUATE), "evaluate", device, threads);
                Passes passes = Passes.of(source, batch, 0, evaluate);
                var never = new Cancellation()) {
            weights.check(init.id(), init.model());
            weights.check(evaluate.id(), evaluate.model());
            State state = Weights.load(init, weights);
            try {
                var evaluation = new Evaluation(evaluate, passes, batch, never);
                var values = new LinkedHashMap<String, MetricValues>();
                splits.forEach((name, rows) -> values.put(name, evaluation.over(rows, state)));
                return values;
            } finally {
                state.closeExcept();
            }
        }
    }

    private RowSource readAll(Path data) {
        Recipe known = requireRecipe();
        List<Feed> read =
                Stream.concat(known.targets().stream(), known.feeds().stream()).toList();
        return DataReaders.of(known).rowsForEvaluation(data, known, requireLearned(read));
    }

    private Beside requireBeside() {
        if (beside == null) {
            throw new UserException(
                    Place.of(path),
                    "is a single file, which only predicts",
                    "Evaluate the folder that it was exported from.");
        }
        return beside;
    }

    private Recipe requireRecipe() {
        if (recipe == null) {
            throw new UserException(
                    Place.of(path),
                    "the model was compiled without a train block, which would say how data becomes its inputs",
                    "Give tensors instead of a file, or write one and compile again.");
        }
        return recipe;
    }

    /** What was learned from data; for an untrained model nothing, which will do where there is nothing to learn. */
    private Learned requireLearned(List<Feed> read) {
        if (learned != null) {
            return learned;
        }
        boolean learns = read.stream().anyMatch(feed -> feed.source().learnsNames());
        if (learns) {
            throw new UserException(
                    Place.of(path),
                    "the model has not been trained: names and vocabularies are not known yet",
                    "Train it first.");
        }
        return new Learned(Map.of(), Map.of(), Map.of(), new JsonObject());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                graph.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
