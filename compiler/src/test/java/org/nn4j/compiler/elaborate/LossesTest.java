package org.nn4j.compiler.elaborate;

import static java.lang.Math.abs;
import static java.lang.Math.exp;
import static java.lang.Math.log;
import static java.lang.Math.max;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.reference.NdArray;

/** Each loss of the library against its published definition, written out for one row, and its gradient against differences. */
final class LossesTest {

    private static final int ROWS = 7;
    private static final int CLASSES = 4;

    /** What a row's argument is drawn from. */
    private enum Kind {
        /** Four numbers of both signs. */
        REALS("f32[B, 4]"),
        /** Four numbers above 0. */
        POSITIVES("f32[B, 4]"),
        /** Four numbers above 0 that add up to 1. */
        DISTRIBUTION("f32[B, 4]"),
        /** Four probabilities. */
        SHARES("f32[B, 4]"),
        /** Four times 0 or 1. */
        BITS("f32[B, 4]"),
        REAL("f32[B]"),
        POSITIVE("f32[B]"),
        SHARE("f32[B]"),
        BIT("f32[B]"),
        CLASS("i64[B]");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        boolean isVector() {
            return type.endsWith("4]");
        }

        double[] draw(Random r) {
            int n = isVector() ? CLASSES : 1;
            double[] v = new double[n];
            for (int i = 0; i < n; i++) {
                v[i] = (float)
                        switch (this) {
                            case REALS, REAL -> 2 * r.nextGaussian();
                            case POSITIVES, POSITIVE, DISTRIBUTION -> 0.2 + 3 * r.nextDouble();
                            case SHARES, SHARE -> 0.05 + 0.9 * r.nextDouble();
                            case BITS, BIT -> r.nextInt(2);
                            case CLASS -> r.nextInt(CLASSES);
                        };
            }
            if (this == DISTRIBUTION) {
                double sum = Arrays.stream(v).sum();
                Arrays.setAll(v, i -> (float) (v[i] / sum));
            }
            return v;
        }
    }

    /** The loss of one row. */
    @FunctionalInterface
    private interface Row {
        double loss(double[][] in);
    }

    private record Case(String expression, List<Kind> kinds, Row row) {
        @Override
        public String toString() {
            return expression;
        }
    }

    private static Case of(String expression, Kind a, Kind b, Row row) {
        return new Case(expression, List.of(a, b), row);
    }

    private static Case mean(String expression, Kind a, Kind b, DoubleBinaryOperator each) {
        return of(
                expression,
                a,
                b,
                in -> IntStream.range(0, in[0].length)
                        .mapToDouble(i -> each.applyAsDouble(in[0][i], in[1][i]))
                        .average()
                        .orElseThrow());
    }

