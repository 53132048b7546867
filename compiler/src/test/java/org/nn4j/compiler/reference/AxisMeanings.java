package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;
import static org.nn4j.compiler.reference.Meanings.several;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.OrderOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;

/** What the operators do that know axes: reductions, products, shapes, indices. */
final class AxisMeanings {

    private AxisMeanings() {}

    static void enter() {
        fold(Reduction.SUM, 0, (x, y) -> x + y);
        fold(Reduction.PROD, 1, (x, y) -> x * y);
        fold(Reduction.SUM_SQUARE, 0, (x, y) -> x + y * y);
        fold(Reduction.MAX, Double.NEGATIVE_INFINITY, Math::max);
        fold(Reduction.MIN, Double.POSITIVE_INFINITY, Math::min);
        one(Reduction.MEAN, (n, in, s) -> {
            NdArray sum = fold(n, in.get(0), 0, (x, y) -> x + y);
            double each = (double) in.get(0).count() / sum.count();
            return sum.withElements(
                    Arrays.stream(sum.elements()).map(v -> v / each).toArray());
        });
        one(Reduction.CUMSUM, (n, in, s) -> {
            NdArray x = in.get(0);
            int axis = n.attributes().integer("axis");
            boolean reverse = n.attributes().flag("reverse");
            return NdArray.generate(x.dtype(), x.sizes(), i -> {
                double sum = 0;
                int[] at = i.clone();
                for (int k = reverse ? i[axis] : 0; k < (reverse ? x.size(axis) : i[axis] + 1); k++) {
                    at[axis] = k;
                    sum += x.at(at);
                }
                return sum;
            });
        });
        place(Reduction.ARGMAX, 1);
        place(Reduction.ARGMIN, -1);
        several(OrderOps.TOP_K, (n, in, s) -> {
            NdArray x = in.get(0);
            int axis = n.attributes().integer("axis");
            double sign = n.attributes().flag("smallest") ? 1 : -1;
            int[] sizes = x.sizes();
            sizes[axis] = (int) s.size(n.attributes().dim("k"));
            NdArray places = NdArray.generate(
                    DType.I64,
                    sizes,
                    i -> IntStream.range(0, x.size(axis))
                            .boxed()
                            .sorted(Comparator.comparingDouble(k -> sign * x.at(replaced(i, axis, k))))
                            .toList()
                            .get(i[axis]));
            return List.of(
                    NdArray.generate(x.dtype(), sizes, i -> x.at(replaced(i, axis, (int) places.at(i)))), places);
        });

        one(MatrixOps.MATMUL, (n, in, s) -> product(n, in.get(0), in.get(1)));
        one(MatrixOps.GEMM, (n, in, s) -> {
            NdArray xy = product(n, in.get(0), in.get(1));
            return NdArray.generate(
                    xy.dtype(), xy.sizes(), i -> xy.at(i) + in.get(2).spread(i));
        });

        one(
                ShapeOps.RESHAPE,
                (n, in, s) -> in.get(0).reshaped(s.sizes(n.attributes().shape("shape"))));
        one(
                ShapeOps.SQUEEZE,
                (n, in, s) -> in.get(0)
                        .reshaped(
                                Sizes.without(in.get(0).sizes(), n.attributes().integers("axes"))));
        one(ShapeOps.UNSQUEEZE, (n, in, s) -> {
            int[] sizes = in.get(0).sizes();
            for (int axis : n.attributes().integers("axes")) {
                sizes = Sizes.inserted(sizes, axis, 1);
            }
            return in.get(0).reshaped(sizes);
        });
        one(ShapeOps.TRANSPOSE, (n, in, s) -> {
            NdArray x = in.get(0);
            List<Integer> perm = n.attributes().integers("perm");
            int[] sizes = perm.stream().mapToInt(x::size).toArray();
            return NdArray.generate(x.dtype(), sizes, i -> {
                int[] from = new int[i.length];
                IntStream.range(0, i.length).forEach(k -> from[perm.get(k)] = i[k]);
                return x.at(from);
            });
        });
        one(
                ShapeOps.BROADCAST_TO,
                (n, in, s) -> NdArray.generate(
                        in.get(0).dtype(), s.sizes(n.attributes().shape("shape")), in.get(0)::spread));
        one(ShapeOps.CONCAT, (n, in, s) -> {
            int axis = n.attributes().integer("axis");
            int[] sizes = in.get(0).sizes();
            sizes[axis] = in.stream().mapToInt(x -> x.size(axis)).sum();
            return NdArray.generate(in.get(0).dtype(), sizes, i -> {
                int[] from = i.clone();
                int part = 0;
                while (from[axis] >= in.get(part).size(axis)) {
                    from[axis] -= in.get(part++).size(axis);
                }
                return in.get(part).at(from);
            });
        });
        several(ShapeOps.SPLIT, (n, in, s) -> {
            int axis = n.attributes().integer("axis");
            List<NdArray> parts = new ArrayList<>();
            int start = 0;
            for (Dim size : n.attributes().dims("sizes")) {
                int first = start;
                int[] sizes = in.get(0).sizes();
                sizes[axis] = (int) s.size(size);
                parts.add(NdArray.generate(in.get(0).dtype(), sizes, i -> {
                    int[] from = i.clone();
                    from[axis] += first;
                    return in.get(0).at(from);
                }));
                start += sizes[axis];
            }
            return parts;
        });

        one(IndexOps.GATHER, (n, in, s) -> {
            NdArray data = in.get(0);
            NdArray indices = in.get(1);
            int axis = n.attributes().entries().containsKey("axis")
                    ? n.attributes().integer("axis")
                    : 0;
            int[] sizes = Sizes.without(data.sizes(), List.of(axis));
            for (int k = 0; k < indices.rank(); k++) {
                sizes = Sizes.inserted(sizes, axis + k, indices.size(k));
            }
            return NdArray.generate(data.dtype(), sizes, i -> {
                int at = (int) indices.at(Arrays.copyOfRange(i, axis, axis + indices.rank()));
                int[] rest =
                        Sizes.joined(Arrays.copyOf(i, axis), Arrays.copyOfRange(i, axis + indices.rank(), i.length));
                return data.at(Sizes.inserted(rest, axis, at));
            });
        });
        one(IndexOps.FIRST, (n, in, s) -> {
            int[] sizes = in.get(0).sizes();
            sizes[1] = (int) in.get(1).value();
            return NdArray.generate(in.get(0).dtype(), sizes, in.get(0)::at);
        });
        one(IndexOps.GATHER_ALONG, (n, in, s) -> {
            int axis = n.attributes().integer("axis");
            return NdArray.generate(in.get(0).dtype(), in.get(1).sizes(), i -> {
                int[] from = i.clone();
                from[axis] = (int) in.get(1).at(i);
                return in.get(0).at(from);
            });
        });
        one(IndexOps.SCATTER_ADD_ALONG, (n, in, s) -> {
            int axis = n.attributes().integer("axis");
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            double[] sums = new double[NdArray.count(sizes)];
            NdArray.forEachIndex(in.get(0).sizes(), i -> {
                int[] to = i.clone();
                to[axis] = (int) in.get(0).at(i);
                sums[NdArray.place(to, sizes)] += in.get(1).at(i);
            });
            return NdArray.of(in.get(1).dtype(), sizes, sums);
        });
        one(IndexOps.SCATTER_ADD, (n, in, s) -> {
            NdArray indices = in.get(0);
            NdArray rows = in.get(1);
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            double[] sums = new double[NdArray.count(sizes)];
            NdArray.forEachIndex(rows.sizes(), i -> {
                int at = (int) indices.at(Arrays.copyOf(i, indices.rank()));
                int[] to = Sizes.inserted(Arrays.copyOfRange(i, indices.rank(), i.length), 0, at);
                sums[NdArray.place(to, sizes)] += rows.at(i);
            });
            return NdArray.of(rows.dtype(), sizes, sums);
        });
    }

