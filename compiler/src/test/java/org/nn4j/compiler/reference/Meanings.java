package org.nn4j.compiler.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.RandomOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;

/** What each operator does, one entry an operator, in the plainest form and without regard to speed. */
final class Meanings {

    /** What an operator may ask about the graph it stands in. */
    interface Scope {
        long size(Dim dim);

        int[] sizes(Shape shape);

        List<NdArray> call(Graph body, List<NdArray> arguments);
    }

    @FunctionalInterface
    interface Meaning {
        List<NdArray> apply(Node n, List<NdArray> in, Scope scope);
    }

    @FunctionalInterface
    private interface OfOne {
        NdArray apply(Node n, List<NdArray> in, Scope scope);
    }

    private static final Map<Op, Meaning> ALL = new HashMap<>();

    private Meanings() {}

    static Meaning of(Op op) {
        Meaning m = ALL.get(op);
        if (m == null) {
            throw new IllegalStateException("the reference evaluator does not say what " + op + " means");
        }
        return m;
    }

    private static void one(Op op, OfOne meaning) {
        ALL.put(op, (n, in, s) -> List.of(meaning.apply(n, in, s)));
    }

    /** Place by place, after broadcasting. */
    private static void placewise(Op op, ToDoubleFunction<double[]> f) {
        one(
                op,
                (n, in, s) -> NdArray.generate(
                        n.output().dtype(),
                        broadcast(in),
                        i -> f.applyAsDouble(
                                in.stream().mapToDouble(x -> x.spread(i)).toArray())));
    }

    private static void unary(Op op, DoubleUnaryOperator f) {
        placewise(op, v -> f.applyAsDouble(v[0]));
    }

    private static void binary(Op op, DoubleBinaryOperator f) {
        placewise(op, v -> f.applyAsDouble(v[0], v[1]));
    }

    @FunctionalInterface
    private interface Predicate {
        boolean holds(double x, double y);
    }

    private static void predicate(Op op, Predicate p) {
        binary(op, (x, y) -> p.holds(x, y) ? 1 : 0);
    }

    /** Over axes: {@code first} where there is nothing yet, then one element after the other. */
    private static void fold(Op op, double first, DoubleBinaryOperator f) {
        one(op, (n, in, s) -> fold(n, in.get(0), first, f));
    }

