package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;
import static org.nn4j.compiler.reference.Meanings.several;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.op.Pooling;
import org.nn4j.compiler.op.SliceOps;

/** What the operators do that take parts of tensors or go over windows. */
final class WindowMeanings {

    private WindowMeanings() {}

    static void enter() {
        one(SliceOps.SLICE, (n, in, s) -> {
            NdArray x = in.get(0);
            List<Integer> axes = n.attributes().integers("axes");
            int[] starts = new int[x.rank()];
            int[] sizes = x.sizes();
            for (int i = 0; i < axes.size(); i++) {
                starts[axes.get(i)] = number(s, n.attributes().dims("starts").get(i));
                sizes[axes.get(i)] = number(s, n.attributes().dims("sizes").get(i));
            }
            return NdArray.generate(x.dtype(), sizes, i -> x.at(plus(i, starts)));
        });
        one(SliceOps.PAD, (n, in, s) -> {
            NdArray x = in.get(0);
            Attributes a = n.attributes();
            List<Integer> axes = a.integers("axes");
            int[] shift = new int[x.rank()];
            int[] sizes = x.sizes();
            for (int i = 0; i < axes.size(); i++) {
                int before = number(s, a.dims("before").get(i));
                shift[axes.get(i)] = -before;
                sizes[axes.get(i)] += before + number(s, a.dims("after").get(i));
            }
            double value = a.entries().containsKey("value") ? a.tensor("value").scalarValue() : 0;
            return NdArray.generate(x.dtype(), sizes, i -> {
                int[] from = plus(i, shift);
                for (int k = 0; k < from.length; k++) {
                    int last = x.size(k) - 1;
                    boolean outside = from[k] < 0 || from[k] > last;
                    if (outside && a.string("mode").equals("constant")) {
                        return value;
                    }
                    if (outside && a.string("mode").equals("edge")) {
                        from[k] = from[k] < 0 ? 0 : last;
                    } else if (outside) {
                        from[k] = from[k] < 0 ? -from[k] : 2 * last - from[k];
                    }
                }
                return x.at(from);
            });
        });
        one(SliceOps.FLIP, (n, in, s) -> {
            NdArray x = in.get(0);
            return NdArray.generate(x.dtype(), x.sizes(), i -> {
                int[] from = i.clone();
                n.attributes().integers("axes").forEach(axis -> from[axis] = x.size(axis) - 1 - i[axis]);
                return x.at(from);
            });
        });

        one(Pooling.MAX_POOL, (n, in, s) -> pooled(n.attributes(), in.get(0), (sum, best, place, all) -> best));
        several(Pooling.MAX_POOL_PLACES, (n, in, s) -> {
            NdArray places = pooled(n.attributes(), in.get(0), (sum, best, place, all) -> place);
            return List.of(
                    pooled(n.attributes(), in.get(0), (sum, best, place, all) -> best),
                    NdArray.of(DType.I64, places.sizes(), places.elements()));
        });
        one(
                Pooling.AVERAGE_POOL,
                (n, in, s) -> pooled(n.attributes(), in.get(0), (sum, best, place, all) -> sum / all));
        one(Pooling.SPREAD_POOL, (n, in, s) -> {
            NdArray y = in.get(0);
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            double[] out = new double[NdArray.count(sizes)];
            NdArray.forEachIndex(y.sizes(), at -> {
                int all = n.attributes().integers("kernel").stream().reduce(1, Math::multiplyExact);
                window(n.attributes(), at, sizes).forEach(i -> out[NdArray.place(i, sizes)] += y.at(at) / all);
            });
            return NdArray.of(y.dtype(), sizes, out);
        });
        one(Pooling.ENLARGE, (n, in, s) -> {
            NdArray x = in.get(0);
            List<Integer> factors = n.attributes().integers("factors");
            int[] sizes = x.sizes();
            for (int i = 0; i < factors.size(); i++) {
                sizes[i + 2] *= factors.get(i);
            }
            return NdArray.generate(x.dtype(), sizes, i -> {
                int[] from = i.clone();
                for (int k = 0; k < factors.size(); k++) {
                    from[k + 2] /= factors.get(k);
                }
                return x.at(from);
            });
        });
    }

    /** What a window gives: of its sum, its largest element, where that stands first, and the elements it has in all. */
    private interface OfWindow {
        double apply(double sum, double largest, int place, int all);
    }

    private static NdArray pooled(Attributes a, NdArray x, OfWindow f) {
        int[] sizes = x.sizes();
        List<Integer> kernel = a.integers("kernel");
        for (int i = 0; i < kernel.size(); i++) {
            int margins = a.integers("before").get(i) + a.integers("after").get(i);
            sizes[i + 2] = (sizes[i + 2] + margins - kernel.get(i))
                            / a.integers("stride").get(i)
                    + 1;
        }
        int all = kernel.stream().reduce(1, Math::multiplyExact);
        return NdArray.generate(x.dtype(), sizes, at -> {
            double sum = 0;
            double best = Double.NEGATIVE_INFINITY;
            int place = -1;
            for (int[] i : window(a, at, x.sizes())) {
                sum += x.at(i);
                if (x.at(i) > best) {
                    best = x.at(i);
                    place = NdArray.place(i, x.sizes());
                }
            }
            return f.apply(sum, best, place, all);
        });
    }

    /** The elements inside a tensor that the window covers at a place. */
    private static List<int[]> window(Attributes a, int[] at, int[] sizes) {
        int[] kernel = a.integers("kernel").stream().mapToInt(k -> k).toArray();
        List<int[]> out = new ArrayList<>();
        NdArray.forEachIndex(kernel, offset -> {
            int[] i = at.clone();
            boolean inside = true;
            for (int k = 0; k < kernel.length; k++) {
                i[k + 2] = at[k + 2] * a.integers("stride").get(k)
                        - a.integers("before").get(k)
                        + offset[k];
                inside &= i[k + 2] >= 0 && i[k + 2] < sizes[k + 2];
            }
            if (inside) {
                out.add(i);
            }
        });
        return out;
    }

    private static int number(Meanings.Scope s, Dim d) {
        return Math.toIntExact(s.size(d));
    }

    private static int[] plus(int[] a, int[] b) {
        int[] out = a.clone();
        Arrays.setAll(out, i -> a[i] + b[i]);
        return out;
    }
}
