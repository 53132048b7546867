package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.reference.NdArray;

/** Metrics over several batches against their definitions over all rows at once; those of classes are scikit-learn's. */
final class MetricsTest {

    private static final int CLASSES = 4;
    private static final int ROWS = 23;
    private static final double CLOSE = 1e-6;

    /** Class 3 has no rows and is never found; class 2 is never found. */
    private final int[] right = new int[ROWS];

    private final int[] found = new int[ROWS];
    private final double[][] scores = new double[ROWS][CLASSES];

    MetricsTest() {
        Random random = new Random(4);
        for (int i = 0; i < ROWS; i++) {
            right[i] = random.nextInt(3);
            found[i] = random.nextInt(3) > 0 ? Math.min(right[i], 1) : random.nextInt(2);
            for (int k = 0; k < CLASSES; k++) {
                scores[i][k] = (float) (random.nextDouble() - (k == 3 ? 1 : 0));
            }
            scores[i][found[i]] = 2;
        }
    }

    private Map<String, NdArray> classes(Map<String, String> metrics) {
        StringBuilder lines = new StringBuilder();
        metrics.forEach((name, metric) -> lines.append("metric ")
                .append(name)
                .append(" = ")
                .append(metric)
                .append("(p, y) "));
        Elaborated e = Elaborated.of("""
                model M { input x: f32[B, 4] param w: f32[4] = ones output p = x * w }
                train M {
                  data csv("a.csv") feed x = columns(except = "y") target y: i64[B] = category("y", classes = 4)
                  loss cross_entropy(p, y) optimizer Sgd() %s run (steps = 3)
                }
                """.formatted(lines));
        List<Runnable> batches = new ArrayList<>();
        for (int from = 0; from < ROWS; from += 9) {
            int start = from;
            int n = Math.min(9, ROWS - from);
            batches.add(() -> e.set(
                            "data.x", NdArray.generate(DType.F32, new int[] {n, 4}, i -> scores[start + i[0]][i[1]]))
                    .set("data.y", NdArray.generate(DType.I64, new int[] {n}, i -> right[start + i[0]])));
        }
        return e.metrics(batches);
    }

    /** One against the rest: true positives, all taken for the class, all that are of it. */
    private double[] counts(int c) {
        return new double[] {
            IntStream.range(0, ROWS).filter(i -> right[i] == c && found[i] == c).count(),
            Arrays.stream(found).filter(f -> f == c).count(),
            Arrays.stream(right).filter(f -> f == c).count()
        };
    }

    private double macro(ToDoubleFunction<double[]> score) {
        return IntStream.range(0, 3)
                .mapToDouble(c -> score.applyAsDouble(counts(c)))
                .average()
                .orElseThrow();
    }

    private double weighted(ToDoubleFunction<double[]> score) {
        return IntStream.range(0, 3)
                .mapToDouble(c -> counts(c)[2] * score.applyAsDouble(counts(c)) / ROWS)
                .sum();
    }

    private static double over(double a, double b) {
        return b == 0 ? 0 : a / b;
    }

    @Test
    void ofSeveralClasses() {
        ToDoubleFunction<double[]> precision = n -> over(n[0], n[1]);
        ToDoubleFunction<double[]> recall = n -> over(n[0], n[2]);
        ToDoubleFunction<double[]> f1 =
                n -> over(2 * over(n[0], n[1]) * over(n[0], n[2]), over(n[0], n[1]) + over(n[0], n[2]));
        double agreed =
                IntStream.range(0, ROWS).filter(i -> right[i] == found[i]).count();
        double chance = IntStream.range(0, 3)
                        .mapToDouble(c -> counts(c)[1] * counts(c)[2])
                        .sum()
                / ROWS
                / ROWS;
        double top2 = IntStream.range(0, ROWS)
                .filter(i -> Arrays.stream(scores[i])
                                .filter(s -> s > scores[i][right[i]])
                                .count()
                        < 2)
                .count();
        Map<String, Double> expected = new LinkedHashMap<>();
        expected.put("MacroPrecision()", macro(precision));
        expected.put("MacroRecall()", macro(recall));
        expected.put("MacroF1()", macro(f1));
        expected.put("WeightedPrecision()", weighted(precision));
        expected.put("WeightedRecall()", weighted(recall));
        expected.put("WeightedF1()", weighted(f1));
        expected.put("Accuracy()", agreed / ROWS);
        expected.put("CohenKappa()", (agreed / ROWS - chance) / (1 - chance));
        expected.put("Mcc()", correlation());
        expected.put("TopKAccuracy(2)", top2 / ROWS);
        expected.put("TopKAccuracy(4)", 1.0);
        Map<String, String> metrics = new LinkedHashMap<>();
        expected.keySet().forEach(m -> metrics.put("m" + metrics.size(), m));
        Map<String, NdArray> values = classes(metrics);
        metrics.forEach((name, metric) -> assertEquals(
                Objects.requireNonNull(expected.get(metric)),
                Objects.requireNonNull(values.get("value." + name)).value(),
                CLOSE,
                metric));
    }

