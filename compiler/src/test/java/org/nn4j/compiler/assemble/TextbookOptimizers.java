package org.nn4j.compiler.assemble;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The library's optimizers written down once more, in plain Java and float64, one tensor at a time and number by number:
 * from the documentation of {@code torch.optim} and {@code keras.optimizers}, or the paper where those have none. An
 * epsilon stands outside the root, as in PyTorch.
 */
final class TextbookOptimizers {

    private TextbookOptimizers() {}

    /** An optimizer of one tensor. */
    interface Rule {
        /** Changes {@code p}; the first step is 1. */
        void update(int step, double[] p, double[] g);
    }

    /** What becomes of each number by itself; {@code s} is what is kept of it, at first 0. */
    private interface Each {
        double update(int step, double p, double g, double[] s);
    }

    private static Supplier<Rule> each(int kept, Each each) {
        return each(kept, 0, each);
    }

    private static Supplier<Rule> each(int kept, double initial, Each each) {
        return () -> {
            Map<Integer, double[]> states = new LinkedHashMap<>();
            return (step, p, g) -> {
                for (int i = 0; i < p.length; i++) {
                    double[] s = states.computeIfAbsent(i, k -> {
                        double[] start = new double[kept];
                        Arrays.fill(start, initial);
                        return start;
                    });
                    p[i] = each.update(step, p[i], g[i], s);
                }
            };
        };
    }

    /** Moments of the gradient, {@code s[0]} and {@code s[1]}. */
    private static void moments(double[] s, double g, double beta1, double beta2) {
        s[0] = beta1 * s[0] + (1 - beta1) * g;
        s[1] = beta2 * s[1] + (1 - beta2) * g * g;
    }

