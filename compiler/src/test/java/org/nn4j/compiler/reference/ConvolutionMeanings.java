package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;

import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.op.Convolution;

/** What convolutions do: each is the same sum over pairs of places that meet, into another of its three tensors. */
final class ConvolutionMeanings {

    private ConvolutionMeanings() {}

    static void enter() {
        one(Convolution.CONV, (n, in, s) -> {
            NdArray x = in.get(0);
            NdArray w = in.get(1);
            int[] y = s.sizes(n.output().shape());
            double[] sums = new double[NdArray.count(y)];
            meet(
                    n.attributes(),
                    x.sizes(),
                    w.sizes(),
                    y,
                    (atX, atW, atY) -> sums[NdArray.place(atY, y)] += x.at(atX) * w.at(atW));
            return plusBias(NdArray.of(x.dtype(), y, sums), in);
        });
        one(Convolution.CONV_TRANSPOSE, (n, in, s) -> {
            NdArray y = in.get(0);
            NdArray w = in.get(1);
            int[] x = s.sizes(n.output().shape());
            double[] sums = new double[NdArray.count(x)];
            meet(
                    n.attributes(),
                    x,
                    w.sizes(),
                    y.sizes(),
                    (atX, atW, atY) -> sums[NdArray.place(atX, x)] += y.at(atY) * w.at(atW));
            return plusBias(NdArray.of(y.dtype(), x, sums), in);
        });
        one(Convolution.CONV_WEIGHTS, (n, in, s) -> {
            NdArray x = in.get(0);
            NdArray y = in.get(1);
            int[] w = s.sizes(n.output().shape());
            double[] sums = new double[NdArray.count(w)];
            meet(
                    n.attributes(),
                    x.sizes(),
                    w,
                    y.sizes(),
                    (atX, atW, atY) -> sums[NdArray.place(atW, w)] += x.at(atX) * y.at(atY));
            return NdArray.of(x.dtype(), w, sums);
        });
    }

    private interface Visit {
        void of(int[] x, int[] w, int[] y);
    }

    /** Every element of the image that an element of the kernel lies on for an element of the output. */
    private static void meet(Attributes a, int[] x, int[] w, int[] y, Visit visit) {
        int groups = a.integer("groups");
        List<Integer> strides = a.integers("strides");
        List<Integer> dilations = a.integers("dilations");
        List<Integer> before = a.integers("before");
        NdArray.forEachIndex(
                y,
                atY -> NdArray.forEachIndex(w, atW -> {
                    int group = atY[1] / (y[1] / groups);
                    if (atW[0] != atY[1]) {
                        return;
                    }
                    int[] atX = new int[x.length];
                    atX[0] = atY[0];
                    atX[1] = group * (x[1] / groups) + atW[1];
                    for (int i = 2; i < x.length; i++) {
                        atX[i] = atY[i] * strides.get(i - 2) + atW[i] * dilations.get(i - 2) - before.get(i - 2);
                        if (atX[i] < 0 || atX[i] >= x[i]) {
                            return;
                        }
                    }
                    visit.of(atX, atW, atY);
                }));
    }

    private static NdArray plusBias(NdArray y, List<NdArray> in) {
        return in.size() < 3
                ? y
                : NdArray.generate(
                        y.dtype(), y.sizes(), i -> y.at(i) + in.get(2).at(i[1]));
    }
}
