package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.reference.NdArray;

/** Metrics of thresholds, of classes and of correlation, over several batches, against their definitions written out. */
final class MoreMetricsTest {

    private static final int ROWS = 41;
    private static final int CLASSES = 3;

    /** Rounded, so that many are equal. */
    private final double[] score = new double[ROWS];

    private final double[] truth = new double[ROWS];
    private final double[] number = new double[ROWS];
    private final int[] found = new int[ROWS];
    private final int[] right = new int[ROWS];

    MoreMetricsTest() {
        Random random = new Random(8);
        for (int i = 0; i < ROWS; i++) {
            truth[i] = random.nextInt(2);
            score[i] = Math.rint(8 * (0.3 * truth[i] + 0.7 * random.nextDouble())) / 8;
            number[i] = (float) (100 + truth[i] + random.nextGaussian());
            right[i] = random.nextInt(CLASSES);
            found[i] = random.nextInt(3) > 0 ? right[i] : random.nextInt(CLASSES);
        }
    }

    private void check(Map<String, double[]> expected) {
        StringBuilder lines = new StringBuilder();
        Map<String, String> names = new LinkedHashMap<>();
        expected.keySet().forEach(m -> names.put(m, "m" + names.size()));
        names.forEach((metric, name) -> lines.append("metric ")
                .append(name)
                .append(" = ")
                .append(metric)
                .append('\n'));
        Elaborated e = Elaborated.of("""
                model M {
                  input p: f32[B] input number: f32[B] input found: i64[B]
                  param w: f32[1] = ones
                  output q = p * w
                }
                train M {
                  data csv("a.csv")
                  feed p = column("p") feed number = column("number") feed found = column("found")
                  target y: f32[B] = column("y") target kind: i64[B] = column("kind")
                  loss squared(q, y) optimizer Sgd() run (steps = 3)
                  %s
                }
                """.formatted(lines));
        List<Runnable> batches = new ArrayList<>();
        for (int[] part : new int[][] {{0, 1}, {1, 17}, {17, ROWS}}) {
            batches.add(() -> {
                set(e, "p", part, score);
                set(e, "y", part, truth);
                set(e, "number", part, number);
                set(e, "found", part, found);
                set(e, "kind", part, right);
            });
        }
        Map<String, NdArray> values = e.metrics(batches);
        expected.forEach((metric, value) -> assertArrayEquals(
                value,
                Objects.requireNonNull(values.get("value." + names.get(metric))).elements(),
                1e-6,
                metric));
    }

    private static void set(Elaborated e, String name, int[] part, double[] all) {
        e.set("data." + name, new int[] {part[1] - part[0]}, Arrays.copyOfRange(all, part[0], part[1]));
    }

    private static void set(Elaborated e, String name, int[] part, int[] all) {
        e.set("data." + name, NdArray.generate(DType.I64, new int[] {part[1] - part[0]}, i -> all[part[0] + i[0]]));
    }

    private static double count(IntPredicate holds) {
        return IntStream.range(0, ROWS).filter(holds).count();
    }

    private static double over(double a, double b) {
        return b == 0 ? 0 : a / b;
    }

    /** True and false positives of a threshold. */
    private double[] taken(double threshold) {
        return new double[] {
            count(i -> score[i] >= threshold && truth[i] == 1), count(i -> score[i] >= threshold && truth[i] == 0)
        };
    }

    /** The best of one value over all scores as thresholds, where the other is good enough. */
    private double best(
            ToDoubleBiFunction<Double, Double> value,
            ToDoubleBiFunction<Double, Double> other,
            DoublePredicate enough) {
        return Arrays.stream(score)
                .mapToObj(this::taken)
                .filter(t -> enough.test(other.applyAsDouble(t[0], t[1])))
                .mapToDouble(t -> value.applyAsDouble(t[0], t[1]))
                .max()
                .orElse(0);
    }

    @Test
    void ofThresholds() {
        double positive = Arrays.stream(truth).sum();
        double negative = ROWS - positive;
        ToDoubleBiFunction<Double, Double> precision = (tp, fp) -> over(tp, tp + fp);
        ToDoubleBiFunction<Double, Double> recall = (tp, fp) -> tp / positive;
        ToDoubleBiFunction<Double, Double> specificity = (tp, fp) -> 1 - fp / negative;
        double[] t = taken(0.5);
        Map<String, double[]> expected = new LinkedHashMap<>();
        expected.put("Outcomes()(p, y)", new double[] {t[0], t[1], negative - t[1], positive - t[0]});
        expected.put("BinaryIoU()(p, y)", new double[] {t[0] / (positive + t[1])});
        for (double least : new double[] {0.35, 0.75, 1}) {
            DoublePredicate enough = v -> v >= least;
            String of = "(" + least + ")(p, y)";
            expected.put("RecallAtPrecision" + of, new double[] {best(recall, precision, enough)});
            expected.put("PrecisionAtRecall" + of, new double[] {best(precision, recall, enough)});
            expected.put("RecallAtSpecificity" + of, new double[] {best(recall, specificity, enough)});
            expected.put("SpecificityAtRecall" + of, new double[] {best(specificity, recall, enough)});
        }
        expected.put("RecallAtPrecision(0.5)(p, 0 * y)", new double[] {0});
        check(expected);
    }

