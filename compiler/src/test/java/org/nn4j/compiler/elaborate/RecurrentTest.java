package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.onnx.OnnxRun;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.pass.Passes;
import org.nn4j.compiler.reference.NdArray;

/** Recurrent layers give what their equations say, as {@link Recurrence} computes them number by number. */
class RecurrentTest {
    private static final double TINY = 1e-12;
    private static final int ROWS = 3;
    private static final int STEPS = 4;

    /** As many features as steps and units: nothing may depend on their being different. */
    private static final int UNITS = 4;

    private static final int[] ALL = {STEPS, STEPS, STEPS};
    private static final int[] SOME = {2, 0, 4};

    /** A model of a layer, with parameters and data from a normal distribution. */
    private static Elaborated model(String layer) {
        return random(Elaborated.of("""
                model M {
                  input x: f32[B, T, 4]
                  input n: i64[B]
                  let r = x |> %s
                  output seq = r.seq
                  output last = r.last
                  output lengths = n
                }
                """.formatted(layer)));
    }

    private static Elaborated random(Elaborated e) {
        Random random = new Random(3);
        e.program()
                .parameters()
                .forEach(p -> e.set(
                        "param." + p.path(),
                        NdArray.generate(DType.F32, e.get("param." + p.path()).sizes(), i ->
                                (float) (0.5 * random.nextGaussian()))));
        e.set("data.x", NdArray.generate(DType.F32, new int[] {ROWS, STEPS, 4}, i -> (float) random.nextGaussian()));
        return e.set(
                "data.n",
                NdArray.of(
                        DType.I64,
                        new int[] {ROWS},
                        Arrays.stream(SOME).asDoubleStream().toArray()));
    }

    private static Recurrence simple(Elaborated e, String path) {
        double[] wx = e.get(path + ".w_x").elements();
        double[] wh = e.get(path + ".w_h").elements();
        double[] b = e.get(path + ".b").elements();
        return new Recurrence(UNITS, 1, (x, carried) -> {
            double[] z = Recurrence.sum(Recurrence.times(x, wx, UNITS), Recurrence.times(carried[0], wh, UNITS), b);
            Arrays.setAll(z, i -> Math.tanh(z[i]));
            return new double[][] {z};
        });
    }

