package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.onnx.OnnxRun;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.reference.NdArray;

/** How parameters start: against the distributions that Keras and PyTorch document. */
class InitializersTest {

    private static double[] start(String init, int rows, int columns) {
        return Elaborated.of("model M { input x: f32[B, %d] param w: f32[%d, %d] = %s output y = x @ w }"
                        .formatted(rows, rows, columns, init))
                .get("param.w")
                .elements();
    }

    /** Of 60 rows and 400 columns: lowest, highest, mean and variance. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "zeros; 0; 0; 0; 0",
                "ones; 1; 1; 1; 0",
                "0.25; 0.25; 0.25; 0.25; 0",
                "constant(0.1); 0.1; 0.1; 0.1; 0",
                "uniform(); -0.05; 0.05; 0; 0.00083333",
                "uniform(1, 3); 1; 3; 2; 0.33333333",
                "normal(); -1; 1; 0; 0.0025",
                "normal(2.0, mean = 1.0); -99; 99; 1; 4",
                "truncated_normal(); -0.1; 0.1; 0; 0.00193435",
                "truncated_normal(2.0, mean = 1.0); -3; 5; 1; 3.09496496",
                "glorot_uniform; -0.11421; 0.11421; 0; 0.00434783",
                "glorot_normal; -99; 99; 0; 0.00434783",
                "glorot_truncated; -0.14993; 0.14993; 0; 0.00434783",
                "he_uniform; -0.31623; 0.31623; 0; 0.03333333",
                "he_normal; -99; 99; 0; 0.03333333",
                "he_truncated; -0.41511; 0.41511; 0; 0.03333333",
                "lecun_uniform; -0.22361; 0.22361; 0; 0.01666667",
                "lecun_normal; -99; 99; 0; 0.01666667",
                "lecun_truncated; -0.29353; 0.29353; 0; 0.01666667",
                "variance_scaling(); -0.29353; 0.29353; 0; 0.01666667",
                "variance_scaling(3.0, \"fan_out\", \"uniform\"); -0.15; 0.15; 0; 0.0075",
                "variance_scaling(2.3, mode = \"fan_avg\"); -0.2274; 0.2274; 0; 0.01",
            })
    void distributions(String init, double low, double high, double mean, double variance) {
        double[] w = start(init, 60, 400);
        assertTrue(Arrays.stream(w).allMatch(v -> v >= low - 1e-6 && v <= high + 1e-6));
        double found = Arrays.stream(w).average().orElseThrow();
        double spread =
                Arrays.stream(w).map(v -> (v - found) * (v - found)).average().orElseThrow();
        assertEquals(mean, found, 4 * Math.sqrt(variance / w.length) + 1e-7, "mean");
        assertEquals(variance, spread, 0.04 * variance + 1e-12, "variance");
    }

    /** Bounded distributions reach their bounds. */
    @ParameterizedTest
    @CsvSource({"uniform(), 0.05", "truncated_normal(), 0.1", "he_truncated, 0.41511", "glorot_uniform, 0.11421"})
    void bounds(String init, double bound) {
        double[] w = start(init, 60, 400);
        assertEquals(bound, Arrays.stream(w).max().orElseThrow(), 0.01 * bound);
        assertEquals(-bound, Arrays.stream(w).min().orElseThrow(), 0.01 * bound);
    }

    /** Kolmogorov and Smirnov's test: the largest distance between what is found and the distribution function. */
    @ParameterizedTest
    @CsvSource({"normal(1.0), 99", "truncated_normal(1.0), 2"})
    void normalDistributions(String init, double bound) {
        double[] w = start(init, 100, 400);
        Arrays.sort(w);
        double below = phi(-bound);
        double worst = 0;
        for (int i = 0; i < w.length; i++) {
            double expected = (phi(w[i]) - below) / (1 - 2 * below);
            worst = Math.max(
                    worst,
                    Math.max(Math.abs(expected - (double) i / w.length), Math.abs((i + 1.0) / w.length - expected)));
        }
        assertTrue(worst * Math.sqrt(w.length) < 1.95, init + ": " + worst * Math.sqrt(w.length));
    }

    /** The normal distribution function: Marsaglia 2004. */
    private static double phi(double x) {
        if (Math.abs(x) > 8) {
            return x > 0 ? 1 : 0;
        }
        double sum = x;
        double term = x;
        for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046728);
    }

    @Test
    void identity() {
        assertArrayEquals(new double[] {2, 0, 0, 0, 2, 0}, start("fn (shape) = identity_matrix(shape, 2.0)", 2, 3));
        assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0}, start("identity_matrix", 3, 2));
    }

    @Test
    void layersTakeThem() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 3]
                  output y = x |> Dense(2, init = constant(0.1)) |> Dense(2, init = identity_matrix)
                      |> Dense(4, init = orthogonal) |> Dense(1, init = variance_scaling(2.0))
                }
                """);
        assertArrayEquals(
                new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1},
                e.get("param.dense.w").elements(),
                1e-7);
        assertArrayEquals(new double[] {1, 0, 0, 1}, e.get("param.dense_2.w").elements());
    }

    /** Of the matrix as a whole: rows where there are fewer of them, else columns. Small ones with many seeds. */
    @ParameterizedTest
    @CsvSource({
        "64, 64, 1, 20",
        "32, 128, 1, 5",
        "128, 1, 1, 5",
        "50, 30, 2.5, 10",
        "1, 2, 1, 20",
        "1, 1, 1, 20",
        "2, 2, 1, 400",
        "3, 3, 1, 400",
        "10, 10, 1, 200",
        "3, 1000, 1, 20",
        "100, 150, 1, 5",
        "100, 199, 1, 5",
        "100, 200, 1, 5",
        "512, 512, 1, 1",
        "256, 1024, 1, 1",
        "1024, 1024, 1, 2"
    })
    void orthogonal(int rows, int columns, double gain, int seeds) throws Exception {
        Program program = Elaborated.program(
                "model M { input x: f32[B, %d] param w: f32[%d, %d] = fn (fan_in: int, fan_out: int, shape) = orthogonal(fan_in, fan_out, shape, %s) output y = x @ w }"
                        .formatted(rows, rows, columns, gain));
        try (OnnxRun run = new OnnxRun(program.initial())) {
            for (int seed = 0; seed < seeds; seed++) {
                double[] w = Objects.requireNonNull(run.run(Map.of("seed", NdArray.scalar(DType.I64, seed)))
                                .get("param.w"))
                        .elements();
                double worst = farthestFromOrthonormal(w, rows, columns, gain);
                assertTrue(worst < 1e-5, worst + " with seed " + seed);
            }
        }
    }

    private static double farthestFromOrthonormal(double[] w, int rows, int columns, double gain) {
        int n = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] vectors = new double[n][length];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < length; k++) {
                vectors[i][k] = rows <= columns ? w[i * columns + k] : w[k * columns + i];
            }
        }
        double worst = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int k = 0; k < length; k++) {
                    dot += vectors[i][k] * vectors[j][k];
                }
                worst = Math.max(worst, Math.abs(dot / (gain * gain) - (i == j ? 1 : 0)));
            }
        }
        return worst;
    }

    @Test
    void anOrthogonalStartHasTheParametersShape() {
        Elaborated e = Elaborated.of(
                "model M { input x: f32[B, 2] param k: f32[2, 3, 4] = orthogonal output y = x @ reshape(k, 2, 12) }");
        assertArrayEquals(new int[] {2, 3, 4}, e.get("param.k").sizes());
    }
}
