package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Operators that choose elements by index. */
public final class IndexOps {

    private IndexOps() {}

    /** Attribute: {@code axis}, where it is not the outermost. */
    public static final Op GATHER = Op.define("gather", "Parts of an axis, by index; by default of the outermost.")
            .inputs("data", "indices")
            .type((in, a, r) -> {
                TensorType data = in.get(0);
                TensorType indices = in.get(1);
                if (data.rank() == 0) {
                    throw OpTypeException.disagree(Kind.RANK, "`gather` from a scalar", in, null);
                }
                int axis = axis(a);
                TypeRules.axes("gather", List.of(axis), data);
                requireIndices(indices, in);
                List<Dim> dims = new ArrayList<>(data.shape().dims());
                dims.remove(axis);
                dims.addAll(axis, indices.shape().dims());
                return List.of(data.withShape(new Shape(dims)));
            })
            .gradient((b, n, dy) -> {
                int axis = axis(n.attributes());
                Value indices = n.input(1);
                Shape data = n.input(0).shape();
                // Rows are added up; what was taken from another axis becomes rows first.
                Value rows = ShapeOps.transpose(b, dy, rotated(dy.rank(), axis, indices.rank(), 0));
                Shape target = new Shape(
                        rotated(data.rank(), axis, 1, 0).stream().map(data::dim).toList());
                Value sums = b.add(IndexOps.SCATTER_ADD, Attributes.of("shape", target), indices, rows);
                return Arrays.asList(ShapeOps.transpose(b, sums, rotated(data.rank(), 0, 1, axis)), null);
            })
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Gather",
                            List.of(e.name(n.input(0)), e.name(n.input(1))),
                            Map.of("axis", axis(n.attributes())))));

    /** The axis that a {@link #GATHER} takes parts of. */
    public static int axis(Attributes a) {
        return a.entries().containsKey("axis") ? a.integer("axis") : 0;
    }

    /** The attributes of {@link #GATHER} along an axis. */
    public static Attributes along(int axis) {
        return axis == 0 ? Attributes.NONE : Attributes.of("axis", axis);
    }

    /** An order of axes in which {@code count} of them move from one place to another. */
    public static List<Integer> rotated(int rank, int from, int count, int to) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        List<Integer> moved = new ArrayList<>(axes.subList(from, from + count));
        axes.removeAll(moved);
        axes.addAll(to, moved);
        return List.copyOf(axes);
    }

    public static final Op SCATTER_ADD = Op.define("scatter_add", "Zeros of a shape with rows added at indices.")
            .inputs("indices", "rows")
            .type((in, a, r) -> {
                requireIndices(in.get(0), in);
                TypeRules.requireNumbers("scatter_add", in.subList(1, 2));
                Shape to = a.shape("shape");
                List<Dim> rows = new ArrayList<>(in.get(0).shape().dims());
                rows.addAll(to.dims().subList(Math.min(1, to.rank()), to.rank()));
                if (to.isScalar() || !in.get(1).shape().dims().equals(rows)) {
                    throw OpTypeException.disagree(
                            Kind.SIZES,
                            "`scatter_add` to " + to + " takes rows of shape " + new Shape(rows) + ", not "
                                    + in.get(1).shape(),
                            in,
                            null);
                }
                return List.of(in.get(1).withShape(to));
            })
            .gradient((b, n, dy) -> Arrays.asList(null, gather(b, dy, n.input(0))))
            .onnx((e, n) -> {
                String zeros = zeros(e, n.output().type());
                String index = e.emit("Unsqueeze", List.of(e.name(n.input(0)), e.ints(-1)));
                e.define(
                        n.output(),
                        e.emit("ScatterND", List.of(zeros, index, e.name(n.input(1))), Map.of("reduction", "add")));
            });

    /** The attribute {@code size} is what types call the number; it says nothing about how large that is. */
    public static final Op FIRST = Op.define("first", "As many places of axis 1, from its start, as run time says.")
            .inputs("x", "count")
            .type((in, a, r) -> {
                TensorType x = in.get(0);
                TypeRules.axes("first", List.of(1), x);
                requireIndices(in.get(1), in);
                if (in.get(1).rank() != 0) {
                    throw OpTypeException.disagree(Kind.RANK, "`first` takes one number of places", in, null);
                }
                return List.of(x.withShape(x.shape().with(1, a.dim("size"))));
            })
            .gradient((b, n, dy) -> {
                Value x = n.input(0);
                Dim beyond = x.shape().dim(1).minus(n.attributes().dim("size"));
                Value zeros = Constants.fill(b, x.dtype(), 0, x.shape().with(1, beyond));
                return Arrays.asList(ShapeOps.concat(b, List.of(dy, zeros), 1), null);
            })
            .onnx((e, n) -> {
                String end = e.emit("Unsqueeze", List.of(e.name(n.input(1)), e.ints(0)));
                e.define(n.output(), e.emit("Slice", List.of(e.name(n.input(0)), e.ints(0), end, e.ints(1))));
            });

    public static final Op GATHER_ALONG = Op.define(
                    "gather_along", "Along an axis, at every other place the elements that its own indices name.")
            .inputs("data", "indices")
            .type((in, a, r) -> {
                requireIndices(in.get(1), in);
                requireAlong(
                        "gather_along",
                        in,
                        a.integer("axis"),
                        in.get(0).shape(),
                        in.get(1).shape());
                return List.of(in.get(0).withShape(in.get(1).shape()));
            })
            .gradient((b, n, dy) -> Arrays.asList(
                    b.add(
                            IndexOps.SCATTER_ADD_ALONG,
                            Attributes.of(
                                    "axis",
                                    n.attributes().integer("axis"),
                                    "shape",
                                    n.input(0).shape()),
                            n.input(1),
                            dy),
                    null))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "GatherElements",
                            List.of(e.name(n.input(0)), e.name(n.input(1))),
                            Map.of("axis", n.attributes().integer("axis")))));

    public static final Op SCATTER_ADD_ALONG = Op.define(
                    "scatter_add_along", "Zeros of a shape with elements added along an axis, at their own indices.")
            .inputs("indices", "elements")
            .type((in, a, r) -> {
                requireIndices(in.get(0), in);
                TypeRules.requireNumbers("scatter_add_along", in.subList(1, 2));
                requireAlong(
                        "scatter_add_along",
                        in,
                        a.integer("axis"),
                        a.shape("shape"),
                        in.get(0).shape());
                if (!in.get(0).shape().equals(in.get(1).shape())) {
                    throw OpTypeException.disagree(
                            Kind.SIZES, "`scatter_add_along` takes an index for each element", in, null);
                }
                return List.of(in.get(1).withShape(a.shape("shape")));
            })
            .gradient((b, n, dy) -> Arrays.asList(
                    null,
                    b.add(GATHER_ALONG, Attributes.of("axis", n.attributes().integer("axis")), dy, n.input(0))))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "ScatterElements",
                            List.of(zeros(e, n.output().type()), e.name(n.input(0)), e.name(n.input(1))),
                            Map.of("axis", n.attributes().integer("axis"), "reduction", "add"))));

    static void requireAlong(String op, List<TensorType> in, int axis, Shape data, Shape indices) {
        TypeRules.axes(op, List.of(axis), in.get(0).withShape(data));
        if (data.rank() != indices.rank() || !data.without(List.of(axis)).equals(indices.without(List.of(axis)))) {
            throw OpTypeException.disagree(
                    Kind.SIZES,
                    "indices of shape " + indices + " along axis " + axis + " of " + data,
                    in,
                    "the other axes must be the same");
        }
    }

    static String zeros(OnnxEmitter e, TensorType type) {
        return e.emit(
                "ConstantOfShape",
                List.of(e.dims(type.shape().dims())),
                Map.of("value", new Tensor(type.dtype(), Shape.of(1), new double[1])));
    }

    static void requireIndices(TensorType indices, List<TensorType> in) {
        if (indices.dtype() != DType.I64) {
            throw OpTypeException.disagree(
                    Kind.DTYPE, "indices must be i64, not " + indices.dtype(), in, "use `cast(…, i64)`");
        }
    }

    public static Value gather(GraphBuilder b, Value data, Value indices) {
        return b.add(GATHER, Attributes.NONE, data, indices);
    }

    /** The first places of axis 1, {@code count} of them, which is {@code size} in types. */
    public static Value first(GraphBuilder b, Value x, Value count, Dim size) {
        return b.add(FIRST, Attributes.of("size", size), x, count);
    }
}
