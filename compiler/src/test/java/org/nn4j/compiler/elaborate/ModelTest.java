package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.reference.NdArray;

/** Models: names of weights, shared and repeated layers, dims, modules, settings. */
class ModelTest {
    private static final double TINY = 1e-9;

    private static final String BLOCK = """
            layer Block()(x: f32[B, C]) -> f32[B, C] { return x + (x |> Dense(C) |> Dense(C)) }
            """;

    private static List<String> weights(String model) {
        return Elaborated.of(model).parameters().stream()
                .filter(p -> p.endsWith("w"))
                .toList();
    }

    @Test
    void pathsInTheOrderOfTheSource() {
        assertEquals(List.of("dense.w", "dense_2.w", "enc.w", "dense_3.w"), weights("""
                        model M {
                          input x: f32[B, 4]
                          let enc = Dense(4)
                          output y = x |> Dense(4) |> Dense(4) |> enc |> Dense(4)
                        }
                        """));
    }

    @Test
    void pathsInRepeat() {
        assertEquals(
                List.of("block.0.dense.w", "block.0.dense_2.w", "block.1.dense.w", "block.1.dense_2.w", "dense.w"),
                weights(BLOCK
                        + "model M { input x: f32[B, 4] output y = x |> repeat i in 2 { Block() } |> Dense(2) }"));
    }

    /** A turn that leaves a layer out does not change what the others are called. */
    @Test
    void pathsInAChangingRepeat() {
        assertEquals(
                List.of("dense.0.w", "dense.1.w", "other.1.dense.w"),
                weights("""
                        layer Other()(x: f32[B, C]) -> f32[B, C] { return x |> Dense(C) }
                        fn maybe(x, i: int) = if i == 0 then x else x |> Other()
                        model M { input x: f32[B, 4] output y = x |> repeat i in 2 { maybe(i) |> Dense(4) } }
                        """).stream().sorted().toList());
    }

    @Test
    void sharedAndFreshLayers() {
        String text = """
                model M {
                  input x: f32[B, 2]
                  let enc = Dense(2, bias = false)
                  output same = x |> enc |> enc
                  output other = x |> fresh(enc)
                }
                """;
        Elaborated e = Elaborated.of(text);
        assertEquals(List.of("enc.w", "dense.w"), e.parameters());
        e.set("param.enc.w", new int[] {2, 2}, 2, 0, 0, 3).set("param.dense.w", new int[] {2, 2}, 1, 1, 1, 1);
        e.set("data.x", new int[] {1, 2}, 1, 1);
        assertArrayEquals(new double[] {4, 9}, e.output("same").elements());
        assertArrayEquals(new double[] {2, 2}, e.output("other").elements());
    }

