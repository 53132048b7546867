package org.nn4j.compiler.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.op.RecurrentOps;

/** The recurrent cells that ONNX has whole, by their equations. */
final class RecurrentMeanings {

    private final Node n;
    private final NdArray x;
    private final NdArray w;
    private final NdArray r;
    private final NdArray bias;
    private final int units;

    private RecurrentMeanings(Node n, List<NdArray> in) {
        this.n = n;
        this.x = in.get(0);
        this.w = in.get(1);
        this.r = in.get(2);
        this.bias = in.get(3);
        this.units = r.size(0);
    }

    /** What one step makes of one row's state: {@code h}, and {@code c} where there is one. */
    @FunctionalInterface
    private interface Step {
        double[][] next(RecurrentMeanings cell, int t, int row, double[][] state);
    }

    static void enter() {
        Meanings.several(
                RecurrentOps.RNN,
                (n, in, s) -> run(n, in, 4, 1, (cell, t, row, state) -> {
                    double[] h = new double[cell.units];
                    for (int k = 0; k < h.length; k++) {
                        h[k] = cell.function("act").applyAsDouble(cell.sum(t, row, state[0], k));
                    }
                    return new double[][] {h};
                }));
        Meanings.several(
                RecurrentOps.GRU,
                (n, in, s) -> run(n, in, 5, 1, (cell, t, row, state) -> {
                    double[] h = state[0];
                    double[] reset = new double[h.length];
                    double[] next = new double[h.length];
                    for (int k = 0; k < h.length; k++) {
                        reset[k] = cell.function("gate").applyAsDouble(cell.sum(t, row, h, h.length + k));
                    }
                    for (int k = 0; k < h.length; k++) {
                        int column = 2 * h.length + k;
                        double z = cell.function("gate").applyAsDouble(cell.sum(t, row, h, k));
                        double sum = cell.fromInput(t, row, column);
                        double hidden = in.get(4).at(k);
                        for (int j = 0; j < h.length; j++) {
                            boolean after = n.attributes().flag("reset_after");
                            hidden += h[j] * cell.r.at(j, column) * (after ? 1 : reset[j]);
                        }
                        sum += n.attributes().flag("reset_after") ? reset[k] * hidden : hidden;
                        next[k] = (1 - z) * cell.function("act").applyAsDouble(sum) + z * h[k];
                    }
                    return new double[][] {next};
                }));
        Meanings.several(
                RecurrentOps.LSTM,
                (n, in, s) -> run(n, in, 4, 2, (cell, t, row, state) -> {
                    int units = cell.units;
                    double[] h = new double[units];
                    double[] c = new double[units];
                    DoubleUnaryOperator gate = cell.function("gate");
                    for (int k = 0; k < units; k++) {
                        double i = gate.applyAsDouble(cell.sum(t, row, state[0], k));
                        double o = gate.applyAsDouble(cell.sum(t, row, state[0], units + k));
                        double f = gate.applyAsDouble(cell.sum(t, row, state[0], 2 * units + k));
                        double g = cell.function("act").applyAsDouble(cell.sum(t, row, state[0], 3 * units + k));
                        c[k] = f * state[1][k] + i * g;
                        h[k] = o * cell.function("out").applyAsDouble(c[k]);
                    }
                    return new double[][] {h, c};
                }));
    }

    private double fromInput(int t, int row, int column) {
        double sum = bias.at(column);
        for (int i = 0; i < w.size(0); i++) {
            sum += x.at(t, row, i) * w.at(i, column);
        }
        return sum;
    }

    private double sum(int t, int row, double[] h, int column) {
        double sum = fromInput(t, row, column);
        for (int j = 0; j < h.length; j++) {
            sum += h[j] * r.at(j, column);
        }
        return sum;
    }

    private DoubleUnaryOperator function(String attribute) {
        return switch (n.attributes().string(attribute)) {
            case "Tanh" -> Math::tanh;
            case "Sigmoid" -> v -> 1 / (1 + Math.exp(-v));
            case "Relu" -> v -> Math.max(v, 0);
            case "Softplus" -> v -> Math.log1p(Math.exp(v));
            default -> throw new IllegalArgumentException(attribute);
        };
    }

    /** @param first the place of the first state among the inputs */
    private static List<NdArray> run(Node n, List<NdArray> in, int first, int states, Step step) {
        RecurrentMeanings cell = new RecurrentMeanings(n, in);
        int steps = cell.x.size(0);
        int rows = cell.x.size(1);
        double[][][] now = new double[rows][states][cell.units];
        double[] all = new double[steps * rows * cell.units];
        for (int row = 0; row < rows; row++) {
            for (int s = 0; s < states; s++) {
                for (int k = 0; k < cell.units; k++) {
                    now[row][s][k] = in.get(first + s).at(row, k);
                }
            }
            double length =
                    n.attributes().flag("lengths") ? in.get(in.size() - 1).at(row) : steps;
            for (int turn = 0; turn < steps; turn++) {
                int t = n.attributes().flag("reverse") ? steps - 1 - turn : turn;
                if (t < length) {
                    now[row] = step.next(cell, t, row, now[row]);
                    System.arraycopy(now[row][0], 0, all, (t * rows + row) * cell.units, cell.units);
                }
            }
        }
        List<NdArray> out =
                new ArrayList<>(List.of(NdArray.of(cell.x.dtype(), new int[] {steps, rows, cell.units}, all)));
        for (int s = 0; s < states; s++) {
            int state = s;
            out.add(NdArray.generate(cell.x.dtype(), new int[] {rows, cell.units}, at -> now[at[0]][state][at[1]]));
        }
        return out;
    }
}