    /** Gorodkin's definition: covariances of the indicators of found and right classes, summed over classes. */
    private double correlation() {
        return covariance(found, right) / Math.sqrt(covariance(found, found) * covariance(right, right));
    }

    private static double covariance(int[] a, int[] b) {
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            int k = c;
            double meanA = Arrays.stream(a).filter(v -> v == k).count() / (double) ROWS;
            double meanB = Arrays.stream(b).filter(v -> v == k).count() / (double) ROWS;
            for (int i = 0; i < ROWS; i++) {
                sum += ((a[i] == c ? 1 : 0) - meanA) * ((b[i] == c ? 1 : 0) - meanB);
            }
        }
        return sum;
    }

    @Test
    void ofTwoClassesAndOfNumbers() {
        Elaborated e = Elaborated.of("""
                model M { input x: f32[B] param w: f32[1] = ones output p = x * w }
                train M {
                  data csv("a.csv") feed x = column("x") target y: f32[B] = column("y")
                  loss squared(p, y) optimizer Sgd()
                  metric f2 = FBeta(2.0)(p, y)
                  metric f1 = FBeta(1.0)(p, y)
                  metric same = F1()(p, y)
                  metric specificity = Specificity()(p, y)
                  metric mcc = BinaryMcc()(p, y)
                  metric rmse = RMSE()(p, y)
                  metric mape = MAPE()(p, y + 1)
                  metric largest = MaxError()(p, y)
                  metric log_loss = binary_cross_entropy_of_probability(p, y)
                  run (steps = 3)
                }
                """);
        double[] p = {0.9, 0.8, 0.3, 0.6, 0.1, 0.2, 0.7};
        double[] y = {1, 0, 1, 1, 0, 0, 0};
        Map<String, NdArray> m = e.metrics(List.of(
                () -> e.set("data.x", new int[] {4}, Arrays.copyOf(p, 4)).set("data.y", new int[] {4}, 1, 0, 1, 1),
                () -> e.set("data.x", new int[] {3}, 0.1, 0.2, 0.7).set("data.y", new int[] {3}, 0, 0, 0)));
        // True and false positives, missed, true negatives: 2, 2, 1, 2.
        double precision = 2 / 4.0;
        double recall = 2 / 3.0;
        check(m, "f2", 5 * precision * recall / (4 * precision + recall));
        check(m, "f1", 2 * precision * recall / (precision + recall));
        check(m, "same", 2 * precision * recall / (precision + recall));
        check(m, "specificity", 2 / 4.0);
        check(m, "mcc", (2 * 2 - 2 * 1) / Math.sqrt(4.0 * 3 * 4 * 3));
        IntStream rows = IntStream.range(0, 7);
        check(
                m,
                "rmse",
                Math.sqrt(rows.mapToDouble(i -> (p[i] - y[i]) * (p[i] - y[i]))
                        .average()
                        .orElseThrow()));
        check(m, "mape", mean(i -> 100 * Math.abs(p[i] - y[i] - 1) / (y[i] + 1)));
        check(m, "largest", 0.8);
        check(m, "log_loss", mean(i -> -Math.log(y[i] == 1 ? p[i] : 1 - p[i])));
    }

    /** Rounded scores, so that many are equal. */
    private double score(int row, int column) {
        return (float) (Math.rint(4 * scores[row][column]) / 4);
    }

    /** The share of pairs of a row of the class and another one that the score puts in order; a tie is half a pair. */
    private double area(int column, IntPredicate positive) {
        double good = 0;
        double pairs = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < ROWS; j++) {
                if (positive.test(i) && !positive.test(j)) {
                    good += (Math.signum(score(i, column) - score(j, column)) + 1) / 2;
                    pairs++;
                }
            }
        }
        return over(good, pairs);
    }

    /** Over all thresholds from the top, the precision times what recall has gained. */
    private double averagePrecision(IntPredicate positive) {
        double all = IntStream.range(0, ROWS).filter(positive).count();
        double[] thresholds = IntStream.range(0, ROWS)
                .mapToDouble(i -> score(i, 0))
                .distinct()
                .sorted()
                .toArray();
        double sum = 0;
        double before = 0;
        for (int t = thresholds.length - 1; t >= 0; t--) {
            double least = thresholds[t];
            double taken =
                    IntStream.range(0, ROWS).filter(i -> score(i, 0) >= least).count();
            double hit = IntStream.range(0, ROWS)
                    .filter(i -> score(i, 0) >= least && positive.test(i))
                    .count();
            sum += hit / taken * (hit / all - before);
            before = hit / all;
        }
        return sum;
    }

    @Test
    void ofCurves() {
        Elaborated e = Elaborated.of("""
                model M { input x: f32[B, 4] param w: f32[1] = ones output p = x * w }
                train M {
                  data csv("a.csv") feed x = columns(except = "y") target y: i64[B] = category("y", classes = 4)
                  let is_first = cast(y == 0, f32)
                  loss cross_entropy(p, y) optimizer Sgd()
                  metric auc = AUC()(p[:, 0], is_first)
                  metric none = AUC()(p[:, 0], 0 * is_first)
                  metric precision = AveragePrecision()(p[:, 0], is_first)
                  metric macro = MacroAUC()(p, y)
                  metric weighted = WeightedAUC()(p, y)
                  metric matrix = ConfusionMatrix()(p + 0 * p, y)
                  metric two = BinaryConfusionMatrix(0.25)(p[:, 0], is_first)
                  run (steps = 3)
                }
                """);
        List<Runnable> batches = new ArrayList<>();
        for (int[] part : new int[][] {{0, 9}, {9, 10}, {10, ROWS}}) {
            int n = part[1] - part[0];
            batches.add(() -> e.set(
                            "data.x", NdArray.generate(DType.F32, new int[] {n, 4}, i -> score(part[0] + i[0], i[1])))
                    .set("data.y", NdArray.generate(DType.I64, new int[] {n}, i -> right[part[0] + i[0]])));
        }
        Map<String, NdArray> m = e.metrics(batches);
        check(m, "auc", area(0, i -> right[i] == 0));
        check(m, "none", 0);
        check(m, "precision", averagePrecision(i -> right[i] == 0));
        check(
                m,
                "macro",
                IntStream.range(0, 3)
                        .mapToDouble(c -> area(c, i -> right[i] == c))
                        .average()
                        .orElseThrow());
        check(
                m,
                "weighted",
                IntStream.range(0, 3)
                        .mapToDouble(c -> counts(c)[2] * area(c, i -> right[i] == c) / ROWS)
                        .sum());
        double[] matrix = new double[CLASSES * CLASSES];
        double[] two = new double[4];
        for (int i = 0; i < ROWS; i++) {
            matrix[CLASSES * right[i] + found[i]]++;
            two[(right[i] == 0 ? 2 : 0) + (score(i, 0) >= 0.25 ? 1 : 0)]++;
        }
        assertArrayEquals(matrix, value(m, "matrix").elements());
        assertArrayEquals(two, value(m, "two").elements());
    }

    private static NdArray value(Map<String, NdArray> metrics, String name) {
        return Objects.requireNonNull(metrics.get("value." + name));
    }

    private static double mean(java.util.function.IntToDoubleFunction f) {
        return IntStream.range(0, 7).mapToDouble(f).average().orElseThrow();
    }

    private static void check(Map<String, NdArray> metrics, String name, double expected) {
        assertEquals(
                expected, Objects.requireNonNull(metrics.get("value." + name)).value(), CLOSE, name);
    }
}
