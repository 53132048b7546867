package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.BitOps;
import org.nn4j.compiler.op.Fourier;
import org.nn4j.compiler.op.PointOps;

/** What the operators do on bits, on indices of several axes, on what is put and grouped, and Fourier's transform. */
final class PointMeanings {

    private PointMeanings() {}

    static void enter() {
        bits(BitOps.BITWISE_AND, (x, y) -> x & y);
        bits(BitOps.BITWISE_OR, (x, y) -> x | y);
        bits(BitOps.BITWISE_XOR, (x, y) -> x ^ y);
        one(
                BitOps.BITWISE_NOT,
                (n, in, s) -> NdArray.generate(n.output().dtype(), in.get(0).sizes(), i ->
                        ~(long) in.get(0).at(i)));

        one(PointOps.GATHER_ND, (n, in, s) -> {
            NdArray indices = in.get(1);
            int[] sizes = s.sizes(n.output().shape());
            return NdArray.generate(in.get(0).dtype(), sizes, i -> in.get(0).at(point(indices, i)));
        });
        one(PointOps.SCATTER_ADD_ND, (n, in, s) -> {
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            double[] sums = new double[NdArray.count(sizes)];
            NdArray.forEachIndex(
                    in.get(1).sizes(),
                    i -> sums[NdArray.place(point(in.get(0), i), sizes)] +=
                            in.get(1).at(i));
            return NdArray.of(in.get(1).dtype(), sizes, sums);
        });
        one(PointOps.PUT, (n, in, s) -> {
            NdArray indices = in.get(1);
            double[] elements = in.get(0).elements();
            NdArray.forEachIndex(in.get(2).sizes(), i -> {
                int[] rest = Arrays.copyOfRange(i, indices.rank(), i.length);
                int[] to = Sizes.inserted(rest, 0, (int) indices.at(Arrays.copyOf(i, indices.rank())));
                elements[NdArray.place(to, in.get(0).sizes())] = in.get(2).at(i);
            });
            return in.get(0).withElements(elements);
        });
        one(PointOps.PUT_ALONG, (n, in, s) -> {
            double[] elements = in.get(0).elements();
            NdArray.forEachIndex(in.get(2).sizes(), i -> {
                int[] to = i.clone();
                to[n.attributes().integer("axis")] = (int) in.get(1).at(i);
                elements[NdArray.place(to, in.get(0).sizes())] = in.get(2).at(i);
            });
            return in.get(0).withElements(elements);
        });
        grouped(PointOps.SCATTER_MAX, Double.NEGATIVE_INFINITY, Math::max);
        grouped(PointOps.SCATTER_MIN, Double.POSITIVE_INFINITY, Math::min);

        one(Fourier.DFT, (n, in, s) -> {
            NdArray x = in.get(0);
            boolean inverse = n.attributes().flag("inverse");
            int places = x.size(x.rank() - 2);
            return NdArray.generate(x.dtype(), x.sizes(), i -> {
                double sum = 0;
                int[] at = i.clone();
                for (int k = 0; k < places; k++) {
                    double angle = (inverse ? 2 : -2) * Math.PI * k * i[i.length - 2] / places;
                    at[i.length - 2] = k;
                    at[i.length - 1] = 0;
                    double re = x.at(at);
                    at[i.length - 1] = 1;
                    double im = x.at(at);
                    sum += i[i.length - 1] == 0
                            ? re * Math.cos(angle) - im * Math.sin(angle)
                            : re * Math.sin(angle) + im * Math.cos(angle);
                }
                return inverse ? sum / places : sum;
            });
        });
    }

    /** Where a part's element stands: at the indices of its place, then at the rest of its own. */
    private static int[] point(NdArray indices, int[] i) {
        int outer = indices.rank() - 1;
        int[] named = new int[indices.size(outer)];
        int[] at = Arrays.copyOf(i, outer + 1);
        for (int k = 0; k < named.length; k++) {
            at[outer] = k;
            named[k] = (int) indices.at(at);
        }
        return Sizes.joined(named, Arrays.copyOfRange(i, outer, i.length));
    }

    private static void bits(Op op, LongBinaryOperator f) {
        one(
                op,
                (n, in, s) -> NdArray.generate(
                        n.output().dtype(),
                        Sizes.broadcast(in),
                        i -> f.applyAsLong(
                                (long) in.get(0).spread(i), (long) in.get(1).spread(i))));
    }

    private static void grouped(Op op, double none, DoubleBinaryOperator f) {
        one(op, (n, in, s) -> {
            NdArray indices = in.get(0);
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            double[] out = new double[NdArray.count(sizes)];
            Arrays.fill(out, none);
            NdArray.forEachIndex(in.get(1).sizes(), i -> {
                int[] rest = Arrays.copyOfRange(i, indices.rank(), i.length);
                int[] to = Sizes.inserted(rest, 0, (int) indices.at(Arrays.copyOf(i, indices.rank())));
                int place = NdArray.place(to, sizes);
                out[place] = f.applyAsDouble(out[place], in.get(1).at(i));
            });
            return NdArray.of(in.get(1).dtype(), sizes, out);
        });
    }
}
