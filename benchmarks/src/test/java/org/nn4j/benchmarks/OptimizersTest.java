package org.nn4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.benchmarks.PyTorchOptimizers.Adam;
import org.nn4j.benchmarks.PyTorchOptimizers.AdamW;
import org.nn4j.benchmarks.PyTorchOptimizers.Net;
import org.nn4j.benchmarks.PyTorchOptimizers.Rule;
import org.nn4j.benchmarks.PyTorchOptimizers.Sgd;
import org.nn4j.compiler.NnCompiler;

/** The library's optimizers, compiled, are PyTorch's: ten steps on matrices and vectors. */
@Tag("slow")
final class OptimizersTest {

    private static final int STEPS = 10;
    private static final Adam ADAM = new Adam(0.01, 0.9, 0.999, 1e-8);

    @TempDir
    private Path folder;

    @BeforeEach
    void peerIsPresent() {
        assumeTrue(PyTorch.isPresent());
    }

    private static List<float[]> draw(Net net, SplittableRandom random) {
        return net.shapes().stream()
                .map(shape -> draw((int) shape.size(), random))
                .toList();
    }

    private static float[] draw(int size, SplittableRandom random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    static Stream<Arguments> optimizers() {
        return Stream.of(
                Arguments.of("Sgd(lr = 0.1, momentum = 0.9)", new Sgd(0.1, 0.9)),
                Arguments.of("Adam(lr = 0.01)", ADAM),
                Arguments.of("Adam(lr = 0.01, eps = 0.05)", new Adam(0.01, 0.9, 0.999, 0.05)),
                Arguments.of("AdamW(lr = 0.01, weight_decay = 0.5)", new AdamW(ADAM, 0.5, false)),
                Arguments.of(
                        "AdamW(lr = 0.01, weight_decay = 0.5, decay = params(\"**\"))", new AdamW(ADAM, 0.5, true)));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void oursAreTheirs(String optimizer, Rule rule) throws IOException, OrtException {
        var net = new Net(List.of(3, 7, 4, 1));
        int batch = 8;
        var random = new SplittableRandom(5);
        List<float[]> initial = draw(net, random);
        float[] x = draw(3 * batch * STEPS, random);
        float[] y = draw(batch * STEPS, random);
        for (int i = 0; i < y.length; i++) {
            y[i] = y[i] > 0 ? 1 : 0;
        }
        List<List<float[]>> theirs = PyTorchOptimizers.train(net, initial, x, y, batch, rule);

        Path source = Files.writeString(folder.resolve("net.nn"), """
                model Net {
                  input x: f32[B, 3]
                  let logit = x |> Dense(7, tanh) |> Dense(4, tanh) |> Dense(1) |> squeeze(-1)
                  output p: f32[B] = sigmoid(logit)
                }
                train Net {
                  data      csv("rows.csv")
                  feed      x = columns(except = "y")
                  target    y: f32[B] = column("y")
                  loss      binary_cross_entropy(logit, y)
                  optimizer %s
                  run       (epochs = 1, batch = 8)
                }
                """.formatted(optimizer));
        NnCompiler.compile(source, NnCompiler.Options.DEFAULT).write(folder);
        try (var session = new TrainSession(folder, Map.of("x", x, "y", y), y.length, steps(batch, 0))) {
            List<Integer> places = places(session);
            float[] flat = new float[initial.stream().mapToInt(w -> w.length).sum()];
            for (int i = 0; i < places.size(); i++) {
                System.arraycopy(initial.get(i), 0, flat, places.get(i), initial.get(i).length);
            }
            session.setState("params.0", flat);
            for (int step = 0; step < STEPS; step++) {
                session.setSteps(steps(batch, step));
                session.run();
                List<Float> ours = session.state("params.0");
                for (int i = 0; i < places.size(); i++) {
                    float[] expected = theirs.get(step).get(i);
                    List<Float> part = ours.subList(places.get(i), places.get(i) + expected.length);
                    assertArrayEquals(expected, floats(part), 1e-5f, optimizer + ", step " + step + ", weight " + i);
                }
            }
        }
    }

    private static long[][] steps(int batch, int step) {
        long[][] steps = new long[1][batch];
        for (int i = 0; i < batch; i++) {
            steps[0][i] = (long) step * batch + i;
        }
        return steps;
    }

    private record Place(String name, int begin) {}

    private record Weights(List<Place> tensors) {}

    private record Model(Weights weights) {}

    /** Where each matrix and vector begins in the one vector of parameters. */
    private static List<Integer> places(TrainSession session) throws OrtException {
        var tensors = new Gson().fromJson(session.metadata("nn4j.model"), Model.class).weights.tensors;
        return Stream.of("dense.w", "dense.b", "dense_2.w", "dense_2.b", "dense_3.w", "dense_3.b")
                .map(name -> tensors.stream()
                        .filter(tensor -> tensor.name.equals(name))
                        .findFirst()
                        .orElseThrow())
                .map(tensor -> tensor.begin / Float.BYTES)
                .toList();
    }

    private static float[] floats(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    /** What {@code torch.optim} of PyTorch 1.13.1 for Python made of the net below in ten steps. */
    @Test
    void theirsAreTorchOptims() {
        assertLast(
                new Sgd(0.1, 0.9),
                0.0987619f,
                -0.5715837f,
                -0.4187873f,
                0.1779257f,
                0.8429649f,
                -0.6755797f,
                0.3551233f,
                -0.5950902f,
                0.0176405f,
                -0.7047072f,
                -0.8703021f,
                -0.1504599f,
                -0.6935446f,
                -0.3734133f,
                0.8833582f,
                -0.2398583f,
                0.6985115f,
                0.2260602f,
                0.1108502f,
                0.5961016f,
                0.0794320f);
        assertLast(
                ADAM,
                0.0861012f,
                -0.5837481f,
                -0.4193554f,
                0.1288376f,
                0.8656847f,
                -0.6851193f,
                0.3632225f,
                -0.5722481f,
                0.0182838f,
                -0.7043530f,
                -0.8811918f,
                -0.1831562f,
                -0.5134259f,
                -0.3308991f,
                0.9070153f,
                -0.0004781f,
                0.5593722f,
                0.3009824f,
                0.4687859f,
                0.5768952f,
                0.5770777f);
        assertLast(
                new Adam(0.01, 0.9, 0.999, 0.05),
                0.0497374f,
                -0.6226822f,
                -0.3993526f,
                0.0952598f,
                0.8755107f,
                -0.6672626f,
                0.3845813f,
                -0.5643320f,
                -0.0028508f,
                -0.7335340f,
                -0.8521601f,
                -0.2048128f,
                -0.4961023f,
                -0.3009356f,
                0.9324585f,
                0.0164594f,
                0.5527843f,
                0.2977278f,
                0.4794452f,
                0.5706134f,
                0.5861057f);
        assertLast(
                new AdamW(ADAM, 0.5, true),
                0.0833144f,
                -0.5536667f,
                -0.3989478f,
                0.1239547f,
                0.8230131f,
                -0.6519785f,
                0.3449792f,
                -0.5447688f,
                0.0176047f,
                -0.6692809f,
                -0.8390484f,
                -0.1738525f,
                -0.4895698f,
                -0.3158743f,
                0.8613366f,
                -0.0016710f,
                0.5326190f,
                0.2865057f,
                0.4448083f,
                0.5493128f,
                0.5475709f);
        assertLast(
                new AdamW(ADAM, 0.5, false),
                0.0831574f,
                -0.5536128f,
                -0.3997264f,
                0.1237930f,
                0.8228317f,
                -0.6517515f,
                0.3447926f,
                -0.5447249f,
                0.0171966f,
                -0.6692470f,
                -0.8397165f,
                -0.1740844f,
                -0.5131700f,
                -0.3307728f,
                0.9065090f,
                -0.0002395f,
                0.5332150f,
                0.2873915f,
                0.4442521f,
                0.5491558f,
                0.5771472f);
    }

    private static void assertLast(Rule rule, float... expected) {
        var net = new Net(List.of(3, 4, 1));
        int batch = 4;
        var numbers = new Congruential();
        List<float[]> initial = net.shapes().stream()
                .map(shape -> numbers.take((int) shape.size()))
                .toList();
        float[] x = numbers.take(3 * batch * STEPS);
        float[] y = numbers.take(batch * STEPS);
        for (int i = 0; i < y.length; i++) {
            y[i] = y[i] > 0 ? 1 : 0;
        }
        List<List<float[]>> trajectory = PyTorchOptimizers.train(net, initial, x, y, batch, rule);
        assertEquals(STEPS, trajectory.size());
        var last = new ArrayList<Float>();
        for (float[] weight : trajectory.get(STEPS - 1)) {
            for (float value : weight) {
                last.add(value);
            }
        }
        assertArrayEquals(expected, floats(last), 1e-6f, rule.toString());
    }

    /** Numbers between -1 and 1 that are easily made anywhere: s = (1103515245 s + 12345) mod 2^31, from 1. */
    private static final class Congruential {

        private long state = 1;

        float[] take(int count) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                state = (1103515245L * state + 12345) % (1L << 31);
                values[i] = (float) ((double) state / (1L << 31) * 2 - 1);
            }
            return values;
        }
    }
}
