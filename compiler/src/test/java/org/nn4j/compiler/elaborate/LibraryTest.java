package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.source.SourceFile;

/** The library: sound in general, and each part of it gives what its definition says. */
class LibraryTest {
    private static final double TINY = 1e-9;

    @Test
    void isSoundInGeneral() {
        Diagnostics diagnostics = new Diagnostics();
        new Elaborate(new SourceFile("test.nn", "let a = 1"), name -> null, diagnostics).checkLibrary();
        assertEquals(List.of(), diagnostics.sorted());
    }

    /** An expression of x: f32[2, 3] with the rows (1, 2, 4) and (-1, 0, 0.5). */
    private static NdArray of(String expression) {
        return Elaborated.of("model M { input x: f32[B, 3] output y = " + expression + " }")
                .set("data.x", new int[] {2, 3}, 1, 2, 4, -1, 0, 0.5)
                .output("y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "identity(x); 1, 2, 4, -1, 0, 0.5",
                "leaky_relu(x); 1, 2, 4, -0.01, 0, 0.5",
                "x |> leaky_relu(0.2); 1, 2, 4, -0.2, 0, 0.5",
                "elu(x); 1, 2, 4, -0.6321205588285577, 0, 0.5",
                "silu(x); 0.7310585786300049, 1.7615941559557649, 3.928055160151634, -0.2689414213699951, 0, 0.3112296656009273",
                "gelu(x); 0.8413447460685429, 1.9544997361036416, 3.9998733150297996, -0.15865525393145707, 0, 0.34573123063700656",
                "softmax(x); 0.0420100661, 0.1141952000, 0.8437947344, 0.1219516523, 0.3314989604, 0.5465493873",
                "log_softmax(x); -3.169846019, -2.169846019, -0.169846019, -2.104130605, -1.104130605, -0.604130605",
                "logsumexp(x); 4.169846019, 1.104130605",
                "logsumexp(x * 1000); 4000, 500",
                "softmax(x, axis = 0); 0.8807970780, 0.8807970780, 0.9706877692, 0.1192029220, 0.1192029220, 0.0293122308",
                "where(x > 0, x, -x); 1, 2, 4, 1, 0, 0.5",
                "max(x, axis = 1); 4, 0.5",
                "concat((x, 2 * x), axis = 1) |> sum(axis = 1); 21, -1.5",
                "x |> unsqueeze(1) |> squeeze(1) |> flatten; 1, 2, 4, -1, 0, 0.5",
                "(x > 0) * 2 + (x > 1); 2, 3, 3, 0, 0, 2",
                "x ^ 3; 1, 8, 64, -1, 0, 0.125",
                "2 ^ x; 2, 4, 16, 0.5, 1, 1.4142135623730951",
                "x @ transpose(x); 21, 1, 1, 1.25",
                "einsum(\"bi,bi->b\", x, x); 21, 1.25",
                "einsum(\"bi,ci\", x, x); 21, 1, 1, 1.25",
                "einsum(\"bi->ib\", x); 1, -1, 2, 0, 4, 0.5",
                "prod(x, axis = 1); 8, 0",
                "cumsum(x); 1, 3, 7, -1, -1, -0.5",
                "cumsum(x, axis = 1, reverse = true); 7, 6, 4, -0.5, 0.5, 0.5",
                "cast(argmin(x), f32); 0, 0",
                "top_k(x, 2).values; 4, 2, 0.5, 0",
                "cast(top_k(x, 1, smallest = true).indices, f32); 0, 0",
                "sort(x); 1, 2, 4, -1, 0, 0.5",
                "sort(x, axis = 0, descending = true); 1, 2, 4, -1, 0, 0.5",
                "cast(argsort(x, descending = true), f32); 2, 1, 0, 2, 1, 0",
                "any(x > 3); 1, 0",
                "all(x > 0, axis = 0); 0, 0, 1",
                "tril(x @ transpose(x)); 21, 0, 1, 1.25",
                "triu(x @ transpose(x), 1); 0, 1, 0, 0",
                "variance(x); 1.5555555556, 0.3888888889",
                "round(x * 1.25); 1, 2, 5, -1, 0, 1",
                "ceil(x / 2) + asin(sin(x / 8)) * 8; 2, 3, 6, -1, 0, 1.5",
                "unit(x); 0.2182178902, 0.4364357805, 0.8728715609, -0.8944271910, 0, 0.4472135955",
            })
    void functions(String expression, String expected) {
        assertArrayEquals(numbers(expected), of(expression).elements(), 1e-8);
    }

    private static double[] numbers(String text) {
        return java.util.Arrays.stream(text.split(",", -1))
                .mapToDouble(s -> Double.parseDouble(s.strip()))
                .toArray();
    }