    @Test
    void tiedWeights() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 3]
                  let enc = Dense(2, bias = false)
                  let h = enc(x)
                  output y = h @ transpose(enc.w)
                }
                """);
        assertEquals(List.of("enc.w"), e.parameters());
        e.set("param.enc.w", new int[] {3, 2}, 1, 2, 3, 4, 5, 6).set("data.x", new int[] {1, 3}, 1, 0, 0);
        assertArrayEquals(new double[] {5, 11, 17}, e.output("y").elements());
    }

    @Test
    void severalInputsAndOutputs() {
        Elaborated e = Elaborated.of("""
                model M {
                  /// Left.
                  input a: f32[B, 2]
                  input b: f32[B, 3]
                  output both: f32[B, 5] = concat((a, b), axis = 1)
                  output sums: f32[B] = sum(both, axis = 1)
                }
                """);
        Program p = e.program();
        assertEquals(
                List.of("a", "b"),
                p.inputs().stream().map(Program.Interface::name).toList());
        assertEquals("Left.", p.inputs().get(0).doc().strip());
        e.set("data.a", new int[] {1, 2}, 1, 2).set("data.b", new int[] {1, 3}, 3, 4, 5);
        assertArrayEquals(new double[] {15}, e.output("sums").elements());
    }

    @Test
    void dimArithmetic() {
        Elaborated e = Elaborated.of("""
                layer Heads(heads: int)(x: f32[B, T, D]) -> f32[B, T, heads, D div heads] {
                  require D % heads == 0, "D must be a multiple of heads"
                  let (q, k, v) = x |> Dense(3 * D, bias = false) |> split(3)
                  return reshape(q + k + v, B, T, heads, D div heads)
                }
                model M { input x: f32[B, T, 6] output y = x |> Heads(2) }
                """);
        assertEquals("f32[B, T, 2, 3]", e.program().outputs().get(0).type().toString());
        assertEquals("f32[6, 18]", e.program().parameters().get(0).type().toString());
    }

    @Test
    void aTensorDoesNotHideTheFunctionOfItsName() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 2]
                  let relu = relu(x)
                  let mean = x |> mean(axis = 1)
                  output y = relu(-x) + relu
                  output z = x |> relu |> mean(axis = 1)
                }
                """);
        e.set("data.x", new int[] {1, 2}, -3, 4);
        assertArrayEquals(new double[] {3, 4}, e.output("y").elements());
        assertArrayEquals(new double[] {2}, e.output("z").elements());
    }

    /** In general, D div heads * heads is not D. */
    @Test
    void rightOnlyByLuckIsRefusedInGeneral() {
        String report = Elaborated.report("""
                layer Heads(heads: int)(x: f32[B, D]) -> f32[B, D] {
                  return reshape(x, B, heads, D div heads) |> reshape(B, heads * (D div heads))
                }
                model M { input x: f32[B, 6] output y = x |> Heads(2) }
                """);
        assertTrue(report.contains("NN020"), report);
        assertEquals(1, count(report, "error["), report);
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void stateIsOldWhenReadAndUpdatedInTraining() {
        Elaborated e = Elaborated.of("""
                layer Center(momentum: float = 0.5)(x: f32[B, C]) -> f32[B, C] {
                  state mean: f32[C] = zeros
                  param scale: f32[C] = ones
                  let m = if training then mean(x, axis = 0) else mean
                  update mean = momentum * mean + (1 - momentum) * m
                  return (x - m) * scale
                }
                model M { input x: f32[B, 2] output y = x |> Center() |> sum(axis = 1) }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
                  loss squared(y, t) optimizer Sgd() run (epochs = 1)
                }
                """.replace("mean(x, axis = 0)", "sum(x, axis = 0) / B"));
        assertEquals(
                List.of(new Program.Tensor(
                        "center.mean", e.program().states().get(0).type())),
                e.program().states());
        e.set("state.center.mean", new int[] {2}, 1, 1).set("data.x", new int[] {2, 2}, 3, 4, 5, 8);
        e.set("data.t", new int[] {2}, 0, 0);
        assertArrayEquals(new double[] {5, 11}, e.output("y").elements(), TINY);
        Map<String, NdArray> training = e.run(e.recipe().training());
        assertArrayEquals(
                new double[] {2.5, 3.5},
                Objects.requireNonNull(training.get("state.center.mean")).elements(),
                TINY);
        assertArrayEquals(
                new double[] {9, 9},
                Objects.requireNonNull(training.get("loss")).elements(),
                TINY);
    }

    @Test
    void ownLayerMetricAndLoss() {
        Elaborated e = Elaborated.of("""
                layer Double()(x: f32[...S]) -> f32[...S] { return 2 * x }
                fn tilted(p: f32[B], y: f32[B], at: float) -> f32[B] = max(at * (y - p), (at - 1) * (y - p))
                metric Range()(p: f32[N]) -> f32 { return total_max(p) - total_min(p) }
                model M { input x: f32[B, 2] param k: f32[2] = ones output y = (x * k) |> Double() |> sum(axis = 1) }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
                  loss tilted(y, t, 0.9) metric range = Range()(y) optimizer Sgd() run (epochs = 1)
                }
                """);
        e.set("data.t", new int[] {1}, 0);
        List<Runnable> batches =
                List.of(() -> e.set("data.x", new int[] {1, 2}, 3, 4), () -> e.set("data.x", new int[] {1, 2}, -1, 0));
        assertEquals(
                16,
                Objects.requireNonNull(e.metrics(batches).get("value.range")).value(),
                TINY);
        Map<String, NdArray> training = e.run(e.recipe().training());
        assertEquals(1.8, Objects.requireNonNull(training.get("loss")).value(), TINY);
    }

    /** A statistic made of a total and an earlier statistic is right after the pass of the earlier one. */
    @Test
    void fittedFromFitted() {
        Elaborated e = Elaborated.of("""
                layer Spread()(x: f32[N, C]) -> f32[N, C] {
                  fitted mean: f32[C] = total(x) / total(count(N))
                  fitted variance: f32[C] = total(x * x) / total(count(N)) - mean * mean
                  return (x - mean) / sqrt(variance)
                }
                model M { input x: f32[B, 1] param k: f32[1] = ones output y = x |> Spread() |> sum(axis = 1) }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
                  loss squared(y * sum(k), t) optimizer Sgd() run (epochs = 1)
                }
                """);
        assertEquals(1, e.program().fitPasses());
        e.fit(List.of(() -> e.set("data.x", new int[] {2, 1}, 1, 5)));
        assertEquals(4, e.get("fitted.spread.variance").value(), TINY);
    }

    private static final String RECIPES = """
            model M(hidden: int = 5) {
              input x: f32[B, 2]
              output y = x |> Dense(hidden) |> sum(axis = 1)
            }
            train M {
              data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
              loss squared(y, t) optimizer Sgd() run (epochs = 1)
            }
            train long of M(turns: int = 9) {
              data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
              loss absolute(y, t) optimizer Adam() run (epochs = turns)
            }
            """;

    @Test
    void twoRecipes() {
        assertEquals(1L, Elaborated.of(RECIPES).recipe().settings().run().epochs());
        Elaborated e = Elaborated.of(RECIPES, null, "long", Map.of("turns", "3 * 4", "hidden", "7"));
        assertEquals("long", e.recipe().name());
        assertEquals(12L, e.recipe().settings().run().epochs());
        assertEquals("f32[2, 7]", e.program().parameters().get(0).type().toString());
    }

    @Test
    void aTensorDoesNotHideAFunctionOfRecipes() {
        Elaborated e = Elaborated.of("""
                model M {
                  input columns: f32[B, 2]
                  output y = columns |> Dense(1) |> squeeze(-1)
                }
                train M {
                  data csv("a.csv") feed columns = columns(except = "t") target t: f32[B]
                  loss squared(y, t) + 0 * sum(columns, axis = 1) optimizer Sgd() run (epochs = 1)
                }
                """);
        assertEquals(1L, e.recipe().settings().run().epochs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"wide\"", "2.5", "zeros(3)", "]", "1 model X { }", "hiden"})
    void wrongSettings(String value) {
        CompileException e = org.junit.jupiter.api.Assertions.assertThrows(
                CompileException.class, () -> Elaborated.of(RECIPES, "M", "M", Map.of("hidden", value)));
        assertNotNull(e.getMessage());
        assertTrue(e.getMessage().contains("--set hidden"), e.getMessage());
    }

    @Test
    void modules() {
        String text = """
                import parts.{Twice, width}
                import parts as p
                model M { input x: f32[B, width] output y = x |> Twice() |> p.Twice() }
                """;
        String parts = "import more.{two}\nlet width = 3\nlayer Twice()(x: f32[...S]) -> f32[...S] { return two * x }";
        Elaborated e = Elaborated.of(text, null, null, Map.of(), Map.of("parts", parts, "more", "let two = 2"));
        e.set("data.x", new int[] {1, 3}, 1, 2, 3);
        assertArrayEquals(new double[] {4, 8, 12}, e.output("y").elements());
    }

    /** The same seed gives the same start, and layers start differently. */
    @Test
    void startsDependOnThePath() {
        String text = "model M { input x: f32[B, 3] output y = x |> Dense(3) |> Dense(3) }";
        double[] first = Elaborated.of(text).get("param.dense.w").elements();
        double[] second = Elaborated.of(text).get("param.dense_2.w").elements();
        assertArrayEquals(first, Elaborated.of(text).get("param.dense.w").elements());
        assertTrue(!Arrays.equals(first, second));
    }

    /** Totals that are one as the model is served may be two in training. */
    @Test
    void metricsThatDifferInTrainingAlone() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 2]
                  let h = x |> Dense(1) |> squeeze(-1)
                  let d = h |> Dropout(0.5)
                  output y = d
                }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
                  loss squared(y, t) metric a = h metric b = d optimizer Sgd() run (epochs = 1)
                }
                """);
        assertEquals(3, e.recipe().totals().size());
    }
}
