package org.nn4j.compiler.op;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.nn4j.compiler.ir.DType;

/** Where the numbers of a sample's input come from. All of them are exact in f32. */
@FunctionalInterface
public interface Filler {

    double[] fill(Random random, int count, DType dtype);

    /** Of both signs, away from 0, where many functions have a kink. */
    Filler SMOOTH = (r, n, d) -> draw(n, d, () -> (r.nextBoolean() ? 1 : -1) * (0.4 + 1.8 * r.nextDouble()));

    Filler POSITIVE = (r, n, d) -> draw(n, d, () -> 0.4 + 1.8 * r.nextDouble());

    Filler NEGATIVE = (r, n, d) -> draw(n, d, () -> -0.4 - 1.8 * r.nextDouble());

    /** Of both signs, away from 0 and from 1. */
    Filler BELOW_1 = (r, n, d) -> draw(n, d, () -> (r.nextBoolean() ? 1 : -1) * (0.1 + 0.7 * r.nextDouble()));

    /** Any two differ by at least a tenth, so that a largest one is and stays the largest. */
    Filler DISTINCT = spaced(0);

    /** As {@link #DISTINCT}, and each differs from all of those. */
    Filler DISTINCT_BETWEEN = spaced(0.1);

    /** Few different numbers, so that many are equal; not where differences are taken. */
    Filler TIES = (r, n, d) -> draw(n, d, () -> r.nextInt(3) - 1);

    private static double[] draw(int n, DType d, DoubleSupplier s) {
        double[] v = new double[n];
        Arrays.setAll(v, i -> fit(d, s.getAsDouble()));
        return v;
    }

    private static Filler spaced(double offset) {
        return (r, n, d) -> {
            double[] v = new double[n];
            Arrays.setAll(v, i -> fit(d, d.isFloat() ? (i - n / 2) * 0.21 + 0.03 + offset : i + 10 * offset));
            for (int i = n - 1; i > 0; i--) {
                int j = r.nextInt(i + 1);
                double swapped = v[i];
                v[i] = v[j];
                v[j] = swapped;
            }
            return v;
        };
    }

    private static double fit(DType d, double v) {
        return switch (d) {
            case F32, F64 -> (float) v;
            case I32, I64 -> Math.rint(2 * v);
            case U8, U64 -> Math.abs(Math.rint(2 * v));
            case BOOL -> v > 0 ? 1 : 0;
        };
    }

    /** Indices below {@code end}, some of them several times. */
    static Filler below(int end) {
        return (r, n, d) -> r.ints(n, 0, end).asDoubleStream().toArray();
    }

    /** These, over and over. */
    static Filler given(double... values) {
        return (r, n, d) -> {
            double[] v = new double[n];
            Arrays.setAll(v, i -> values[i % values.length]);
            return v;
        };
    }
}
