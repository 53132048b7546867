package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Operators that choose elements by index. */
public final class IndexOps {

    private IndexOps() {}

    public static final Op GATHER = Op.define("gather", "Rows of the outermost axis, by index.")
            .inputs("data", "indices")
            .type((in, a, r) -> {
                TensorType data = in.get(0);
                TensorType indices = in.get(1);
                if (data.rank() == 0) {
                    throw OpTypeException.disagree(Kind.RANK, "`gather` from a scalar", in, null);
                }
                requireIndices(indices, in);
                List<Dim> dims = new ArrayList<>(indices.shape().dims());
                dims.addAll(data.shape().dims().subList(1, data.rank()));
                return List.of(data.withShape(new Shape(dims)));
            })
            .gradient((b, n, dy) -> Arrays.asList(
                    b.add(
                            IndexOps.SCATTER_ADD,
                            Attributes.of("shape", n.input(0).shape()),
                            n.input(1),
                            dy),
                    null))
            .onnx((e, n) -> e.define(
                    n.output(), e.emit("Gather", List.of(e.name(n.input(0)), e.name(n.input(1))), Map.of("axis", 0))));

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
                TensorType out = n.output().type();
                String zeros = e.emit(
                        "ConstantOfShape",
                        List.of(e.dims(out.shape().dims())),
                        Map.of("value", new org.nn4j.compiler.ir.Tensor(out.dtype(), Shape.of(1), new double[1])));
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

    private static void requireIndices(TensorType indices, List<TensorType> in) {
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
