package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Optimizers, schedules and clipping, one update at a time, against arithmetic by hand. */
class OptimizerTest {
    private static final double TINY = 1e-12;

    private static OptimizerRule rule(String optimizer, String clip) {
        return rule(optimizer, clip, "");
    }

    private static OptimizerRule rule(String optimizer, String clip, String declarations) {
        return Elaborated.of("""
                        model M { input x: f32[B, 3] output y = x |> Dense(1) |> squeeze(-1) }
                        train M {
                          data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
                          loss squared(y, t) optimizer %s %s run (epochs = 1)
                        }
                        %s
                        """.formatted(optimizer, clip, declarations))
                .recipe()
                .optimizer();
    }

    /** What one update makes of a matrix {@code w} = ((1, 2)) and a vector {@code b} = (3), which are units of their own. */
    private static double[] update(OptimizerRule rule, long step, double... gradient) {
        GraphBuilder b = new GraphBuilder("update");
        Map<String, NdArray> inputs = new HashMap<>();
        List<OptimizerRule.Unit> units = new ArrayList<>();
        units.add(unit(b, rule, inputs, "dense.w", Shape.of(1, 2), new double[] {1, 2}, gradient[0], gradient[1]));
        units.add(unit(b, rule, inputs, "dense.b", Shape.of(1), new double[] {3}, gradient[2]));
        OptimizerRule.Clock clock = new OptimizerRule.Clock(
                b.input("step", TensorType.scalar(DType.I64)),
                b.input("total_steps", TensorType.scalar(DType.I64)),
                b.input("lr_scale", TensorType.scalar(DType.F64)));
        inputs.put("step", NdArray.scalar(DType.I64, step));
        inputs.put("total_steps", NdArray.scalar(DType.I64, 100));
        inputs.put("lr_scale", NdArray.scalar(DType.F64, 1));
        List<OptimizerRule.Updated> updated = rule.update(b, units, clock);
        Graph g = b.build(List.of(
                new Graph.Port("w", updated.get(0).p()),
                new Graph.Port("b", updated.get(1).p())));
        Map<String, NdArray> out = ReferenceEvaluator.evaluate(g, inputs);
        NdArray w = Objects.requireNonNull(out.get("w"));
        return new double[] {
            w.at(0, 0), w.at(0, 1), Objects.requireNonNull(out.get("b")).value()
        };
    }

    private static OptimizerRule.Unit unit(
            GraphBuilder b,
            OptimizerRule rule,
            Map<String, NdArray> inputs,
            String path,
            Shape shape,
            double[] p,
            double... g) {
        TensorType type = new TensorType(DType.F32, shape);
        int[] sizes = shape.dims().stream().mapToInt(d -> (int) d.value()).toArray();
        Map<String, Value> moments = new LinkedHashMap<>();
        for (String m : rule.moments()) {
            moments.put(m, b.input(m + path, type));
            inputs.put(m + path, NdArray.zeros(DType.F32, sizes));
        }
        inputs.put("p" + path, NdArray.of(DType.F32, sizes, p));
        inputs.put("g" + path, NdArray.of(DType.F32, sizes, g));
        return new OptimizerRule.Unit(
                List.of(new Program.Tensor(path, type)), b.input("p" + path, type), b.input("g" + path, type), moments);
    }

    @Test
    void sgd() {
        assertArrayEquals(new double[] {0.9, 2.1, 3}, update(rule("Sgd(lr = 0.1)", ""), 1, 1, -1, 0), TINY);
    }

    /** At the first step m / (1 - beta1) is g and v / (1 - beta2) is g², so every parameter moves by nearly lr. */
    @Test
    void adam() {
        OptimizerRule rule = rule("Adam(lr = 0.1)", "");
        assertEquals(List.of("adam.m", "adam.v"), rule.moments());
        assertFalse(rule.needsTensors());
        double by = 0.1 * 4 / (4 + 1e-8);
        assertArrayEquals(new double[] {1 - by, 2 + by, 3}, update(rule, 1, 4, -4, 0), TINY);
        // At the second, from moments of 0.
        double m = 0.1 * 4 / (1 - 0.9 * 0.9);
        double v = 0.001 * 16 / (1 - 0.999 * 0.999);
        assertEquals(1 - 0.1 * m / (Math.sqrt(v) + 1e-8), update(rule, 2, 4, 0, 0)[0], 1e-9);
    }