    @Test
    void ofClasses() {
        double[] both = new double[CLASSES];
        double[] taken = new double[CLASSES];
        double[] there = new double[CLASSES];
        for (int i = 0; i < ROWS; i++) {
            both[right[i]] += right[i] == found[i] ? 1 : 0;
            taken[found[i]]++;
            there[right[i]]++;
        }
        double[] precision = new double[CLASSES];
        double[] recall = new double[CLASSES];
        double[] f1 = new double[CLASSES];
        double[] shared = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            precision[c] = both[c] / taken[c];
            recall[c] = both[c] / there[c];
            f1[c] = 2 / (1 / precision[c] + 1 / recall[c]);
            shared[c] = both[c] / (taken[c] + there[c] - both[c]);
        }
        String scores = "(one_hot(found, 3), kind)";
        Map<String, double[]> expected = new LinkedHashMap<>();
        expected.put("PrecisionOfClasses()" + scores, precision);
        expected.put("RecallOfClasses()" + scores, recall);
        expected.put("F1OfClasses()" + scores, f1);
        expected.put(
                "BalancedAccuracy()" + scores,
                new double[] {Arrays.stream(recall).average().orElseThrow()});
        expected.put(
                "BalancedAccuracy()(one_hot(found, 5), kind)",
                new double[] {Arrays.stream(recall).average().orElseThrow()});
        expected.put(
                "MeanIoU(3)(found, kind)",
                new double[] {Arrays.stream(shared).average().orElseThrow()});
        expected.put(
                "MeanIoU(4)(found, kind)",
                new double[] {Arrays.stream(shared).average().orElseThrow()});
        check(expected);
    }

    @Test
    void ofNumbers() {
        double[] y = Arrays.stream(truth).map(v -> 100 + 2 * v).toArray();
        double meanP = Arrays.stream(number).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double meanError = meanP - meanY;
        double pp = 0;
        double yy = 0;
        double py = 0;
        double ee = 0;
        double[] off = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            pp += (number[i] - meanP) * (number[i] - meanP);
            yy += (y[i] - meanY) * (y[i] - meanY);
            py += (number[i] - meanP) * (y[i] - meanY);
            ee += (number[i] - y[i] - meanError) * (number[i] - y[i] - meanError);
            off[i] = Math.abs(number[i] - y[i]);
        }
        Arrays.sort(off);
        Map<String, double[]> expected = new LinkedHashMap<>();
        expected.put("Pearson()(number, 100 + 2 * y)", new double[] {py / Math.sqrt(pp * yy)});
        expected.put("Pearson()(number, 0 * y)", new double[] {0});
        expected.put(
                "Concordance()(number, 100 + 2 * y)", new double[] {2 * py / (pp + yy + ROWS * meanError * meanError)});
        expected.put("ExplainedVariance()(number, 100 + 2 * y)", new double[] {1 - ee / yy});
        expected.put("MedianAE()(number, 100 + 2 * y)", new double[] {off[ROWS / 2]});
        check(expected);
    }

    @Test
    void ofMeansOverRows() {
        double mean = Arrays.stream(number).average().orElseThrow();
        double truths = Arrays.stream(truth).average().orElseThrow();
        double weighted =
                IntStream.range(0, ROWS).mapToDouble(i -> score[i] * number[i]).sum()
                        / Arrays.stream(score).sum();
        Map<String, double[]> expected = new LinkedHashMap<>();
        expected.put("number", new double[] {mean});
        expected.put("2 - mean(number) / 4", new double[] {2 - mean / 4});
        expected.put("sum(number) / B", new double[] {mean});
        expected.put("mean(stack((number, y), axis = 1), axis = 0)", new double[] {mean, truths});
        expected.put("mean(number) + 3 * mean(y)", new double[] {mean + 3 * truths});
        expected.put("WeightedMean()(number, p)", new double[] {weighted});
        check(expected);
    }
}
