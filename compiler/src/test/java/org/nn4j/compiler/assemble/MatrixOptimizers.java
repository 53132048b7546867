package org.nn4j.compiler.assemble;

import java.util.Arrays;
import org.nn4j.compiler.assemble.TextbookOptimizers.Rule;

/**
 * Optimizers that treat matrices in their own way, in plain Java and float64, as {@code keras.optimizers} 3.15.1 has
 * them.
 */
final class MatrixOptimizers {

    private MatrixOptimizers() {}

    /** The matrices of the tests are known by their size. */
    private static int columns(double[] matrix) {
        return matrix.length == 12 ? 4 : 256;
    }

    static Rule adafactor(boolean matrix, double lr, double decay) {
        double[][] s = new double[3][];
        return (t, p, g) -> {
            int n = matrix ? columns(p) : 1;
            int m = p.length / n;
            if (t == 1) {
                s[0] = new double[m];
                s[1] = new double[n];
                s[2] = new double[p.length];
            }
            double beta = 1 - Math.pow(t, -0.8);
            Arrays.setAll(s[0], i -> beta * s[0][i]);
            Arrays.setAll(s[1], i -> beta * s[1][i]);
            for (int i = 0; i < p.length; i++) {
                double square = g[i] * g[i] + 1e-30;
                s[0][i / n] += (1 - beta) * square / n;
                s[1][i % n] += (1 - beta) * square / m;
                s[2][i] = beta * s[2][i] + (1 - beta) * square;
            }
            double mean = Arrays.stream(s[0]).average().orElseThrow();
            double[] u = new double[p.length];
            Arrays.setAll(u, i -> g[i] / Math.sqrt(matrix ? s[0][i / n] / mean * s[1][i % n] : s[2][i]));
            double rate = Math.max(1e-3, rms(p)) * Math.min(lr, 1 / Math.sqrt(t));
            double clip = Math.max(1, rms(u));
            Arrays.setAll(p, i -> p[i] - lr * decay * p[i] - rate * u[i] / clip);
        };
    }

    private static double rms(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).average().orElseThrow());
    }

    static Rule muon(boolean matrix, boolean nesterov, double lr, double decay) {
        double[][] s = new double[2][];
        return (t, p, g) -> {
            if (t == 1) {
                s[0] = new double[p.length];
                s[1] = new double[p.length];
            }
            if (matrix) {
                Arrays.setAll(s[0], i -> 0.95 * s[0][i] + g[i]);
                double[] ahead = new double[p.length];
                Arrays.setAll(ahead, i -> nesterov ? g[i] + 0.95 * s[0][i] : s[0][i]);
                int n = columns(p);
                double[] o = orthogonal(ahead, p.length / n, n);
                double size = 0.2 * Math.sqrt(Math.max(n, p.length / n));
                Arrays.setAll(p, i -> p[i] - lr * decay * p[i] - lr * size * o[i]);
            } else {
                for (int i = 0; i < p.length; i++) {
                    s[0][i] = 0.9 * s[0][i] + 0.1 * g[i];
                    s[1][i] = 0.999 * s[1][i] + 0.001 * g[i] * g[i];
                    double v = s[1][i] / (1 - Math.pow(0.999, t));
                    p[i] -= lr * s[0][i] / (1 - Math.pow(0.9, t)) / (Math.sqrt(v) + 1e-8);
                }
            }
        };
    }

    /** Five turns of X ← a X + (b A + c A²) X with A = X Xᵀ, on the side that is shorter. */
    private static double[] orthogonal(double[] g, int m, int n) {
        if (m > n) {
            return transposed(orthogonal(transposed(g, m, n), n, m), n, m);
        }
        double norm = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum()) + 1e-7;
        double[] x = Arrays.stream(g).map(v -> v / norm).toArray();
        for (int turn = 0; turn < 5; turn++) {
            double[] a = product(x, transposed(x, m, n), m, n, m);
            double[] aa = product(a, a, m, m, m);
            double[] b = new double[m * m];
            Arrays.setAll(b, i -> -4.775 * a[i] + 2.0315 * aa[i]);
            double[] bx = product(b, x, m, m, n);
            for (int i = 0; i < x.length; i++) {
                x[i] = 3.4445 * x[i] + bx[i];
            }
        }
        return x;
    }

    private static double[] transposed(double[] x, int m, int n) {
        double[] t = new double[x.length];
        Arrays.setAll(t, i -> x[i % m * n + i / m]);
        return t;
    }

    private static double[] product(double[] x, double[] y, int m, int k, int n) {
        double[] z = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int l = 0; l < k; l++) {
                for (int j = 0; j < n; j++) {
                    z[i * n + j] += x[i * k + l] * y[l * n + j];
                }
            }
        }
        return z;
    }
}