    @Test
    void adamWDecaysMatricesAlone() {
        double[] p = update(rule("AdamW(lr = 0.1, weight_decay = 0.5)", ""), 1, 0, 0, 0);
        assertArrayEquals(new double[] {0.95, 1.9, 3}, p, TINY);
        double[] all = update(rule("AdamW(lr = 0.1, weight_decay = 0.5, decay = params(\"**.b\"))", ""), 1, 0, 0, 0);
        assertArrayEquals(new double[] {1, 2, 2.85}, all, TINY);
    }

    @ParameterizedTest
    @CsvSource({
        "constant(0.5), 7, 0.5",
        "'warmup(10, 0.5)', 1, 0.05",
        "'warmup(10, 0.5)', 20, 0.5",
        "'warmup(200, cosine(0.5))', 51, 0.06375",
        "'after(3, 0.5, after(2, 0.25, 0.125))', 3, 0.5",
        "'after(3, 0.5, after(2, 0.25, 0.125))', 5, 0.25",
        "'after(3, 0.5, after(2, 0.25, 0.125))', 6, 0.125",
        "fn (step) = 1 / step, 4, 0.25",
        "'fn (step) = where(step < 3, 0.5, 0.25)', 3, 0.25",
    })
    void schedules(String lr, long step, double expected) {
        assertEquals(expected, rate(lr, step), 1e-9);
    }

    private static double rate(String lr, long step) {
        return 1 - update(rule("Sgd(lr = " + lr + ")", ""), step, 1, 0, 0)[0];
    }

    /** Schedules of {@code torch.optim.lr_scheduler} and of Keras; t counts from 0 and a training has 100 steps. */
    private static final Map<String, IntToDoubleFunction> DEFINITIONS = Map.ofEntries(
            // StepLR
            Map.entry("step_decay(0.5, every = 30)", t -> 0.5 * Math.pow(0.1, Math.floorDiv(t, 30))),
            // ExponentialLR, and Keras's ExponentialDecay
            Map.entry("exponential_decay(0.5, 0.99)", t -> 0.5 * Math.pow(0.99, t)),
            Map.entry("exponential_decay(0.5, 0.9, steps = 40)", t -> 0.5 * Math.pow(0.9, t / 40.0)),
            // Keras's InverseTimeDecay
            Map.entry("inverse_time_decay(0.5, 0.3, steps = 10)", t -> 0.5 / (1 + 0.3 * t / 10.0)),
            // Noam's, with a peak of 0.5
            Map.entry(
                    "inverse_root(0.5, warm = 20)",
                    t -> 0.5 * Math.sqrt(20) * Math.min(Math.pow(t + 1, -0.5), (t + 1) * Math.pow(20, -1.5))),
            // Keras's PolynomialDecay; LinearLR is that of power 1
            Map.entry(
                    "polynomial_decay(0.5, end = 0.1, power = 2.0, steps = 60)",
                    t -> (0.5 - 0.1) * Math.pow(1 - Math.min(t, 60) / 60.0, 2) + 0.1),
            Map.entry("linear_decay(0.5)", t -> 0.5 * (1 - Math.min(t, 100) / 100.0)),
            Map.entry("linear_decay(0.1, end = 0.5, steps = 50)", t -> 0.1 + 0.4 * Math.min(t, 50) / 50.0),
            // CosineAnnealingLR, CosineDecay
            Map.entry("cosine(0.5)", t -> 0.25 * (1 + Math.cos(Math.PI * Math.min(t, 100) / 100))),
            Map.entry(
                    "cosine(0.5, floor = 0.1, steps = 40)",
                    t -> 0.1 + 0.2 * (1 + Math.cos(Math.PI * Math.min(t, 40) / 40))),
            Map.entry("cosine_restarts(0.5, 10)", t -> restarts(t, 0.5, 10, 2, 1, 0)),
            Map.entry(
                    "cosine_restarts(0.5, 10, longer = 1.0, lower = 0.8, floor = 0.1)",
                    t -> restarts(t, 0.5, 10, 1, 0.8, 0.1)),
            Map.entry("cosine_restarts(0.5, 3, longer = 1.5)", t -> restarts(t, 0.5, 3, 1.5, 1, 0)),
            Map.entry("one_cycle(0.5)", t -> oneCycle(t, 0.5, 0.3, 25, 1e4, 100)),
            Map.entry(
                    "one_cycle(0.5, warm = 0.2, start = 10.0, end = 100.0)", t -> oneCycle(t, 0.5, 0.2, 10, 100, 100)));

