package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.equal;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Operators that choose by indices of several axes, that put elements in the place of others, or that group them. */
public final class PointOps {

    private PointOps() {}

    public static final Op GATHER_ND = Op.define(
                    "gather_nd", "Parts of a tensor by the indices of its outer axes, which stand on the last axis.")
            .inputs("data", "indices")
            .type((in, a, r) -> {
                Shape data = in.get(0).shape();
                return List.of(in.get(0).withShape(chosen("gather_nd", data, in.get(1), in)));
            })
            .gradient((b, n, dy) -> Arrays.asList(
                    b.add(
                            PointOps.SCATTER_ADD_ND,
                            Attributes.of("shape", n.input(0).shape()),
                            n.input(1),
                            dy),
                    null))
            .onnx("GatherND");

    public static final Op SCATTER_ADD_ND = Op.define(
                    "scatter_add_nd", "Zeros of a shape with parts added at the indices of its outer axes.")
            .inputs("indices", "parts")
            .type((in, a, r) -> {
                TypeRules.requireNumbers("scatter_add_nd", in.subList(1, 2));
                Shape to = a.shape("shape");
                requireShape("scatter_add_nd", chosen("scatter_add_nd", to, in.get(0), in), in.get(1), in);
                return List.of(in.get(1).withShape(to));
            })
            .gradient((b, n, dy) -> Arrays.asList(null, b.add(GATHER_ND, Attributes.NONE, dy, n.input(0))))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "ScatterND",
                            List.of(IndexOps.zeros(e, n.output().type()), e.name(n.input(0)), e.name(n.input(1))),
                            Map.of("reduction", "add"))));

    /** The shape of what indices choose: their own axes but the last, then those they do not name. */
    private static Shape chosen(String op, Shape data, TensorType indices, List<TensorType> in) {
        IndexOps.requireIndices(indices, in);
        Shape i = indices.shape();
        if (i.isScalar()
                || !i.dim(i.rank() - 1).isKnown()
                || i.dim(i.rank() - 1).value() < 1
                || i.dim(i.rank() - 1).value() > data.rank()) {
            throw OpTypeException.disagree(
                    Kind.SIZES,
                    "the last axis of the indices of `" + op + "` must be of a known size from 1 to " + data.rank(),
                    in,
                    "it has an index for each of the outer axes");
        }
        int named = (int) i.dim(i.rank() - 1).value();
        List<Dim> dims = new ArrayList<>(i.dims().subList(0, i.rank() - 1));
        dims.addAll(data.dims().subList(named, data.rank()));
        return new Shape(dims);
    }

    private static void requireShape(String op, Shape expected, TensorType given, List<TensorType> in) {
        if (!given.shape().equals(expected)) {
            throw OpTypeException.disagree(
                    Kind.SIZES, "`" + op + "` needs " + expected + " here, not " + given.shape(), in, null);
        }
    }

    /** Of an index that stands twice, which of its rows is kept is not said. */
    public static final Op PUT = Op.define(
                    "put", "A tensor with some rows of its outermost axis in the place of its own.")
            .inputs("data", "indices", "rows")
            .type((in, a, r) -> {
                TypeRules.sameDType("put", List.of(in.get(0), in.get(2)));
                IndexOps.requireIndices(in.get(1), in);
                TypeRules.axes("put", List.of(0), in.get(0));
                List<Dim> rows = new ArrayList<>(in.get(1).shape().dims());
                Shape data = in.get(0).shape();
                rows.addAll(data.dims().subList(1, data.rank()));
                requireShape("put", new Shape(rows), in.get(2), in);
                return List.of(in.get(0));
            })
            .gradient((b, n, dy) -> Arrays.asList(
                    b.add(PointOps.PUT, Attributes.NONE, dy, n.input(1), none(b, n.input(2), dy)),
                    null,
                    IndexOps.gather(b, dy, n.input(1))))
            .onnx((e, n) -> {
                String index = e.emit("Unsqueeze", List.of(e.name(n.input(1)), e.ints(-1)));
                e.define(n.output(), e.emit("ScatterND", List.of(e.name(n.input(0)), index, e.name(n.input(2)))));
            });

    /** Attribute: {@code axis}. */
    public static final Op PUT_ALONG = Op.define(
                    "put_along", "A tensor with elements in the place of its own, at their own indices along an axis.")
            .inputs("data", "indices", "elements")
            .type((in, a, r) -> {
                TypeRules.sameDType("put_along", List.of(in.get(0), in.get(2)));
                IndexOps.requireIndices(in.get(1), in);
                Shape indices = in.get(1).shape();
                IndexOps.requireAlong(
                        "put_along", in, a.integer("axis"), in.get(0).shape(), indices);
                requireShape("put_along", indices, in.get(2), in);
                return List.of(in.get(0));
            })
            .gradient((b, n, dy) -> Arrays.asList(
                    b.add(PointOps.PUT_ALONG, n.attributes(), dy, n.input(1), none(b, n.input(2), dy)),
                    null,
                    b.add(IndexOps.GATHER_ALONG, n.attributes(), dy, n.input(1))))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "ScatterElements",
                            n.inputs().stream().map(e::name).toList(),
                            Map.of("axis", n.attributes().integer("axis")))));

    private static Value none(GraphBuilder b, Value like, Value dy) {
        return Constants.fill(b, dy.dtype(), 0, like.shape());
    }

    public static final Op SCATTER_MAX =
            grouped("scatter_max", "The largest of the rows of each index, minus infinity where there is none.", "max");

    public static final Op SCATTER_MIN =
            grouped("scatter_min", "The smallest of the rows of each index, infinity where there is none.", "min");

    private static Op grouped(String name, String doc, String reduction) {
        return Op.define(name, doc)
                .inputs("indices", "rows")
                .type((in, a, r) -> {
                    TypeRules.requireFloat(name, in.get(1));
                    return IndexOps.SCATTER_ADD.infer(in, a, r);
                })
                // Tied ones share the gradient.
                .gradient((b, n, dy) -> {
                    Value indices = n.input(0);
                    Value rows = n.input(1);
                    Value hit = cast(b, equal(b, rows, IndexOps.gather(b, n.output(), indices)), dy.dtype());
                    Value ties = b.add(IndexOps.SCATTER_ADD, n.attributes(), indices, hit);
                    return Arrays.asList(null, mul(b, hit, IndexOps.gather(b, div(b, dy, ties), indices)));
                })
                .onnx((e, n) -> {
                    double none = reduction.equals("max") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                    TensorType type = n.output().type();
                    String start = e.emit(
                            "ConstantOfShape",
                            List.of(e.dims(type.shape().dims())),
                            Map.of("value", new Tensor(type.dtype(), Shape.of(1), none)));
                    String index = e.emit("Unsqueeze", List.of(e.name(n.input(0)), e.ints(-1)));
                    List<String> in = List.of(start, index, e.name(n.input(1)));
                    e.define(n.output(), e.emit("ScatterND", in, Map.of("reduction", reduction)));
                });
    }
}
