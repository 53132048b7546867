package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Inner axes of {@code [B, C, ...S]} brought to other sizes, made of other operators. All sizes must be known. */
public final class Resizing {

    private Resizing() {}

    public static void requireRank(int inner, TensorType x) {
        Window.requireRank("resize", inner, x);
    }

    /**
     * By the nearest element, {@code floor(i * from / to)}, or by linear interpolation between the centres of elements,
     * both as in PyTorch. A whole multiple by the nearest repeats elements; else each axis is a product with a matrix.
     */
    public static Value resize(GraphBuilder b, Value x, List<Integer> sizes, boolean linear) {
        List<Integer> factors = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            long from = x.shape().dim(Window.axis(i)).value();
            factors.add(from > 0 && sizes.get(i) % from == 0 ? (int) (sizes.get(i) / from) : 0);
        }
        if (!linear && !factors.contains(0)) {
            return Pooling.enlarge(b, x, factors);
        }
        Value y = x;
        for (int i = 0; i < sizes.size(); i++) {
            int from = Math.toIntExact(x.shape().dim(Window.axis(i)).value());
            if (from != sizes.get(i)) {
                double[] weights = linear ? linear(from, sizes.get(i)) : nearest(from, sizes.get(i));
                Tensor matrix = new Tensor(x.dtype(), Shape.of(sizes.get(i), from), weights);
                y = product(b, Constants.constant(b, matrix), y, Window.axis(i));
            }
        }
        return y;
    }

    private static double[] nearest(int from, int to) {
        double[] m = new double[to * from];
        for (int i = 0; i < to; i++) {
            m[i * from + (int) ((long) i * from / to)] = 1;
        }
        return m;
    }

    private static double[] linear(int from, int to) {
        double[] m = new double[to * from];
        for (int i = 0; i < to; i++) {
            double at = Math.max(0, (i + 0.5) * from / to - 0.5);
            int low = Math.min((int) at, from - 1);
            int high = Math.min(low + 1, from - 1);
            m[i * from + low] += 1 - (at - low);
            m[i * from + high] += at - low;
        }
        return m;
    }

    /** The matrix times each vector of an axis. */
    private static Value product(GraphBuilder b, Value matrix, Value x, int axis) {
        if (axis == x.rank() - 1) {
            return MatrixOps.matmul(b, x, matrix, false, true);
        }
        List<Dim> inside = x.shape().dims().subList(axis + 1, x.rank());
        List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, axis + 1));
        dims.add(new Shape(inside).elements());
        Value y = MatrixOps.matmul(b, matrix, ShapeOps.reshape(b, x, new Shape(dims)));
        return ShapeOps.reshape(b, y, x.shape().with(axis, matrix.shape().dim(0)));
    }

    /**
     * To given sizes by the mean or the largest of parts that are as equal as can be: part i of n goes from
     * {@code floor(i * size / n)} to {@code ceil((i + 1) * size / n)}, so parts may overlap by an element.
     *
     * @param within {@link Reduction#MEAN} or {@link Reduction#MAX}
     */
    public static Value adaptive(GraphBuilder b, Value x, List<Integer> sizes, Op within) {
        requireRank(sizes.size(), x.type());
        if (sizes.stream().allMatch(n -> n == 1)) {
            return Reduction.reduce(b, within, x, Reduction.allAxes(x).subList(Window.axis(0), x.rank()), true);
        }
        List<Integer> tile = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            long from = x.shape().dim(Window.axis(i)).value();
            if (sizes.get(i) < 1 || from < 1) {
                throw new OpTypeException(
                        OpTypeException.Kind.ARGUMENT, "pooling an axis of size " + from + " to size " + sizes.get(i));
            }
            tile.add(from % sizes.get(i) == 0 ? (int) (from / sizes.get(i)) : 0);
        }
        if (!tile.contains(0)) {
            Window w = Window.tiles(tile);
            return within == Reduction.MAX ? Pooling.max(b, x, w) : Pooling.average(b, x, w);
        }
        Value y = x;
        for (int i = 0; i < sizes.size(); i++) {
            y = parts(b, y, Window.axis(i), sizes.get(i), within);
        }
        return y;
    }

    private static Value parts(GraphBuilder b, Value x, int axis, int count, Op within) {
        long size = x.shape().dim(axis).value();
        List<Value> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long start = i * size / count;
            long end = -Math.floorDiv(-(i + 1) * size, count);
            Value part = SliceOps.slice(b, x, axis, Dim.of(start), Dim.of(end - start));
            parts.add(Reduction.reduce(b, within, part, List.of(axis), true));
        }
        return ShapeOps.concat(b, parts, axis);
    }
}