    static List<Case> cases() {
        return List.of(
                of("cross_entropy(a, b)", Kind.REALS, Kind.CLASS, in -> -logSoftmax(in[0])[(int) in[1][0]]),
                of("cross_entropy(a, b, smoothing = 0.1)", Kind.REALS, Kind.CLASS, in -> {
                    double[] l = logSoftmax(in[0]);
                    return IntStream.range(0, CLASSES)
                            .mapToDouble(i -> -((i == in[1][0] ? 0.9 : 0) + 0.1 / CLASSES) * l[i])
                            .sum();
                }),
                of(
                        "weighted_cross_entropy(a, b, 1.0 + cast(range(4), f32))",
                        Kind.REALS,
                        Kind.CLASS,
                        in -> -(1 + in[1][0]) * logSoftmax(in[0])[(int) in[1][0]]),
                of("cross_entropy_of_probabilities(a, b)", Kind.SHARES, Kind.CLASS, in -> -log(in[0][(int) in[1][0]])),
                of("binary_cross_entropy(a, b)", Kind.REAL, Kind.BIT, in -> log(1 + exp(-sign(in) * in[0][0]))),
                of(
                        "binary_cross_entropy_of_probability(a, b)",
                        Kind.SHARE,
                        Kind.BIT,
                        in -> -log(in[1][0] == 1 ? in[0][0] : 1 - in[0][0])),
                of("focal(a, b, gamma = 1.5)", Kind.REALS, Kind.CLASS, in -> {
                    double l = logSoftmax(in[0])[(int) in[1][0]];
                    return -Math.pow(1 - exp(l), 1.5) * l;
                }),
                of("binary_focal(a, b)", Kind.REAL, Kind.BIT, in -> {
                    double p = 1 / (1 + exp(-sign(in) * in[0][0]));
                    return -(in[1][0] == 1 ? 0.25 : 0.75) * (1 - p) * (1 - p) * log(p);
                }),
                of(
                        "generalized_cross_entropy(a, b)",
                        Kind.REALS,
                        Kind.CLASS,
                        in -> (1 - Math.pow(exp(logSoftmax(in[0])[(int) in[1][0]]), 0.7)) / 0.7),
                mean("squared(a, b)", Kind.REALS, Kind.REALS, (p, y) -> (p - y) * (p - y)),
                mean("squared(a, b)", Kind.REAL, Kind.REAL, (p, y) -> (p - y) * (p - y)),
                mean("absolute(a, b)", Kind.REALS, Kind.REALS, (p, y) -> abs(p - y)),
                mean("huber(a, b, 0.7)", Kind.REALS, Kind.REALS, (p, y) -> {
                    double d = abs(p - y);
                    return d <= 0.7 ? d * d / 2 : 0.7 * (d - 0.35);
                }),
                mean("log_cosh(a, b)", Kind.REALS, Kind.REALS, (p, y) -> log(Math.cosh(p - y))),
                mean(
                        "squared_logarithmic(a, b)",
                        Kind.POSITIVES,
                        Kind.POSITIVES,
                        (p, y) -> Math.pow(log((1 + p) / (1 + y)), 2)),
                mean("absolute_percentage(a, b)", Kind.REALS, Kind.REALS, (p, y) -> 100 * abs((p - y) / y)),
                mean("quantile(a, b, 0.9)", Kind.REALS, Kind.REALS, (p, y) -> p < y ? 0.9 * (y - p) : 0.1 * (p - y)),
                mean("poisson(a, b)", Kind.REALS, Kind.POSITIVES, (p, y) -> exp(p) - y * p),
                of("hinge(a, b)", Kind.REAL, Kind.BIT, in -> max(0, 1 - sign(in) * in[0][0])),
                of("squared_hinge(a, b)", Kind.REAL, Kind.BIT, in -> Math.pow(max(0, 1 - sign(in) * in[0][0]), 2)),
                of("categorical_hinge(a, b)", Kind.REALS, Kind.CLASS, in -> {
                    int y = (int) in[1][0];
                    double other = IntStream.range(0, CLASSES)
                            .filter(i -> i != y)
                            .mapToDouble(i -> in[0][i])
                            .max()
                            .orElseThrow();
                    return max(0, 1 + other - in[0][y]);
                }),
                of("kl_divergence(a, b)", Kind.REALS, Kind.DISTRIBUTION, in -> {
                    double[] l = logSoftmax(in[0]);
                    return IntStream.range(0, CLASSES)
                            .filter(i -> in[1][i] > 0)
                            .mapToDouble(i -> in[1][i] * (log(in[1][i]) - l[i]))
                            .sum();
                }),
                of(
                        "cosine_distance(a, b)",
                        Kind.REALS,
                        Kind.REALS,
                        in -> 1 - dot(in[0], in[1]) / Math.sqrt(dot(in[0], in[0]) * dot(in[1], in[1]))),
                of("distance(a, b)", Kind.REALS, Kind.REALS, in -> length(in[0], in[1])),
                of(
                        "contrastive(a, b, 2.0)",
                        Kind.POSITIVE,
                        Kind.BIT,
                        in -> Math.pow(in[1][0] == 1 ? in[0][0] : max(0, 2 - in[0][0]), 2)),
                new Case(
                        "triplet(a, b, c)",
                        List.of(Kind.REALS, Kind.REALS, Kind.REALS),
                        in -> max(0, length(in[0], in[1]) - length(in[0], in[2]) + 1)),
                of("dice(a, b)", Kind.SHARES, Kind.BITS, in -> {
                    double all =
                            Arrays.stream(in[0]).sum() + Arrays.stream(in[1]).sum();
                    return 1 - 2 * dot(in[0], in[1]) / all;
                }),
                of("tversky(a, b, 0.3, 0.7)", Kind.SHARES, Kind.BITS, in -> {
                    double hit = dot(in[0], in[1]);
                    double found = Arrays.stream(in[0]).sum();
                    double there = Arrays.stream(in[1]).sum();
                    return 1 - hit / (hit + 0.3 * (found - hit) + 0.7 * (there - hit));
                }));
    }

