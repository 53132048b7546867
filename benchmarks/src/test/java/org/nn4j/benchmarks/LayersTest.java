package org.nn4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.onnxruntime.OrtException;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.data.Tensor;

/**
 * The library's layers, compiled, are PyTorch's: what they give, the gradient of every parameter, and the parameters and
 * losses of ten steps of gradient descent from the same start.
 */
@Tag("slow")
final class LayersTest {

    private static final int ROWS = 4;
    private static final int STEPS = 10;
    private static final float LEARNING_RATE = 0.125f;
    private static final float TOLERANCE = 2e-5f;

    @TempDir
    private Path folder;

    @BeforeEach
    void peerIsPresent() {
        assumeTrue(PyTorch.isPresent());
    }

    static Stream<LayerCase> layers() {
        return LayerCases.all();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void oursAreTheirs(LayerCase layer) throws IOException, OrtException {
        float[] x = draw(layer);
        NnCompiler.compile(source(layer), NnCompiler.Options.DEFAULT).write(folder);
        try (NDManager manager = PyTorch.engine().newBaseManager();
                var session = new TrainSession(folder, Map.of("flat", x), ROWS, everyRow())) {
            List<Weight> weights = weights(session);
            List<NDArray> theirs = new ArrayList<>();
            float[] start = floats(session.state("params.0"));
            for (Weight w : weights) {
                theirs.add(manager.create(w.of(start), w.djlShape()));
            }
            Shape shape = new Shape(ROWS)
                    .addAll(new Shape(layer.shape().stream().mapToLong(d -> d).toArray()));
            NDArray data = manager.create(x, shape);

            NDArray served = layer.peer().apply(new LayerCase.Inputs(data, named(weights, theirs), false));
            close(served.toFloatArray(), served(x, layer), layer + ": what it gives");

            for (int step = 1; step <= STEPS; step++) {
                float[] before = floats(session.state("params.0"));
                session.run();
                float[] after = floats(session.state("params.0"));
                String when = layer + ", step " + step;
                Gradients gradients = differentiate(layer, data, weights, theirs);
                float loss = gradients.loss;
                assertEquals(loss, session.losses().get(0), TOLERANCE * Math.max(1, loss), when + ": loss");
                for (int i = 0; i < weights.size(); i++) {
                    Weight w = weights.get(i);
                    NDArray gradient = gradients.ofWeights.get(i);
                    if (step == 1) {
                        close(
                                gradient.toFloatArray(),
                                moved(w.of(before), w.of(after)),
                                when + ": gradient of " + w.name);
                    }
                    theirs.set(i, theirs.get(i).stopGradient().sub(gradient.mul(LEARNING_RATE)));
                    close(theirs.get(i).toFloatArray(), w.of(after), when + ": " + w.name);
                }
            }
        }
    }

    /** The gradient that one update followed. */
    private static float[] moved(float[] before, float[] after) {
        float[] gradient = new float[before.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (before[i] - after[i]) / LEARNING_RATE;
        }
        return gradient;
    }

    private static Map<String, NDArray> named(List<Weight> weights, List<NDArray> values) {
        Map<String, NDArray> named = new HashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            named.put(weights.get(i).name, values.get(i));
        }
        return named;
    }

    private static void close(float[] expected, float[] actual, String what) {
        float scale = 1;
        for (float e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        assertArrayEquals(expected, actual, TOLERANCE * scale, what);
    }

    private record Gradients(float loss, List<NDArray> ofWeights) {}

    private static Gradients differentiate(LayerCase layer, NDArray x, List<Weight> weights, List<NDArray> values) {
        values.forEach(w -> w.setRequiresGradient(true));
        try (GradientCollector collector = PyTorch.engine().newGradientCollector()) {
            NDArray y = layer.peer().apply(new LayerCase.Inputs(x, named(weights, values), true));
            NDArray flat = y.reshape(ROWS, -1);
            NDArray target =
                    x.getManager().arange((float) flat.getShape().get(1)).sin();
            NDArray loss = flat.sub(target).square().mean();
            collector.backward(loss);
            return new Gradients(
                    loss.getFloat(),
                    values.stream().map(w -> w.getGradient().duplicate()).toList());
        }
    }

    private Path source(LayerCase layer) throws IOException {
        String dims = layer.shape().stream().map(Object::toString).collect(Collectors.joining(", "));
        String shaped = "reshape(flat, B, " + dims + ")";
        return Files.writeString(folder.resolve("net.nn"), """
                model Net {
                  input  flat: f32[B, %d]
                  let    x = %s
                  let    y = %s
                  output result = flatten(y)
                }
                train Net {
                  data      csv("rows.csv")
                  feed      flat = columns()
                  loss      mean((result - sin(cast(range(shape(result)[1]), f32))) ^ 2, -1)
                  optimizer Sgd(lr = %s)
                  run       (epochs = 1, batch = %d)
                }
                """.formatted(
                        layer.size(),
                        layer.tokens() > 0 ? "cast(" + shaped + ", i64)" : shaped,
                        layer.program(),
                        LEARNING_RATE,
                        ROWS));
    }

    private static float[] draw(LayerCase layer) {
        var random = new SplittableRandom(5);
        float[] x = new float[ROWS * layer.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = layer.tokens() > 0 ? random.nextInt(layer.tokens()) : (float) random.nextDouble(-1, 1);
        }
        return x;
    }

    private static long[][] everyRow() {
        return new long[][] {LongStream.range(0, ROWS).toArray()};
    }

    /** The model with its first weights, which are those that a training starts from. */
    private float[] served(float[] x, LayerCase layer) {
        Model.initialize(folder, TrainSession.SEED);
        try (Model model = Model.load(folder)) {
            return model.predict(Map.of("flat", Tensor.of(x, ROWS, layer.size())))
                    .output("result")
                    .toFloats();
        }
    }

    /** A parameter's place in the vector of all. */
    private record Weight(String name, List<Long> shape, long begin, long end) {
        Shape djlShape() {
            return new Shape(shape.stream().mapToLong(d -> d).toArray());
        }

        float[] of(float[] all) {
            return Arrays.copyOfRange(all, (int) begin / Float.BYTES, (int) end / Float.BYTES);
        }
    }

    private record Weights(List<String> order, List<Weight> tensors) {}

    private record Spec(Weights weights, int parameters) {}

    private static List<Weight> weights(TrainSession session) throws OrtException {
        Spec spec = new Gson().fromJson(session.metadata("nn4j.model"), Spec.class);
        var found = new ArrayList<Weight>();
        spec.weights.tensors.stream()
                .filter(w -> w.end <= (long) spec.parameters * Float.BYTES)
                .forEach(found::add);
        return found;
    }

    private static float[] floats(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