    private static Recurrence lstm(Elaborated e, String path, DoubleUnaryOperator act) {
        double[] wx = e.get(path + ".w_x").elements();
        double[] wh = e.get(path + ".w_h").elements();
        double[] bias = e.get(path + ".b").elements();
        return new Recurrence(UNITS, 2, (x, carried) -> {
            double[] z = Recurrence.sum(
                    Recurrence.times(x, wx, 4 * UNITS), Recurrence.times(carried[0], wh, 4 * UNITS), bias);
            double[] h = new double[UNITS];
            double[] c = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
                double input = Recurrence.sigmoid(z[u]);
                double forget = Recurrence.sigmoid(z[UNITS + u]);
                double candidate = act.applyAsDouble(z[2 * UNITS + u]);
                double output = Recurrence.sigmoid(z[3 * UNITS + u]);
                c[u] = forget * carried[1][u] + input * candidate;
                h[u] = output * act.applyAsDouble(c[u]);
            }
            return new double[][] {h, c};
        });
    }

    private static Recurrence gru(Elaborated e, String path) {
        double[] wx = e.get(path + ".w_x").elements();
        double[] wh = e.get(path + ".w_h").elements();
        double[] b = e.get(path + ".b").elements();
        double[] bh = e.get(path + ".b_h").elements();
        return new Recurrence(UNITS, 1, (x, carried) -> {
            double[] fromX = Recurrence.sum(Recurrence.times(x, wx, 3 * UNITS), b);
            double[] fromH = Recurrence.times(carried[0], wh, 3 * UNITS);
            double[] h = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
                double keep = Recurrence.sigmoid(fromX[u] + fromH[u]);
                double reset = Recurrence.sigmoid(fromX[UNITS + u] + fromH[UNITS + u]);
                double candidate = Math.tanh(fromX[2 * UNITS + u] + reset * (fromH[2 * UNITS + u] + bh[u]));
                h[u] = (1 - keep) * candidate + keep * carried[0][u];
            }
            return new double[][] {h};
        });
    }

    private static Recurrence of(Elaborated e, String layer, String path) {
        return layer.startsWith("Gru")
                ? gru(e, path)
                : layer.startsWith("SimpleRnn")
                        ? simple(e, path)
                        : lstm(e, path, layer.contains("relu") ? v -> Math.max(v, 0) : Math::tanh);
    }

    private static double[][][] cube(NdArray a) {
        int[] s = a.sizes();
        double[] v = a.elements();
        double[][][] out = new double[s[0]][s[1]][];
        for (int i = 0; i < s[0] * s[1]; i++) {
            out[i / s[1]][i % s[1]] = Arrays.copyOfRange(v, i * s[2], (i + 1) * s[2]);
        }
        return out;
    }

    private static double[] flat(double[][][] cube) {
        return Arrays.stream(cube)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SimpleRnn(4)                            ; simple_rnn",
                "SimpleRnn(4)(lengths = n)               ; simple_rnn",
                "SimpleRnn(4, reverse = true)(lengths = n); simple_rnn",
                "Gru(4)                                  ; gru",
                "Gru(4)(lengths = n)                     ; gru",
                "Gru(4, reverse = true)                  ; gru",
                "Lstm(4)                                 ; lstm",
                "Lstm(4, relu)                           ; lstm",
                "Lstm(4)(lengths = n)                    ; lstm",
                "Lstm(4, reverse = true)                 ; lstm",
                "Lstm(4, relu, reverse = true)(lengths = n); lstm",
            })
    void layers(String layer, String path) {
        Elaborated e = model(layer);
        Recurrence r = of(e, layer, "param." + path);
        double[][][] x = cube(e.get("data.x"));
        int[] lengths = layer.contains("lengths") ? SOME : ALL;
        boolean reverse = layer.contains("reverse");
        assertArrayEquals(flat(r.seq(x, lengths, reverse)), e.output("seq").elements(), TINY);
        assertArrayEquals(flat(r.last(x, lengths, reverse)), e.output("last").elements(), TINY);
    }

    @Test
    void parametersAndHowTheyStart() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, T, 5]
                  let a = x |> SimpleRnn(2)
                  let b = x |> Gru(2)
                  let c = x |> Lstm(2)
                  let d = x |> Lstm(2, forget_bias = 0)
                  output y = concat((a.last, b.last, c.last, d.last))
                }
                """);
        Map<String, String> shapes = new LinkedHashMap<>();
        e.program()
                .parameters()
                .forEach(p -> shapes.put(p.path(), p.type().shape().toString()));
        assertEquals(
                "{simple_rnn.w_x=[5, 2], simple_rnn.w_h=[2, 2], simple_rnn.b=[2],"
                        + " gru.w_x=[5, 6], gru.w_h=[2, 6], gru.b=[6], gru.b_h=[2],"
                        + " lstm.w_x=[5, 8], lstm.w_h=[2, 8], lstm.b=[8],"
                        + " lstm_2.w_x=[5, 8], lstm_2.w_h=[2, 8], lstm_2.b=[8]}",
                shapes.toString());
        assertArrayEquals(
                new double[] {0, 0, 1, 1, 0, 0, 0, 0}, e.get("param.lstm.b").elements());
        assertArrayEquals(new double[8], e.get("param.lstm_2.b").elements());
        assertEquals("f32[B, 8]", e.program().outputs().get(0).type().toString());
    }

    /** In a stack the sequences stay as a scan leaves them: nothing is transposed between layers. */
    @Test
    void stacksByPipesAndByRepeat() {
        Elaborated e = random(Elaborated.of("""
                model M {
                  input x: f32[B, T, 4]
                  input n: i64[B]
                  output y = x |> repeat 2 { Lstm(4)(lengths = n) |> seq } |> Gru(4)(lengths = n) |> last
                }
                """));
        assertTrue(e.parameters().containsAll(List.of("lstm.0.w_x", "lstm.1.w_x", "gru.w_x")));
        double[][][] x = cube(e.get("data.x"));
        double[][][] first = lstm(e, "param.lstm.0", Math::tanh).seq(x, SOME, false);
        double[][][] second = lstm(e, "param.lstm.1", Math::tanh).seq(first, SOME, false);
        assertArrayEquals(
                flat(gru(e, "param.gru").last(second, SOME, false)),
                e.output("y").elements(),
                TINY);
        Graph g = Passes.optimize(e.program().inference());
        assertEquals(3, count(g, ScanOps.SCAN));
        // x is put into the order of time; the last step has no time.
        assertEquals(1, count(g, ShapeOps.TRANSPOSE));
    }

    private static long count(Graph g, Op op) {
        return g.nodes().stream().filter(n -> n.op() == op).count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bidirectional(Lstm(4))(lengths = n)",
                "Bidirectional(Gru(4))",
                "Bidirectional(SimpleRnn(4), Gru(4, reverse = true))(lengths = n)"
            })
    void bidirectional(String layer) {
        Elaborated e = model(layer);
        List<String> paths = e.parameters().stream()
                .map(p -> p.substring(0, p.lastIndexOf('.')))
                .distinct()
                .toList();
        assertEquals(2, paths.size(), paths.toString());
        String forward = layer.substring("Bidirectional(".length());
        String backward = forward.contains(", ") ? forward.substring(forward.indexOf(", ") + 2) : forward;
        double[][][] x = cube(e.get("data.x"));
        int[] lengths = layer.contains("lengths") ? SOME : ALL;
        double[][][] f = of(e, forward, "param." + paths.get(0)).seq(x, lengths, false);
        double[][][] b = of(e, backward, "param." + paths.get(1)).seq(x, lengths, true);
        double[] expected = new double[2 * ROWS * STEPS * UNITS];
        for (int i = 0; i < ROWS * STEPS; i++) {
            System.arraycopy(f[i / STEPS][i % STEPS], 0, expected, 2 * i * UNITS, UNITS);
            System.arraycopy(b[i / STEPS][i % STEPS], 0, expected, (2 * i + 1) * UNITS, UNITS);
        }
        assertArrayEquals(expected, e.output("seq").elements(), TINY);
        assertEquals("f32[B, 8]", e.program().outputs().get(1).type().toString());
    }

    @Test
    void timeDistributed() {
        Elaborated e = Elaborated.of("""
                layer Total()(x: f32[B, D]) -> f32[B] { return sum(x, axis = 1) }
                model M { input x: f32[B, T, 2] output y = x |> TimeDistributed(Total()) }
                """);
        e.set("data.x", new int[] {1, 3, 2}, 1, 2, 3, 4, 5, 6);
        assertEquals("f32[B, T]", e.program().outputs().get(0).type().toString());
        assertArrayEquals(new double[] {3, 7, 11}, e.output("y").elements());
    }

    @Test
    void lastSteps() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, T, 2]
                  input n: i64[B]
                  output y = last_step(x, n)
                  output all = last_step(x, all_steps(B, T))
                }
                """);
        e.set("data.x", new int[] {2, 2, 2}, 1, 2, 3, 4, 5, 6, Double.NaN, 8);
        e.set("data.n", NdArray.of(DType.I64, new int[] {2}, 1, 0));
        assertArrayEquals(new double[] {1, 2, 0, 0}, e.output("y").elements());
        assertArrayEquals(new double[] {3, 4, Double.NaN, 8}, e.output("all").elements());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SimpleRnn(3)(lengths = n)",
                "SimpleRnn(3, reverse = true)",
                "Gru(3)(lengths = n)",
                "Gru(3)",
                "Lstm(3)(lengths = n)",
                "Lstm(3, softplus)",
                "Bidirectional(Lstm(2))(lengths = n)",
            })
    void gradients(String layer) {
        Elaborated e = model(layer);
        Graph g = e.program().inference();
        Map<String, NdArray> inputs = new LinkedHashMap<>();
        g.inputs().forEach(p -> inputs.put(p.name(), e.get(p.name())));
        assertTrue(g.inputs().stream().anyMatch(p -> p.name().endsWith("w_h")));
        GradientCheck.check(layer, g, inputs);
    }

    /** The optimised graph, in ONNX Runtime and f32. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SimpleRnn(4)",
                "Gru(4)(lengths = n)",
                "Lstm(4, reverse = true)(lengths = n)",
                "Bidirectional(Lstm(4))(lengths = n)"
            })
    void inOnnxRuntime(String layer) throws Exception {
        Elaborated e = model(layer);
        Graph g = Passes.optimize(e.program().inference());
        Map<String, NdArray> inputs = new LinkedHashMap<>();
        g.inputs().forEach(p -> inputs.put(p.name(), e.get(p.name())));
        try (OnnxRun run = new OnnxRun(g)) {
            Map<String, NdArray> out = run.run(inputs);
            for (String name : List.of("seq", "last")) {
                assertArrayEquals(
                        e.output(name).elements(),
                        Objects.requireNonNull(out.get("output." + name)).elements(),
                        1e-5);
            }
        }
    }

    @Test
    void lossesAndMetricsOfSequences() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 6]
                  param k: f32[] = 1
                  let z = x * k |> reshape(B, 3, 2)
                  output y = z
                }
                train M {
                  data csv("a.csv") feed x = columns(except = ["a", "n"])
                  target a: i64[B]
                  target n: i64[B]
                  let y3 = broadcast_to(unsqueeze(a, 1), B, 3)
                  loss sequence_cross_entropy(z, y3, n)
                  metric mean_all = mean(sequence_cross_entropy(z, y3) - cross_entropy(z, y3))
                  metric accuracy = SequenceAccuracy()(z, y3, n)
                  metric accuracy_all = SequenceAccuracy()(z, y3)
                  metric plain = Accuracy()(z, y3)
                  metric perplexity = Perplexity()(z, y3, n)
                  optimizer Sgd() run (steps = 3)
                }
                """);
        Runnable batch =
                () -> e.set("data.x", new int[] {2, 6}, 0, 0, 1, 0, 0, 1, 3, 0, Double.POSITIVE_INFINITY, 0, 0, 0)
                        .set("data.a", NdArray.of(DType.I64, new int[] {2}, 0, 1))
                        .set("data.n", NdArray.of(DType.I64, new int[] {2}, 2, 1));
        batch.run();
        // Row 0: log 2 and log(1 + e^-1). Row 1: log(1 + e^3); what follows is infinite, and beyond its end.
        double first = Math.log(2);
        double second = Math.log1p(Math.exp(-1));
        double third = Math.log1p(Math.exp(3));
        double[] losses =
                Objects.requireNonNull(e.run(e.recipe().training()).get("loss")).elements();
        assertArrayEquals(new double[] {(first + second) / 2, third}, losses, TINY);
        Runnable finite = () -> e.set("data.x", new int[] {2, 6}, 0, 0, 1, 0, 0, 1, 3, 0, 2, 0, 0, 1);
        Map<String, NdArray> m = e.metrics(List.of(finite));
        // Of equal logits the first class wins. Right: two of three in row 0 (two of two), one of three (none of one).
        assertEquals(2 / 3.0, value(m, "accuracy"), TINY);
        assertEquals(3 / 6.0, value(m, "accuracy_all"), TINY);
        assertEquals(3 / 6.0, value(m, "plain"), TINY);
        assertEquals(Math.exp((first + second + third) / 3), value(m, "perplexity"), TINY);
        assertEquals(0, value(m, "mean_all"), TINY);
    }

    @Test
    void meansUnderAMask() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 2, 2]
                  output y = masked_mean(x, x > 0)
                }
                """);
        e.set("data.x", new int[] {2, 2, 2}, 1, -5, 4, 0, -1, -1, -1, Double.NaN);
        assertArrayEquals(new double[] {2.5, 0}, e.output("y").elements());
    }

    private static double value(Map<String, NdArray> metrics, String name) {
        return Objects.requireNonNull(metrics.get("value." + name)).value();
    }
}