    /** More, of soft targets, pairs and other likelihoods. */
    static List<Case> moreCases() {
        return List.of(
                of("binary_cross_entropy(a, b, smoothing = 0.2)", Kind.REAL, Kind.BIT, in -> {
                    double p = 1 / (1 + exp(-in[0][0]));
                    double y = in[1][0] == 1 ? 0.9 : 0.1;
                    return -y * log(p) - (1 - y) * log(1 - p);
                }),
                of(
                        "binary_cross_entropy(a, b, positive_weight = 3.0)",
                        Kind.REAL,
                        Kind.BIT,
                        in -> (in[1][0] == 1 ? 3 : 1) * log(1 + exp(-sign(in) * in[0][0]))),
                mean(
                        "multi_label_cross_entropy(a, b)",
                        Kind.REALS,
                        Kind.BITS,
                        (x, y) -> log(1 + exp(-(2 * y - 1) * x))),
                mean(
                        "multi_label_cross_entropy(a, b, positive_weight = 0.5)",
                        Kind.REALS,
                        Kind.BITS,
                        (x, y) -> (y == 1 ? 0.5 : 1) * log(1 + exp(-(2 * y - 1) * x))),
                of("soft_cross_entropy(a, b)", Kind.REALS, Kind.DISTRIBUTION, in -> -dot(in[1], logSoftmax(in[0]))),
                of("soft_cross_entropy(a, b, smoothing = 0.2)", Kind.REALS, Kind.DISTRIBUTION, in -> {
                    double[] l = logSoftmax(in[0]);
                    return -0.8 * dot(in[1], l) - 0.2 * Arrays.stream(l).sum() / CLASSES;
                }),
                of(
                        "soft_cross_entropy_of_probabilities(a, b)",
                        Kind.SHARES,
                        Kind.DISTRIBUTION,
                        in -> -dot(in[1], Arrays.stream(in[0]).map(Math::log).toArray())),
                of("weighted_focal(a, b, 1.0 + cast(range(4), f32))", Kind.REALS, Kind.CLASS, in -> {
                    double l = logSoftmax(in[0])[(int) in[1][0]];
                    return -(1 + in[1][0]) * Math.pow(1 - exp(l), 2) * l;
                }),
                mean("smooth_absolute(a, b, 0.5)", Kind.REALS, Kind.REALS, (p, y) -> {
                    double d = abs(p - y);
                    return d < 0.5 ? d * d : d - 0.25;
                }),
                new Case(
                        "gaussian(a, b, c)",
                        List.of(Kind.REAL, Kind.POSITIVE, Kind.REAL),
                        in -> (log(in[1][0]) + Math.pow(in[2][0] - in[0][0], 2) / in[1][0]) / 2),
                mean("poisson_of_rate(a, b)", Kind.POSITIVES, Kind.POSITIVES, (r, y) -> r - y * log(r)),
                of("multi_margin(a, b)", Kind.REALS, Kind.CLASS, in -> {
                    int y = (int) in[1][0];
                    return IntStream.range(0, CLASSES)
                                    .filter(i -> i != y)
                                    .mapToDouble(i -> max(0, 1 - in[0][y] + in[0][i]))
                                    .sum()
                            / CLASSES;
                }),
                new Case(
                        "margin_ranking(a, b, c, 0.5)",
                        List.of(Kind.REAL, Kind.REAL, Kind.BIT),
                        in -> max(0, 0.5 - (in[2][0] == 1 ? 1 : -1) * (in[0][0] - in[1][0]))),
                of(
                        "kl_divergence_of_probabilities(a, b)",
                        Kind.SHARES,
                        Kind.DISTRIBUTION,
                        in -> IntStream.range(0, CLASSES)
                                .mapToDouble(i -> in[1][i] * log(in[1][i] / in[0][i]))
                                .sum()),
                new Case("cosine_embedding(a, b, c, 0.25)", List.of(Kind.REALS, Kind.REALS, Kind.BIT), in -> {
                    double cosine = dot(in[0], in[1]) / Math.sqrt(dot(in[0], in[0]) * dot(in[1], in[1]));
                    return in[2][0] == 1 ? 1 - cosine : max(0, cosine - 0.25);
                }),
                of(
                        "hinge_embedding(a, b, 2.0)",
                        Kind.POSITIVE,
                        Kind.BIT,
                        in -> in[1][0] == 1 ? in[0][0] : max(0, 2 - in[0][0])));
    }