    /** Where the largest of the numbers is, times a sign. */
    private static void place(Op op, double sign) {
        one(op, (n, in, s) -> {
            NdArray x = in.get(0);
            int axis = n.attributes().integer("axis");
            return NdArray.generate(n.output().dtype(), Sizes.without(x.sizes(), List.of(axis)), i -> {
                int best = 0;
                for (int k = 1; k < x.size(axis); k++) {
                    double gain = x.at(Sizes.inserted(i, axis, k)) - x.at(Sizes.inserted(i, axis, best));
                    best = sign * gain > 0 ? k : best;
                }
                return best;
            });
        });
    }

    private static int[] replaced(int[] index, int axis, int with) {
        int[] other = index.clone();
        other[axis] = with;
        return other;
    }

    /** Over axes: {@code first} where there is nothing yet, then one element after the other. */
    private static void fold(Op op, double first, DoubleBinaryOperator f) {
        one(op, (n, in, s) -> fold(n, in.get(0), first, f));
    }

    private static NdArray fold(Node n, NdArray x, double first, DoubleBinaryOperator f) {
        List<Integer> axes = n.attributes().integers("axes");
        int[] kept = x.sizes();
        axes.forEach(axis -> kept[axis] = 1);
        double[] out = new double[NdArray.count(kept)];
        Arrays.fill(out, first);
        NdArray.forEachIndex(x.sizes(), i -> {
            int[] to = i.clone();
            axes.forEach(axis -> to[axis] = 0);
            int place = NdArray.place(to, kept);
            out[place] = f.applyAsDouble(out[place], x.at(i));
        });
        return NdArray.of(x.dtype(), n.attributes().flag("keep") ? kept : Sizes.without(kept, axes), out);
    }

    private static NdArray product(Node n, NdArray a, NdArray b) {
        NdArray x = n.attributes().flag("transA") ? lastSwapped(a) : a;
        NdArray y = n.attributes().flag("transB") ? lastSwapped(b) : b;
        int inner = x.size(x.rank() - 1);
        if (inner != y.size(y.rank() - 2)) {
            throw new IllegalStateException("product of " + x + " and " + y);
        }
        NdArray xBatch = NdArray.zeros(x.dtype(), Arrays.copyOf(x.sizes(), x.rank() - 2));
        NdArray yBatch = NdArray.zeros(y.dtype(), Arrays.copyOf(y.sizes(), y.rank() - 2));
        int[] corner = {x.size(x.rank() - 2), y.size(y.rank() - 1)};
        return NdArray.generate(x.dtype(), Sizes.joined(Sizes.broadcast(List.of(xBatch, yBatch)), corner), i -> {
            int[] left = i.clone();
            int[] right = i.clone();
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                left[i.length - 1] = k;
                right[i.length - 2] = k;
                sum += x.spread(left) * y.spread(right);
            }
            return sum * MatrixOps.alpha(n);
        });
    }

    private static NdArray lastSwapped(NdArray x) {
        int r = x.rank();
        return NdArray.generate(x.dtype(), lastSwapped(x.sizes(), r), i -> x.at(lastSwapped(i.clone(), r)));
    }

    private static int[] lastSwapped(int[] index, int r) {
        int last = index[r - 1];
        index[r - 1] = index[r - 2];
        index[r - 2] = last;
        return index;
    }
}
