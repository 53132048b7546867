package org.nn4j.compiler.elaborate;

import static java.lang.Math.abs;
import static java.lang.Math.cbrt;
import static java.lang.Math.exp;
import static java.lang.Math.expm1;
import static java.lang.Math.log;
import static java.lang.Math.log1p;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.signum;
import static java.lang.Math.sqrt;
import static java.lang.Math.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Activations, and functions of one number, against their definitions in plain Java; gradients against differences. */
final class ActivationsTest {

    /** Away from the kinks. */
    private static final double[] POINTS = {
        -7.25, -2.5, -1.375, -0.75, -0.125, 0.0625, 0.375, 0.625, 1.75, 3.125, 6.5, 8.75
    };

    private record Case(String expression, DoubleUnaryOperator meaning) {
        @Override
        public String toString() {
            return expression;
        }
    }

    private static Case of(String expression, DoubleUnaryOperator meaning) {
        return new Case(expression, meaning);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + exp(-x));
    }

    private static double elu(double x, double alpha) {
        return x > 0 ? x : alpha * expm1(x);
    }

    /** Φ by its series around 0 (Marsaglia 2004). */
    private static double normal(double x) {
        double sum = 0;
        double term = x;
        for (int k = 1; sum + term != sum; k++) {
            sum += term;
            term *= x * x / (2 * k + 1);
        }
        return 0.5 + sum * exp(-x * x / 2) / sqrt(2 * Math.PI);
    }

    static List<Case> cases() {
        return List.of(
                of("identity(x)", x -> x),
                of("linear(x)", x -> x),
                of("exponential(x)", Math::exp),
                of("relu(x)", x -> max(x, 0)),
                of("relu6(x)", x -> min(max(x, 0), 6)),
                of("leaky_relu(x)", x -> x > 0 ? x : 0.01 * x),
                of("leaky_relu(x, 0.3)", x -> x > 0 ? x : 0.3 * x),
                of("elu(x)", x -> elu(x, 1)),
                of("elu(x, 0.5)", x -> elu(x, 0.5)),
                of("selu(x)", x -> 1.0507009873554805 * elu(x, 1.6732632423543772)),
                of("celu(x, 2.0)", x -> max(x, 0) + min(0, 2 * expm1(x / 2))),
                of("gelu(x)", x -> x * normal(x)),
                of("gelu_tanh(x)", x -> x / 2 * (1 + tanh(sqrt(2 / Math.PI) * (x + 0.044715 * pow(x, 3))))),
                of("silu(x)", x -> x * sigmoid(x)),
                of("mish(x)", x -> x * tanh(log1p(exp(x)))),
                of("sigmoid(x)", ActivationsTest::sigmoid),
                of("tanh(x)", Math::tanh),
                of("softplus(x)", x -> log1p(exp(x))),
                of("log_sigmoid(x)", x -> log(sigmoid(x))),
                of("hard_sigmoid(x)", x -> max(0, min(1, x / 6 + 0.5))),
                of("hard_swish(x)", x -> x * max(0, min(1, x / 6 + 0.5))),
                of("hard_tanh(x)", x -> max(-1, min(1, x))),
                of("hard_shrink(x)", x -> abs(x) > 0.5 ? x : 0),
                of("soft_shrink(x)", x -> signum(x) * max(0, abs(x) - 0.5)),
                of("tanh_shrink(x)", x -> x - tanh(x)),
                of("softsign(x)", x -> x / (1 + abs(x))),
                of("squareplus(x)", x -> (x + sqrt(x * x + 4)) / 2),
                of("sparse_plus(x)", x -> x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4),
                of("sparse_sigmoid(x)", x -> x <= -1 ? 0 : x >= 1 ? 1 : (x + 1) / 2),
                of("threshold(x, 1.0, -2.0)", x -> x > 1 ? x : -2),
                of("square(x)", x -> x * x),
                of("rsqrt(abs(x))", x -> 1 / sqrt(abs(x))),
                of("trunc(x) + x", x -> (long) x + x),
                of("log2(abs(x))", x -> log(abs(x)) / log(2)),
                of("log10(abs(x))", x -> Math.log10(abs(x))),
                of("log1p(max(x, -0.875))", x -> log1p(max(x, -0.875))),
                of("log1p(x / 1e6) * 1e6", x -> log1p(x / 1e6) * 1e6),
                of("expm1(x)", Math::expm1),
                of("expm1(x / 1e6) * 1e6", x -> expm1(x / 1e6) * 1e6),
                of("logit(sigmoid(x))", x -> x),
                of("asinh(x)", x -> signum(x) * log(abs(x) + sqrt(x * x + 1))),
                of("acosh(1 + abs(x))", x -> log(1 + abs(x) + sqrt(x * x + 2 * abs(x)))),
                of("atanh(x / 10)", x -> log((10 + x) / (10 - x)) / 2),
                of("atan2(x, 1.5 + 0 * x)", x -> Math.atan2(x, 1.5)),
                of("atan2(x, -1.5 + 0 * x)", x -> Math.atan2(x, -1.5)),
                of("atan2(1.5 + 0 * x, x)", x -> Math.atan2(1.5, x)),
                of("atan2(-1.5 + 0 * x, x)", x -> Math.atan2(-1.5, x)),
                of("clamp(x, -0.5, 2.0)", x -> max(-0.5, min(2, x))),
                of("lerp(x, x * x, 0.25)", x -> 0.75 * x + 0.25 * x * x),
                of("safe_sqrt(x) + abs(x) ^ (1 / 3)", x -> sqrt(max(x, 0)) + cbrt(abs(x))));
    }

    private static Elaborated model(String expression, double... x) {
        return Elaborated.of("model M { input x: f32[B] output y = " + expression + " }")
                .set("data.x", new int[] {x.length}, x);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAsDefined(Case c) {
        Elaborated e = model(c.expression(), POINTS);
        double[] expected = Arrays.stream(POINTS).map(c.meaning()).toArray();
        double[] found = e.output("y").elements();
        for (int i = 0; i < POINTS.length; i++) {
            assertEquals(expected[i], found[i], 1e-6 * max(1, abs(expected[i])), "at " + POINTS[i]);
        }
        Graph graph = e.program().inference();
        GradientCheck.check(c.expression(), graph, e.inputs(graph));
    }

    private static final List<String> GROWING = List.of("exponential", "square", "log1p(x / 1e6)", "expm1");

    /** Where a network that is far off may be, values and gradients stay numbers. */
    @ParameterizedTest
    @MethodSource("cases")
    void staysFiniteFarAway(Case c) {
        boolean grows = GROWING.stream().anyMatch(c.expression()::startsWith);
        boolean bounded = c.expression().contains("/ 10") || c.expression().startsWith("logit");
        double far = grows ? 80 : bounded ? 9.9 : 1e4;
        boolean atZero = !c.expression().startsWith("rsqrt")
                && !c.expression().startsWith("log")
                && !c.expression().startsWith("acosh")
                && !c.expression().startsWith("safe");
        double[] points = atZero ? new double[] {far, -far, 0} : new double[] {far, -far};
        Elaborated e = model(c.expression(), points);
        assertTrue(Arrays.stream(e.output("y").elements()).allMatch(Double::isFinite), c.expression());
        assertTrue(Arrays.stream(gradient(e, points.length)).allMatch(Double::isFinite), c.expression());
    }

    private static double[] gradient(Elaborated e, int size) {
        Graph graph = e.program().inference();
        Map<String, NdArray> all = new LinkedHashMap<>(e.inputs(graph));
        all.put("seed.output.y", NdArray.generate(DType.F32, new int[] {size}, i -> 1));
        Map<String, NdArray> gradients = ReferenceEvaluator.evaluate(GradientCheck.derivative(graph), all);
        return Objects.requireNonNull(gradients.get("gradient.data.x"), gradients.keySet()::toString)
                .elements();
    }

    /** At a kink, the gradient is what the doc comment says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "relu(x); 0; 0",
                "relu6(x); 0, 6; 0, 1",
                "leaky_relu(x, 0.25); 0; 0.25",
                "elu(x, 0.5); 0; 0.5",
                "celu(x, 2.0); 0; 1",
                "hard_sigmoid(x) * 6; -3, 3; 0, 1",
                "hard_tanh(x); -1, 1; 1, 1",
                "hard_shrink(x); -0.5, 0.5; 0, 0",
                "soft_shrink(x); -0.5, 0.5; 0, 0",
                "sparse_plus(x); -1, 1; 0, 1",
                "sparse_sigmoid(x); -1, 1; 0, 0.5",
                "threshold(x, 1.0); 1; 0",
                "clamp(x, 0, 1); 0, 1; 1, 1",
                "abs(x); 0; 0",
                "norm(unsqueeze(x, 1)); 0, -2; 0, -1",
                "safe_sqrt(x); 0, 4; 0, 0.25",
            })
    void atKinks(String expression, String points, String slopes) {
        double[] x = numbers(points);
        assertArrayEquals(numbers(slopes), gradient(model(expression, x), x.length), 1e-6);
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(","))
                .mapToDouble(s -> Double.parseDouble(s.strip()))
                .toArray();
    }

    private static double[] softmax(double[] x) {
        double sum = Arrays.stream(x).map(Math::exp).sum();
        return Arrays.stream(x).map(v -> exp(v) / sum).toArray();
    }

    /** The projection onto distributions by bisection of the limit, which sparsemax finds by sorting. */
    private static double[] sparsemax(double[] x) {
        double low = Arrays.stream(x).max().orElseThrow() - 1;
        double high = low + 1;
        for (int i = 0; i < 60; i++) {
            double limit = (low + high) / 2;
            double sum = Arrays.stream(x).map(v -> max(v - limit, 0)).sum();
            if (sum > 1) {
                low = limit;
            } else {
                high = limit;
            }
        }
        double limit = low;
        return Arrays.stream(x).map(v -> max(v - limit, 0)).toArray();
    }

    private record Whole(String expression, UnaryOperator<double[]> meaning) {
        @Override
        public String toString() {
            return expression;
        }
    }

    static List<Whole> wholes() {
        return List.of(
                new Whole("softmax(x)", ActivationsTest::softmax),
                new Whole(
                        "log_softmax(x)",
                        x -> Arrays.stream(softmax(x)).map(Math::log).toArray()),
                new Whole(
                        "softmin(x)", x -> softmax(Arrays.stream(x).map(v -> -v).toArray())),
                new Whole("sparsemax(x)", ActivationsTest::sparsemax),
                new Whole("glu(x)", x -> new double[] {x[0] * sigmoid(x[2]), x[1] * sigmoid(x[3])}),
                new Whole("unsqueeze(logsumexp(x), 1)", x ->
                        new double[] {log(Arrays.stream(x).map(Math::exp).sum())}),
                new Whole("logsumexp(x, keep = true)", x ->
                        new double[] {log(Arrays.stream(x).map(Math::exp).sum())}),
                new Whole("unsqueeze(median(x), 1)", x -> {
                    double[] s = Arrays.stream(x).sorted().toArray();
                    return new double[] {(s[1] + s[2]) / 2};
                }),
                new Whole("norm(x, keep = true)", x -> new double[] {sqrt(square(x))}),
                new Whole("standard_deviation(x, keep = true)", x -> {
                    double mean = Arrays.stream(x).average().orElseThrow();
                    return new double[] {
                        sqrt(square(Arrays.stream(x).map(v -> v - mean).toArray()) / x.length)
                    };
                }),
                new Whole("diff(x)", x -> new double[] {x[1] - x[0], x[2] - x[1], x[3] - x[2]}));
    }

    private static double square(double[] x) {
        return Arrays.stream(x).map(v -> v * v).sum();
    }

    @ParameterizedTest
    @MethodSource("wholes")
    void alongAnAxisIsAsDefined(Whole c) {
        double[][] rows = {{1, 2.5, -0.5, 0.25}, {-3, -3.25, -2.875, -9}, {0.125, 7, 6.5, 0.5}};
        Elaborated e = Elaborated.of("model M { input x: f32[B, 4] output y = " + c.expression() + " }")
                .set("data.x", NdArray.generate(DType.F32, new int[] {3, 4}, i -> rows[i[0]][i[1]]));
        double[] expected = Arrays.stream(rows)
                .flatMapToDouble(r -> Arrays.stream(c.meaning().apply(r)))
                .toArray();
        assertArrayEquals(expected, e.output("y").elements(), 1e-6);
        Graph graph = e.program().inference();
        GradientCheck.check(c.expression(), graph, e.inputs(graph));
    }
}