    @ParameterizedTest
    @MethodSource({"cases", "moreCases"})
    void agreesWithItsDefinition(Case c) {
        List<String> inputs = new ArrayList<>();
        Map<String, NdArray> values = new LinkedHashMap<>();
        double[][][] rows = new double[ROWS][c.kinds().size()][];
        Random random = new Random(11);
        for (int k = 0; k < c.kinds().size(); k++) {
            Kind kind = c.kinds().get(k);
            String name = "abc".substring(k, k + 1);
            inputs.add("input " + name + ": " + kind.type);
            for (double[][] row : rows) {
                row[k] = kind.draw(random);
            }
            int place = k;
            boolean vector = rows[0][k].length > 1;
            values.put(
                    "data." + name,
                    NdArray.generate(
                            kind == Kind.CLASS ? DType.I64 : DType.F32,
                            vector ? new int[] {ROWS, CLASSES} : new int[] {ROWS},
                            i -> rows[i[0]][place][vector ? i[1] : 0]));
        }
        Elaborated e = Elaborated.of(
                "model M { " + String.join(" ", inputs) + " output loss: f32[B] = " + c.expression() + " }");
        values.forEach(e::set);
        double[] found = e.output("loss").elements();
        for (int i = 0; i < ROWS; i++) {
            double expected = c.row().loss(rows[i]);
            assertEquals(expected, found[i], 2e-6 * max(1, abs(expected)), "row " + i);
        }
        Graph graph = e.program().inference();
        GradientCheck.check(c.expression(), graph, e.inputs(graph));
    }

    /** What a network may say when it is far off: the loss and its gradient stay numbers. */
    @ParameterizedTest
    @MethodSource({"cases", "moreCases"})
    void staysFiniteFarAway(Case c) {
        List<String> inputs = new ArrayList<>();
        for (int k = 0; k < c.kinds().size(); k++) {
            inputs.add("input " + "abc".charAt(k) + ": " + c.kinds().get(k).type);
        }
        Elaborated e = Elaborated.of(
                "model M { " + String.join(" ", inputs) + " output loss: f32[B] = " + c.expression() + " }");
        double[] far = c.kinds().get(0).name().startsWith("SHARE")
                ? new double[] {0, 1, 0.5, 1, 0, 1, 0}
                : c.expression().startsWith("poisson")
                        ? new double[] {0, 50, -1000, 20, -20, 0, 1}
                        : new double[] {0, 1000, -1000, 500, -500, 0, 1};
        Random random = new Random(3);
        for (int k = 0; k < c.kinds().size(); k++) {
            Kind kind = c.kinds().get(k);
            boolean vector = kind.isVector();
            boolean first = k == 0;
            e.set(
                    "data." + "abc".charAt(k),
                    NdArray.generate(
                            kind == Kind.CLASS ? DType.I64 : DType.F32,
                            vector ? new int[] {ROWS, CLASSES} : new int[] {ROWS},
                            i -> first
                                    ? far[(i[0] + (vector ? i[1] * i[0] : 0)) % ROWS]
                                    : kind == Kind.CLASS || kind == Kind.BIT || kind == Kind.BITS
                                            ? random.nextInt(2)
                                            : i[0] == 0 ? 0 : kind.draw(random)[0]));
        }
        Graph graph = e.program().inference();
        Map<String, NdArray> all = new LinkedHashMap<>(e.inputs(graph));
        Graph derivative = GradientCheck.derivative(graph);
        all.put("seed.output.loss", NdArray.generate(DType.F32, new int[] {ROWS}, i -> 1));
        NdArray loss = Objects.requireNonNull(e.run(graph).get("output.loss"));
        assertTrue(Arrays.stream(loss.elements()).allMatch(Double::isFinite), () -> "loss " + loss);
        org.nn4j.compiler.reference.ReferenceEvaluator.evaluate(derivative, all)
                .forEach((name, g) -> assertTrue(
                        Arrays.stream(g.elements()).allMatch(Double::isFinite),
                        () -> name + " " + Arrays.toString(g.elements())));
    }

    private static double sign(double[][] in) {
        return in[1][0] == 1 ? 1 : -1;
    }

    private static double[] logSoftmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(l -> l - log(sum)).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double length(double[] a, double[] b) {
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum());
    }
}
