package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainListener;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.DataReaders;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.storage.ModelFolder;
import org.nn4j.runtime.storage.WeightsFile;

/**
 * A model folder is plain ONNX: ONNX Runtime for JavaScript, driven by a script that knows the model folder's
 * description and nothing of ours, trains and predicts as Java does. Where there is no Node.js with its packages, the
 * test is skipped.
 */
final class NodeClientTest {

    private static final Path CLIENT = Path.of("../clients/node");
    private static final Path SAMPLES = Path.of("../samples");
    private static final int STEPS = 20;
    private static final float CLOSE = 1e-5f;

    @TempDir
    private Path folder;

    /** What the script prints. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Printed(float[] losses, Map<String, double[]> metrics, Map<String, float[]> predictions) {}

    @BeforeAll
    static void requireNode() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("node", "-e", "require('onnxruntime-node')")
                            .directory(CLIENT.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noNode) {
            there = false;
        }
        assumeTrue(there, "no Node.js with onnxruntime-node here: install Node.js and run npm ci in clients/node");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # sample               | a metric: a total that begins with minus infinity, one that collects rows
            iris/iris.nn           | total_max(-max(x, axis = 1))
            breast_cancer/tumour.nn| AUC()(probability, malignant)
            """)
    void trainsAndPredictsAsJavaDoes(String sample, String metric) throws Exception {
        CompiledModel compiled = NnCompiler.compile(program(sample, metric), NnCompiler.Options.DEFAULT);
        Path forJava = folder.resolve("java");
        Path forNode = folder.resolve("node");
        compiled.write(forJava);
        compiled.write(forNode);

        Path base = SAMPLES.resolve(sample).resolveSibling(".");
        Training training = trainInJava(forJava, base);
        try (Model java = Model.load(forJava)) {
            Recipe recipe = java.recipe().orElseThrow();
            long seed = recipe.run().seed();
            RecipeData data = DataReaders.of(recipe).ofRecipe(base, recipe, seed);
            List<int[]> batches = batches(data.splits().train(), recipe.run().batch(), seed);
            Map<String, Tensor> inputs = data.rows().columns();
            var request = new LinkedHashMap<String, Object>();
            request.put("seed", seed);
            request.put("data", rows(inputs));
            request.put("train", data.splits().train());
            request.put("batches", batches);
            Printed node = runNode(forNode, new Gson().toJson(request));

            assertLosses(training.progress(), batches, node.losses());
            assertMetrics(training.metrics(), node.metrics());
            assertWeights(java.spec().weights().tensors(), forJava, forNode);
            Map<String, Tensor> x = Map.of("x", data.rows().column("x"));
            try (Model reloaded = Model.load(forNode)) {
                node.predictions().forEach((output, predicted) -> {
                    assertArrayEquals(java.predict(x).output(output).toFloats(), predicted, CLOSE);
                    assertArrayEquals(reloaded.predict(x).output(output).toFloats(), predicted, CLOSE);
                });
            }
            assertEquals(java.spec().outputs().size(), node.predictions().size());
        }
    }

    /** A sample with one more metric, and without its {@code stop}, which would bring back an earlier step's weights. */
    private Path program(String sample, String metric) throws IOException {
        String text = Files.readString(SAMPLES.resolve(sample));
        String changed = text.replaceFirst("(?m)^ *stop .*$", "  metric more = " + metric);
        assertNotEquals(text, changed);
        return Files.writeString(folder.resolve("program.nn"), changed);
    }

    /** How Java's training went. */
    private record Training(List<TrainListener.Progress> progress, MetricValues metrics) {}

    private static Training trainInJava(Path model, Path base) {
        var progress = new ArrayList<TrainListener.Progress>();
        var options = new TrainOptions().base(base).steps(STEPS).listener(new TrainListener() {
            @Override
            public void stepsDone(Progress soFar) {
                progress.add(soFar);
            }
        });
        try (Trainer trainer = Trainer.open(model, options)) {
            trainer.train();
            trainer.save(model);
            return new Training(progress, trainer.evaluate("train"));
        }
    }

    /** The rows of each step, in the order that Java takes them in. */
    private static List<int[]> batches(int[] train, int batch, long seed) {
        var batches = new ArrayList<int[]>();
        for (long epoch = 1; batches.size() < STEPS; epoch++) {
            int[] rows = RowOrder.shuffled().epoch(train, batch, seed, epoch);
            for (int from = 0; from < rows.length && batches.size() < STEPS; from += batch) {
                batches.add(Arrays.copyOfRange(rows, from, Math.min(from + batch, rows.length)));
            }
        }
        return batches;
    }

    /** A list of rows for each column: a row of a vector is a list too. */
    private static Map<String, Object> rows(Map<String, Tensor> columns) {
        var rows = new LinkedHashMap<String, Object>();
        columns.forEach((name, column) -> rows.put(
                name,
                IntStream.range(0, column.rows())
                        .mapToObj(row -> row(column, column.rows(row, row + 1)))
                        .toList()));
        return rows;
    }

    private static Object row(Tensor column, Tensor row) {
        Object values = row.dtype() == DType.I64 ? row.toLongs() : row.toFloats();
        return column.shape().length > 1 ? values : Array.get(values, 0);
    }

    private Printed runNode(Path model, String request) throws IOException, InterruptedException {
        Path data = Files.writeString(folder.resolve("data.json"), request);
        Path out = folder.resolve("out.json");
        Path err = folder.resolve("err.txt");
        Process node = new ProcessBuilder("node", "train.mjs", model.toString(), data.toString())
                .directory(CLIENT.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertEquals(0, node.waitFor(), Files.readString(err));
        return new Gson().fromJson(Files.readString(out), Printed.class);
    }

    /** Java tells, every few steps, the mean loss of the epoch's rows so far. */
    private static void assertLosses(List<TrainListener.Progress> progress, List<int[]> batches, float[] losses) {
        assertEquals(STEPS, losses.length);
        assertEquals(STEPS, progress.get(progress.size() - 1).totalSteps());
        for (TrainListener.Progress soFar : progress) {
            int to = (int) soFar.totalSteps();
            double sum = 0;
            int rows = 0;
            for (int step = to - (int) soFar.step(); step < to; step++) {
                sum += (double) losses[step] * batches.get(step).length;
                rows += batches.get(step).length;
            }
            assertEquals(soFar.loss(), sum / rows, CLOSE, "mean loss up to step " + to);
        }
    }

    private static void assertMetrics(MetricValues expected, Map<String, double[]> actual) {
        assertEquals(expected.numbers().keySet(), actual.keySet());
        expected.numbers()
                .forEach((name, value) ->
                        assertArrayEquals(new double[] {value}, actual.getOrDefault(name, new double[0]), CLOSE, name));
    }

    private static void assertWeights(List<ModelSpec.Entry> tensors, Path java, Path node) {
        WeightsFile expected = WeightsFile.open(java.resolve(ModelFolder.WEIGHTS));
        WeightsFile actual = WeightsFile.open(node.resolve(ModelFolder.WEIGHTS));
        for (ModelSpec.Entry tensor : tensors) {
            assertEquals(DType.F32, tensor.dtype());
            long[] shape = tensor.shape().stream().mapToLong(dim -> dim).toArray();
            assertArrayEquals(
                    expected.read(DType.F32, tensor.begin(), shape).toFloats(),
                    actual.read(DType.F32, tensor.begin(), shape).toFloats(),
                    CLOSE,
                    tensor.name());
        }
    }
}