    private static double momentum(int step, double beta1) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, step * 0.004));
    }

    /** By what stands after {@code optimizer} in a recipe. Matrices decay, vectors and scalars do not. */
    static Map<String, Supplier<Rule>> matricesAndOthers(boolean matrix) {
        Map<String, Supplier<Rule>> all = new LinkedHashMap<>();
        double decay = matrix ? 0.5 : 0;
        all.put("Sgd(lr = 0.1)", each(0, (t, p, g, s) -> p - 0.1 * g));
        all.put("Sgd(lr = 0.1, weight_decay = 0.5)", each(0, (t, p, g, s) -> p - 0.1 * decay * p - 0.1 * g));
        all.put("Sgd(lr = 0.1, momentum = 0.9)", each(1, (t, p, g, s) -> {
            s[0] = 0.9 * s[0] + g;
            return p - 0.1 * s[0];
        }));
        all.put("Sgd(lr = 0.1, momentum = 0.9, nesterov = true)", each(1, (t, p, g, s) -> {
            s[0] = 0.9 * s[0] + g;
            return p - 0.1 * (g + 0.9 * s[0]);
        }));
        all.put("Adagrad(lr = 0.1, initial = 0.2, weight_decay = 0.5)", each(1, 0.2, (t, p, g, s) -> {
            s[0] += g * g;
            return p - 0.1 * decay * p - 0.1 * g / (Math.sqrt(s[0]) + 1e-10);
        }));
        all.put("Adadelta(weight_decay = 0.5)", each(2, (t, p, g, s) -> {
            s[0] = 0.9 * s[0] + 0.1 * g * g;
            double change = Math.sqrt(s[1] + 1e-6) / Math.sqrt(s[0] + 1e-6) * g;
            s[1] = 0.9 * s[1] + 0.1 * change * change;
            return p - decay * p - change;
        }));
        all.put("RmsProp(lr = 0.01, weight_decay = 0.5)", each(1, (t, p, g, s) -> {
            s[0] = 0.9 * s[0] + 0.1 * g * g;
            return p - 0.01 * decay * p - 0.01 * g / (Math.sqrt(s[0]) + 1e-8);
        }));
        all.put("RmsProp(lr = 0.01, rho = 0.8, momentum = 0.9, centered = true, eps = 1e-3)", each(3, (t, p, g, s) -> {
            s[0] = 0.8 * s[0] + 0.2 * g * g;
            s[1] = 0.8 * s[1] + 0.2 * g;
            s[2] = 0.9 * s[2] + g / (Math.sqrt(s[0] - s[1] * s[1]) + 1e-3);
            return p - 0.01 * s[2];
        }));
        all.put(
                "Ftrl(lr = 0.1, l1 = 0.05, l2 = 0.2, beta = 0.3, shrinkage = 0.1)",
                () -> ftrl(0.1, 0.05, 0.2, 0.3, 0.1));
        all.put("Adam(lr = 0.01)", each(2, (t, p, g, s) -> {
            moments(s, g, 0.9, 0.999);
            double m = s[0] / (1 - Math.pow(0.9, t));
            double v = s[1] / (1 - Math.pow(0.999, t));
            return p - 0.01 * m / (Math.sqrt(v) + 1e-8);
        }));
        all.put("AdamW(lr = 0.01, weight_decay = 0.5)", each(2, (t, p, g, s) -> {
            moments(s, g, 0.9, 0.999);
            double m = s[0] / (1 - Math.pow(0.9, t));
            double v = s[1] / (1 - Math.pow(0.999, t));
            return p - 0.01 * decay * p - 0.01 * m / (Math.sqrt(v) + 1e-8);
        }));
        all.put("AmsGrad(lr = 0.01, beta2 = 0.5, weight_decay = 0.5)", each(3, (t, p, g, s) -> {
            moments(s, g, 0.9, 0.5);
            s[2] = Math.max(s[2], s[1]);
            double m = s[0] / (1 - Math.pow(0.9, t));
            double v = s[2] / (1 - Math.pow(0.5, t));
            return p - 0.01 * decay * p - 0.01 * m / (Math.sqrt(v) + 1e-8);
        }));
        all.put("Adamax(lr = 0.01, weight_decay = 0.5)", each(2, (t, p, g, s) -> {
            s[0] = 0.9 * s[0] + 0.1 * g;
            s[1] = Math.max(0.999 * s[1], Math.abs(g) + 1e-8);
            return p - 0.01 * decay * p - 0.01 / (1 - Math.pow(0.9, t)) * s[0] / s[1];
        }));
        all.put("Nadam(lr = 0.01, weight_decay = 0.5)", each(2, (t, p, g, s) -> {
            moments(s, g, 0.9, 0.999);
            double product = 1;
            for (int i = 1; i <= t; i++) {
                product *= momentum(i, 0.9);
            }
            double size = Math.sqrt(s[1] / (1 - Math.pow(0.999, t))) + 1e-8;
            double now = momentum(t, 0.9);
            double next = momentum(t + 1, 0.9);
            return p
                    - 0.01 * decay * p
                    - 0.01 * (1 - now) / (1 - product) * g / size
                    - 0.01 * next / (1 - product * next) * s[0] / size;
        }));
        all.put("RAdam(lr = 0.01, weight_decay = 0.5)", each(2, (t, p, g, s) -> {
            moments(s, g, 0.9, 0.999);
            double m = s[0] / (1 - Math.pow(0.9, t));
            double most = 2 / (1 - 0.999) - 1;
            double length = most - 2 * t * Math.pow(0.999, t) / (1 - Math.pow(0.999, t));
            double kept = p - 0.01 * decay * p;
            if (length <= 5) {
                return kept - 0.01 * m;
            }
            double l = Math.sqrt(1 - Math.pow(0.999, t)) / (Math.sqrt(s[1]) + 1e-8);
            double r = Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
            return kept - 0.01 * m * r * l;
        }));
        all.put("Lion(lr = 0.01, weight_decay = 0.5)", each(1, (t, p, g, s) -> {
            double change = Math.signum(0.9 * s[0] + 0.1 * g);
            s[0] = 0.99 * s[0] + 0.01 * g;
            return p - 0.01 * decay * p - 0.01 * change;
        }));
        all.put("Lamb(lr = 0.01, weight_decay = 0.5)", () -> lamb(0.01, decay));
        all.put("Adafactor(lr = 0.1, weight_decay = 0.5)", () -> MatrixOptimizers.adafactor(matrix, 0.1, decay));
        all.put("Adafactor(lr = 10.0)", () -> MatrixOptimizers.adafactor(matrix, 10, 0));
        all.put("Muon(lr = 0.01, weight_decay = 0.5)", () -> MatrixOptimizers.muon(matrix, true, 0.01, decay));
        all.put(
                "Muon(lr = 0.01, nesterov = false, weight_decay = 0.0)",
                () -> MatrixOptimizers.muon(matrix, false, 0.01, 0));
        return all;
    }

    private static Rule ftrl(double lr, double l1, double l2, double beta, double shrinkage) {
        return each(2, (t, p, g, s) -> {
                    double sum = t == 1 ? 0.1 : s[0];
                    double after = sum + g * g;
                    s[1] += g + 2 * shrinkage * p - (Math.sqrt(after) - Math.sqrt(sum)) / lr * p;
                    s[0] = after;
                    double quadratic = Math.sqrt(after) / lr + 2 * (l2 + beta / (2 * lr));
                    return (Math.max(-l1, Math.min(s[1], l1)) - s[1]) / quadratic;
                })
                .get();
    }

    private static Rule lamb(double lr, double decay) {
        double[][] s = new double[2][];
        return (t, p, g) -> {
            if (t == 1) {
                s[0] = new double[p.length];
                s[1] = new double[p.length];
            }
            double[] change = new double[p.length];
            double ofP = 0;
            double ofChange = 0;
            for (int i = 0; i < p.length; i++) {
                s[0][i] = 0.9 * s[0][i] + 0.1 * g[i];
                s[1][i] = 0.999 * s[1][i] + 0.001 * g[i] * g[i];
                double m = s[0][i] / (1 - Math.pow(0.9, t));
                double v = s[1][i] / (1 - Math.pow(0.999, t));
                change[i] = m / (Math.sqrt(v) + 1e-6) + decay * p[i];
                ofP += p[i] * p[i];
                ofChange += change[i] * change[i];
            }
            double ratio = ofP > 0 && ofChange > 0 ? Math.sqrt(ofP) / Math.sqrt(ofChange) : 1;
            for (int i = 0; i < p.length; i++) {
                p[i] -= lr * ratio * change[i];
            }
        };
    }
}