    /** CosineAnnealingWarmRestarts and Keras's CosineDecayRestarts, one fall after the other. */
    private static double restarts(int t, double peak, double first, double longer, double lower, double floor) {
        double length = first;
        double height = peak - floor;
        double at = t;
        while (at >= length - 1e-9) {
            at -= length;
            length *= longer;
            height *= lower;
        }
        return floor + height * (1 + Math.cos(Math.PI * at / length)) / 2;
    }

    /** OneCycleLR with two phases. */
    private static double oneCycle(int t, double peak, double warm, double start, double end, int total) {
        double top = warm * total - 1;
        double first = peak / start;
        double last = first / end;
        if (t <= top) {
            return peak + (first - peak) / 2 * (1 + Math.cos(Math.PI * t / top));
        }
        return last + (peak - last) / 2 * (1 + Math.cos(Math.PI * (t - top) / (total - 1 - top)));
    }

    static Stream<String> definitions() {
        return DEFINITIONS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void schedulesAreThoseOfOthers(String lr) {
        IntToDoubleFunction definition = Objects.requireNonNull(DEFINITIONS.get(lr));
        for (int t : new int[] {0, 1, 9, 10, 19, 20, 29, 30, 31, 39, 40, 41, 59, 60, 69, 70, 90, 98, 99}) {
            assertEquals(definition.applyAsDouble(t), rate(lr, t + 1), 1e-9, lr + " at " + t);
        }
    }

    @Test
    void clipByGlobalNorm() {
        OptimizerRule rule = rule("Sgd(lr = 1)", "clip global_norm(1.0)");
        assertFalse(rule.needsTensors());
        // The norm of (2, 3, 6) is 7.
        double[] p = update(rule, 1, 2, 3, 6);
        assertArrayEquals(new double[] {1 - 2 / 7.0, 2 - 3 / 7.0, 3 - 6 / 7.0}, p, 1e-9);
        assertArrayEquals(new double[] {0.5, 2, 3}, update(rule, 1, 0.5, 0, 0), TINY);
    }

    @Test
    void ownClipping() {
        OptimizerRule rule = rule("Sgd(lr = 1)", "clip fn (g) = max(-1, min(g, 1))");
        assertArrayEquals(new double[] {0, 3, 2.5}, update(rule, 1, 5, -5, 0.5), TINY);
    }

    /** A reduction over one parameter's own tensor means that it cannot be updated as part of a flat vector. */
    @Test
    void ownOptimizer() {
        OptimizerRule rule = rule("Normalised(lr = 1)", "", """
                optimizer Normalised(lr: schedule = 0.1)(p, g) {
                  state steps = zeros_like(p)
                  update steps = steps + 1
                  let norm = sqrt(sum(g * g))
                  return p - lr * steps * g / norm
                }
                """);
        assertTrue(rule.needsTensors());
        assertEquals(List.of("normalised.steps"), rule.moments());
        double[] p = update(rule, 1, 3, 4, 2);
        assertArrayEquals(new double[] {1 - 0.6, 2 - 0.8, 2}, p, TINY);
    }

    /** A choice of parameters keeps its meaning inside a function of the body. */
    @Test
    void choiceInsideAFunction() {
        OptimizerRule rule = rule("Frozen(lr = 1)", "", """
                optimizer Frozen(lr: schedule = 0.1, moving: pattern = params("**.b"))(p, g) {
                  fn chosen(v) = v * moving
                  return p - lr * chosen(g)
                }
                """);
        assertArrayEquals(new double[] {1, 2, 2}, update(rule, 1, 1, 1, 1), TINY);
    }
}
