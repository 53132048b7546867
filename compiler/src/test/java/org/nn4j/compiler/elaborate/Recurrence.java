package org.nn4j.compiler.elaborate;

import java.util.Arrays;

/** Recurrences as their papers state them, written out row by row and number by number. */
final class Recurrence {

    /** One step for one row: from the slice of x and what is carried, of which the first is the output. */
    interface Cell {
        double[][] step(double[] x, double[][] carried);
    }

    private final int units;
    private final int carries;
    private final Cell cell;

    Recurrence(int units, int carries, Cell cell) {
        this.units = units;
        this.carries = carries;
        this.cell = cell;
    }

    /** The output of every step, [B][T][units]; 0 beyond a row's end. */
    double[][][] seq(double[][][] x, int[] lengths, boolean reverse) {
        double[][][] seq = new double[x.length][x[0].length][units];
        for (int b = 0; b < x.length; b++) {
            double[][] carried = new double[carries][units];
            for (int i = 0; i < lengths[b]; i++) {
                int t = reverse ? lengths[b] - 1 - i : i;
                carried = cell.step(x[b][t], carried);
                seq[b][t] = carried[0];
            }
        }
        return seq;
    }

    /** The output of the step that comes last, [B][units]; 0 for a row without steps. */
    double[][] last(double[][][] x, int[] lengths, boolean reverse) {
        double[][][] seq = seq(x, lengths, reverse);
        double[][] last = new double[x.length][units];
        for (int b = 0; b < x.length; b++) {
            if (lengths[b] > 0) {
                last[b] = seq[b][reverse ? 0 : lengths[b] - 1];
            }
        }
        return last;
    }

    static double[] sum(double[]... vectors) {
        double[] s = new double[vectors[0].length];
        for (double[] v : vectors) {
            Arrays.setAll(s, i -> s[i] + v[i]);
        }
        return s;
    }

    /** v times a matrix of {@code columns}, rows one after the other. */
    static double[] times(double[] v, double[] matrix, int columns) {
        double[] out = new double[columns];
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < columns; j++) {
                out[j] += v[i] * matrix[i * columns + j];
            }
        }
        return out;
    }

    /** The i-th of the parts of this size. */
    static double[] part(double[] v, int i, int size) {
        return Arrays.copyOfRange(v, i * size, (i + 1) * size);
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