    static {
        binary(Elementwise.ADD, (x, y) -> x + y);
        binary(Elementwise.SUB, (x, y) -> x - y);
        binary(Elementwise.MUL, (x, y) -> x * y);
        binary(Elementwise.DIV, (x, y) -> x / y);
        binary(Elementwise.FLOOR_DIV, (x, y) -> Math.floor(x / y));
        binary(Elementwise.MOD, (x, y) -> (double) Math.floorMod((long) x, (long) y));
        binary(Elementwise.POW, Math::pow);
        binary(Elementwise.MAXIMUM, Math::max);
        binary(Elementwise.MINIMUM, Math::min);
        unary(Elementwise.NEG, x -> -x);
        unary(Elementwise.ABS, Math::abs);
        unary(Elementwise.SIGN, Math::signum);
        unary(Elementwise.FLOOR, Math::floor);
        unary(Elementwise.EXP, Math::exp);
        unary(Elementwise.LOG, Math::log);
        unary(Elementwise.SQRT, Math::sqrt);
        unary(Elementwise.SIN, Math::sin);
        unary(Elementwise.COS, Math::cos);
        unary(Elementwise.TANH, Math::tanh);
        unary(Elementwise.SIGMOID, x -> 1 / (1 + Math.exp(-x)));
        unary(Elementwise.SOFTPLUS, x -> x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
        unary(Elementwise.RELU, x -> Math.max(x, 0));
        unary(Elementwise.ERF, Meanings::erf);

        predicate(Elementwise.EQUAL, (x, y) -> x == y);
        predicate(Elementwise.LESS, (x, y) -> x < y);
        predicate(Elementwise.LESS_EQUAL, (x, y) -> x <= y);
        predicate(Elementwise.GREATER, (x, y) -> x > y);
        predicate(Elementwise.GREATER_EQUAL, (x, y) -> x >= y);
        predicate(Elementwise.AND, (x, y) -> x != 0 && y != 0);
        predicate(Elementwise.OR, (x, y) -> x != 0 || y != 0);
        unary(Elementwise.NOT, x -> 1 - x);
        placewise(Elementwise.WHERE, v -> v[0] != 0 ? v[1] : v[2]);
        unary(Elementwise.IS_FINITE, x -> Double.isFinite(x) ? 1 : 0);
        unary(Elementwise.CAST, x -> x);
        unary(Elementwise.STOP_GRADIENT, x -> x);

        fold(Reduction.SUM, 0, (x, y) -> x + y);
        fold(Reduction.MAX, Double.NEGATIVE_INFINITY, Math::max);
        fold(Reduction.MIN, Double.POSITIVE_INFINITY, Math::min);
        one(Reduction.MEAN, (n, in, s) -> {
            NdArray sum = fold(n, in.get(0), 0, (x, y) -> x + y);
            double each = (double) in.get(0).count() / sum.count();
            return sum.withElements(
                    Arrays.stream(sum.elements()).map(v -> v / each).toArray());
        });
        one(Reduction.ARGMAX, (n, in, s) -> {
            NdArray x = in.get(0);
            int axis = n.attributes().integer("axis");
            return NdArray.generate(n.output().dtype(), without(x.sizes(), List.of(axis)), i -> {
                int best = 0;
                for (int k = 1; k < x.size(axis); k++) {
                    best = x.at(inserted(i, axis, k)) > x.at(inserted(i, axis, best)) ? k : best;
                }
                return best;
            });
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
                        .reshaped(without(in.get(0).sizes(), n.attributes().integers("axes"))));
        one(ShapeOps.UNSQUEEZE, (n, in, s) -> {
            int[] sizes = in.get(0).sizes();
            for (int axis : n.attributes().integers("axes")) {
                sizes = inserted(sizes, axis, 1);
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
        ALL.put(ShapeOps.SPLIT, (n, in, s) -> {
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
            int[] row = without(data.sizes(), List.of(0));
            return NdArray.generate(data.dtype(), joined(indices.sizes(), row), i -> {
                int at = (int) indices.at(Arrays.copyOf(i, indices.rank()));
                return data.at(inserted(Arrays.copyOfRange(i, indices.rank(), i.length), 0, at));
            });
        });
        one(IndexOps.SCATTER_ADD, (n, in, s) -> {
            NdArray indices = in.get(0);
            NdArray rows = in.get(1);
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            double[] sums = new double[NdArray.count(sizes)];
            NdArray.forEachIndex(rows.sizes(), i -> {
                int at = (int) indices.at(Arrays.copyOf(i, indices.rank()));
                int[] to = inserted(Arrays.copyOfRange(i, indices.rank(), i.length), 0, at);
                sums[NdArray.place(to, sizes)] += rows.at(i);
            });
            return NdArray.of(rows.dtype(), sizes, sums);
        });

        one(Constants.CONSTANT, (n, in, s) -> {
            Tensor t = n.attributes().tensor("value");
            return NdArray.of(t.dtype(), s.sizes(t.shape()), t.elements());
        });
        one(
                Constants.DIM,
                (n, in, s) -> NdArray.scalar(
                        n.output().dtype(), (double) s.size(n.attributes().dim("dim"))));
        one(
                Constants.IOTA,
                (n, in, s) -> NdArray.generate(
                        n.output().dtype(),
                        new int[] {(int) s.size(n.attributes().dim("size"))},
                        i -> i[0]));
        one(
                Constants.FILL,
                (n, in, s) -> NdArray.generate(
                        n.output().dtype(),
                        s.sizes(n.attributes().shape("shape")),
                        i -> n.attributes().tensor("value").scalarValue()));

        one(RandomOps.RANDOM_UNIFORM, (n, in, s) -> {
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            int key = scramble(
                    (int) (long) in.get(0).value() + fnv1a(n.attributes().string("stream")));
            int stepKey = scramble(key + (int) (long) in.get(1).value());
            int row = sizes.length == 0 ? 0 : NdArray.count(without(sizes, List.of(0)));
            int first = (int) (long) in.get(2).value() * row;
            double[] uniform = new double[NdArray.count(sizes)];
            for (int i = 0; i < uniform.length; i++) {
                long bits = Integer.toUnsignedLong(scramble(first + i + stepKey));
                uniform[i] = Math.min((float) bits * 0x1p-32f, Math.nextDown(1f));
            }
            return NdArray.of(n.output().dtype(), sizes, uniform);
        });

        ALL.put(ControlOps.LOOP, Meanings::loop);
        ALL.put(
                ControlOps.BRANCH,
                (n, in, s) ->
                        s.call(n.regions().get(in.get(0).value() != 0 ? 0 : 1).body(), List.of()));
    }

    private static int[] broadcast(List<NdArray> in) {
        int[] sizes = new int[in.stream().mapToInt(NdArray::rank).max().orElseThrow()];
        Arrays.fill(sizes, 1);
        for (NdArray x : in) {
            for (int i = 0; i < x.rank(); i++) {
                int at = sizes.length - x.rank() + i;
                if (sizes[at] != 1 && x.size(i) != 1 && sizes[at] != x.size(i)) {
                    throw new IllegalStateException("sizes " + sizes[at] + " and " + x.size(i));
                }
                sizes[at] = sizes[at] == 1 ? x.size(i) : sizes[at];
            }
        }
        return sizes;
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
        return NdArray.of(x.dtype(), n.attributes().flag("keep") ? kept : without(kept, axes), out);
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
        return NdArray.generate(x.dtype(), joined(broadcast(List.of(xBatch, yBatch)), corner), i -> {
            int[] left = i.clone();
            int[] right = i.clone();
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                left[i.length - 1] = k;
                right[i.length - 2] = k;
                sum += x.spread(left) * y.spread(right);
            }
            return sum;
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

    private static List<NdArray> loop(Node n, List<NdArray> in, Meanings.Scope s) {
        Graph body = n.regions().get(0).body();
        int carriedCount = in.size() - 2;
        NdArray go = in.get(1);
        List<NdArray> carried = in.subList(2, in.size());
        List<List<NdArray>> stacks = new ArrayList<>();
        for (int i = carriedCount; i < n.outputs().size(); i++) {
            stacks.add(new ArrayList<>());
        }
        for (int turn = 0; turn < in.get(0).value() && go.value() != 0; turn++) {
            List<NdArray> arguments =
                    new ArrayList<>(List.of(NdArray.scalar(in.get(0).dtype(), turn), go));
            arguments.addAll(carried);
            List<NdArray> out = s.call(body, arguments);
            go = out.get(0);
            carried = out.subList(1, 1 + carriedCount);
            for (int i = 0; i < stacks.size(); i++) {
                stacks.get(i).add(out.get(1 + carriedCount + i));
            }
        }
        List<NdArray> results = new ArrayList<>(carried);
        for (int i = 0; i < stacks.size(); i++) {
            List<NdArray> stack = stacks.get(i);
            Shape row = body.outputs().get(1 + carriedCount + i).value().shape();
            int[] sizes = inserted(stack.isEmpty() ? s.sizes(row) : stack.get(0).sizes(), 0, stack.size());
            results.add(NdArray.generate(
                    n.outputs().get(carriedCount + i).dtype(),
                    sizes,
                    at -> stack.get(at[0]).at(Arrays.copyOfRange(at, 1, at.length))));
        }
        return results;
    }

    /** The power series of Kummer's function: no cancellation, all terms have one sign. */
    private static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = 2 / Math.sqrt(Math.PI) * x * Math.exp(-x * x);
        double sum = 0;
        for (int k = 1; sum + term != sum; k++) {
            sum += term;
            term *= 2 * x * x / (2 * k + 1);
        }
        return sum;
    }

    /** Java's int arithmetic wraps around as the generator's 32-bit unsigned one does. */
    private static int scramble(int x) {
        int h = x * 0x9E3779B1;
        h *= h + 0x85EBCA6B;
        h = h * 0xC2B2AE35 + 0x27D4EB2F;
        return h * (h + 0x165667B1);
    }

    private static int fnv1a(String text) {
        int h = 0x811C9DC5;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ Byte.toUnsignedInt(b)) * 0x01000193;
        }
        return h;
    }

    private static int[] without(int[] sizes, List<Integer> axes) {
        return IntStream.range(0, sizes.length)
                .filter(i -> !axes.contains(i))
                .map(i -> sizes[i])
                .toArray();
    }

    private static int[] inserted(int[] sizes, int axis, int size) {
        int[] out = new int[sizes.length + 1];
        System.arraycopy(sizes, 0, out, 0, axis);
        out[axis] = size;
        System.arraycopy(sizes, axis, out, axis + 1, sizes.length - axis);
        return out;
    }

    private static int[] joined(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
}