    @Test
    void dense() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, T, 3] output y = x |> Dense(2, relu) }");
        assertEquals(List.of("dense.w", "dense.b"), e.parameters());
        assertEquals("f32[B, T, 2]", e.program().outputs().get(0).type().toString());
        double[] start = e.get("param.dense.w").elements();
        double limit = Math.sqrt(6.0 / 5);
        assertTrue(java.util.Arrays.stream(start).allMatch(w -> Math.abs(w) <= limit));
        assertTrue(java.util.Arrays.stream(start).distinct().count() == 6);
        assertArrayEquals(new double[2], e.get("param.dense.b").elements());
        e.set("param.dense.w", new int[] {3, 2}, 1, 2, 3, 4, 5, 6).set("param.dense.b", new int[] {2}, 1, -100);
        e.set("data.x", new int[] {1, 1, 3}, 1, 1, 1);
        assertArrayEquals(new double[] {10, 0}, e.output("y").elements());
    }

    @Test
    void denseWithoutBias() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 3] output y = x |> Dense(2, bias = false) }");
        assertEquals(List.of("dense.w"), e.parameters());
    }

    @Test
    void dropout() {
        Elaborated e =
                Elaborated.of(recipe("x |> Dropout(0.5) |> sum(axis = 1)", "squared(y, t) + 0 * mean(h)", "Sgd()", ""));
        e.set("data.x", NdArray.generate(DType.F32, new int[] {50, 3}, i -> 1));
        e.set("data.t", NdArray.zeros(DType.F32, new int[] {50}));
        assertArrayEquals(
                java.util.stream.DoubleStream.generate(() -> 3).limit(50).toArray(),
                e.output("y").elements());
        double[] losses = java.util.Objects.requireNonNull(
                        e.run(e.recipe().training()).get("loss"))
                .elements();
        // Sums of three numbers that are 0 or 2.
        assertTrue(
                java.util.Arrays.stream(losses).allMatch(l -> Math.sqrt(l) % 2 == 0),
                java.util.Arrays.toString(losses));
        assertTrue(java.util.Arrays.stream(losses).distinct().count() == 4);
    }

    // Losses and penalties

    private static String recipe(String logit, String loss, String optimizer, String more) {
        return """
                model M {
                  input x: f32[B, 3]
                  param k: f32[3] = ones
                  let h = x * k
                  output y = %s
                }
                train M {
                  data csv("a.csv", validation = 0.5)
                  feed x = columns(except = "t")
                  target t: f32[B]
                  loss %s
                  optimizer %s
                  %s
                  run (epochs = 3, batch = 2, seed = 7)
                }
                """.formatted(logit, loss, optimizer, more);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "squared(y, t); 36, 2.25",
                "absolute(y, t); 6, 1.5",
                "binary_cross_entropy(y, t); 0.000911466, 0.974076984",
                "binary_cross_entropy(1000 * y, t); 0, 500",
                "squared(y, t) + 0.5 * l2(params(\"**.k\")); 37.5, 3.75",
                "squared(y, t) + 0.5 * l2(params(min_rank = 1)); 37.5, 3.75",
            })
    void losses(String loss, String expected) {
        Elaborated e = Elaborated.of(recipe("sum(h, axis = 1)", loss, "Sgd()", ""));
        e.set("data.x", new int[] {2, 3}, 1, 2, 4, 1, 0, -0.5);
        e.set("data.t", new int[] {2}, 1, loss.startsWith("binary") ? 0 : -1);
        double[] found = java.util.Objects.requireNonNull(
                        e.run(e.recipe().training()).get("loss"))
                .elements();
        assertArrayEquals(numbers(expected), found, 1e-6);
    }

    @Test
    void crossEntropy() {
        Elaborated e = Elaborated.of("""
                model M { input x: f32[B, 3] output p = softmax(Dense(3, bias = false)(x)) }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: i64[B]
                  loss cross_entropy(x, t) metric a = Accuracy()(x, t) optimizer Sgd() run (steps = 3)
                }
                """);
        e.set("data.x", new int[] {2, 3}, 1, 2, 4, -1, 0, 0.5);
        e.set("data.t", NdArray.of(DType.I64, new int[] {2}, 0, 2));
        double[] found = java.util.Objects.requireNonNull(
                        e.run(e.recipe().training()).get("loss"))
                .elements();
        assertArrayEquals(new double[] {3.169846019, 0.604130605}, found, 1e-8);
        assertEquals(
                0.5,
                java.util.Objects.requireNonNull(e.metrics(List.of(() -> {})).get("value.a"))
                        .value());
    }

    // Metrics

    @Test
    void metrics() {
        Elaborated e = Elaborated.of(recipe("sum(h, axis = 1)", "squared(y, t)", "Sgd()", """
                metric accuracy = BinaryAccuracy()(y, t)
                  metric precision = Precision()(y, t)
                  metric recall = Recall()(y, t)
                  metric f1 = F1()(y, t)
                  metric mae = MAE()(y, t)
                  metric r2 = R2()(y, t)
                  metric mean_loss = squared(y, t)
                """));
        Map<String, NdArray> m = e.metrics(List.of(
                () -> e.set("data.x", new int[] {2, 3}, 0.9, 0, 0, 0.8, 0, 0).set("data.t", new int[] {2}, 1, 0),
                () -> e.set("data.x", new int[] {3, 3}, 0.1, 0, 0, 0.2, 0, 0, 0.6, 0, 0)
                        .set("data.t", new int[] {3}, 1, 0, 1)));
        // Right: 0.9 and 0.6 for 1, 0.2 for 0. Wrong: 0.8 for 0, 0.1 for 1.
        assertEquals(3 / 5.0, value(m, "accuracy"), TINY);
        assertEquals(2 / 3.0, value(m, "precision"), TINY);
        assertEquals(2 / 3.0, value(m, "recall"), TINY);
        assertEquals(2 / 3.0, value(m, "f1"), TINY);
        assertEquals((0.1 + 0.8 + 0.9 + 0.2 + 0.4) / 5, value(m, "mae"), TINY);
        double squares = 0.01 + 0.64 + 0.81 + 0.04 + 0.16;
        assertEquals(squares / 5, value(m, "mean_loss"), TINY);
        assertEquals(1 - squares / (3 - 9 / 5.0), value(m, "r2"), TINY);
    }

    @Test
    void nothingByNothingIsNothing() {
        Elaborated e = Elaborated.of(recipe("sum(h, axis = 1)", "squared(y, t)", "Sgd()", """
                metric precision = Precision()(y, t)
                  metric recall = Recall()(y, t)
                  metric f1 = F1()(y, t)
                """));
        Map<String, NdArray> m = e.metrics(List.of(
                () -> e.set("data.x", new int[] {1, 3}, 0, 0, 0).set("data.t", new int[] {1}, 0)));
        m.forEach((name, v) -> assertEquals(0, v.value(), name));
    }

    private static double value(Map<String, NdArray> metrics, String name) {
        return java.util.Objects.requireNonNull(metrics.get("value." + name)).value();
    }

    @Test
    void standardize() {
        Elaborated e =
                Elaborated.of(recipe("x |> Standardize() |> sum(axis = 1)", "squared(y + mean(h), t)", "Sgd()", ""));
        assertEquals(2, e.program().fitPasses());
        e.fit(List.of(
                () -> e.set("data.x", new int[] {1, 3}, 1, 10, 5),
                () -> e.set("data.x", new int[] {2, 3}, 2, 10, 7, 6, 10, 9)));
        assertArrayEquals(
                new double[] {3, 10, 7}, e.get("fitted.standardize.mean").elements(), TINY);
        assertArrayEquals(
                new double[] {Math.sqrt(14 / 3.0), 0, Math.sqrt(8 / 3.0)},
                e.get("fitted.standardize.std").elements(),
                TINY);
        e.set("data.x", new int[] {1, 3}, 3, 10, 7);
        assertEquals(0, e.output("y").value(), TINY);
    }

    @Test
    void minMaxScale() {
        Elaborated e =
                Elaborated.of(recipe("x |> MinMaxScale() |> sum(axis = 1)", "squared(y + mean(h), t)", "Sgd()", ""));
        e.fit(List.of(
                () -> e.set("data.x", new int[] {1, 3}, 1, 10, 5),
                () -> e.set("data.x", new int[] {2, 3}, 2, 10, -7, 6, 10, 9)));
        assertArrayEquals(
                new double[] {1, 10, -7}, e.get("fitted.min_max_scale.low").elements(), TINY);
        assertArrayEquals(
                new double[] {6, 10, 9}, e.get("fitted.min_max_scale.high").elements(), TINY);
        e.set("data.x", new int[] {1, 3}, 3.5, 10, 1);
        assertEquals(1, e.output("y").value(), TINY);
    }

    /** The loss sees the standardised target; the served output is in the unit of the data. */
    @Test
    void standardizedTarget() {
        String text = recipe("sum(h, axis = 1)", "squared(y, t)", "Sgd()", "metric mae = MAE()(y, t)")
                .replace("target t: f32[B]", "target t: f32[B] = column(\"t\", standardize = true)");
        Elaborated e = Elaborated.of(text);
        assertEquals("t", e.program().outputs().get(0).predicts());
        Runnable batch =
                () -> e.set("data.x", new int[] {2, 3}, 1, 0, 0, -1, 0, 0).set("data.t", new int[] {2}, 80, 120);
        e.fit(List.of(batch));
        batch.run();
        assertArrayEquals(new double[] {120, 80}, e.output("y").elements(), 1e-4);
        double[] losses = java.util.Objects.requireNonNull(
                        e.run(e.recipe().training()).get("loss"))
                .elements();
        assertArrayEquals(new double[] {4, 4}, losses, 1e-4);
        assertEquals(40, value(e.metrics(List.of(batch)), "mae"), 1e-4);
    }
}
