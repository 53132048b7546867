package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Operators that move elements without changing them. Axes in attributes count from the front. */
public final class ShapeOps {

    private ShapeOps() {}

    public static final Op RESHAPE = Op.define("reshape", "The same elements, in the same order, in another shape.")
            .inputs("x")
            .type((in, a, r) -> {
                Shape to = a.shape("shape");
                Shape from = in.get(0).shape();
                if (!from.elements().equals(to.elements())) {
                    throw OpTypeException.disagree(
                            Kind.SIZES,
                            "`reshape` to " + to + " has " + to.elements() + " elements, not " + from.elements(),
                            in,
                            null);
                }
                return List.of(in.get(0).withShape(to));
            })
            .gradient((b, n, dy) -> List.of(reshape(b, dy, n.input(0).shape())))
            .onnx((e, n) -> e.define(n.output(), reshape(e, n)));

    public static final Op SQUEEZE = Op.define("squeeze", "Without some axes of size 1.")
            .inputs("x")
            .type((in, a, r) -> {
                TypeRules.axes("squeeze", a.integers("axes"), in.get(0));
                for (int axis : a.integers("axes")) {
                    Dim d = in.get(0).shape().dim(axis);
                    if (!d.is(1)) {
                        throw OpTypeException.disagree(
                                Kind.SIZES,
                                "`squeeze` removes axes of size 1, but axis " + axis + " has size " + d,
                                in,
                                null);
                    }
                }
                return List.of(in.get(0).withShape(in.get(0).shape().without(a.integers("axes"))));
            })
            .gradient((b, n, dy) -> List.of(unsqueeze(b, dy, n.attributes().integers("axes"))))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Squeeze",
                            List.of(e.name(n.input(0)), e.ints(n.attributes().integers("axes"))))));

    public static final Op UNSQUEEZE = Op.define("unsqueeze", "With new axes of size 1, at these places of the result.")
            .inputs("x")
            .type((in, a, r) -> {
                List<Integer> axes = a.integers("axes");
                TypeRules.axes("unsqueeze", axes, in.get(0).rank() + axes.size(), in.get(0));
                List<Dim> dims = new ArrayList<>(in.get(0).shape().dims());
                for (int axis : a.integers("axes")) {
                    dims.add(axis, Dim.of(1));
                }
                return List.of(in.get(0).withShape(new Shape(dims)));
            })
            .gradient((b, n, dy) -> List.of(squeeze(b, dy, n.attributes().integers("axes"))))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Unsqueeze",
                            List.of(e.name(n.input(0)), e.ints(n.attributes().integers("axes"))))));

    public static final Op TRANSPOSE = Op.define("transpose", "The axes in another order.")
            .inputs("x")
            .type((in, a, r) -> {
                List<Integer> perm = a.integers("perm");
                TensorType x = in.get(0);
                List<Integer> sorted = perm.stream().sorted().toList();
                if (!sorted.equals(Reduction.allAxes(new Value(0, x)))) {
                    throw OpTypeException.disagree(
                            Kind.RANK,
                            "`transpose` needs each of the " + x.rank() + " axes once, not " + perm,
                            in,
                            null);
                }
                return List.of(
                        x.withShape(new Shape(perm.stream().map(x.shape()::dim).toList())));
            })
            .gradient((b, n, dy) -> {
                List<Integer> perm = n.attributes().integers("perm");
                Integer[] inverse = new Integer[perm.size()];
                for (int i = 0; i < perm.size(); i++) {
                    inverse[perm.get(i)] = i;
                }
                return List.of(transpose(b, dy, Arrays.asList(inverse)));
            })
            .onnx((e, n) -> {
                String x = e.name(n.input(0));
                List<Long> perm = longs(n, "perm");
                // An attribute with no numbers is not valid; a scalar stays what it is.
                e.define(n.output(), perm.isEmpty() ? x : e.emit("Transpose", List.of(x), Map.of("perm", perm)));
            });

    public static final Op BROADCAST_TO = Op.define(
                    "broadcast_to", "Repeated along axes of size 1 and new leading axes.")
            .inputs("x")
            .type((in, a, r) -> {
                Shape to = a.shape("shape");
                Shape merged = TypeRules.broadcast(
                        "broadcast_to", List.of(in.get(0), in.get(0).withShape(to)));
                if (!merged.equals(to)) {
                    throw OpTypeException.disagree(
                            Kind.SIZES, in.get(0).shape() + " does not broadcast to " + to, in, null);
                }
                return List.of(in.get(0).withShape(to));
            })
            // Reverse differentiation sums a gradient down to its value's shape.
            .gradient((b, n, dy) -> List.of(dy))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Expand",
                            List.of(
                                    e.name(n.input(0)),
                                    e.dims(n.output().shape().dims())))));

    public static final Op CONCAT = Op.define("concat", "Tensors one after the other along an axis.")
            .variadic("x")
            .type((in, a, r) -> {
                int axis = a.integer("axis");
                Dim sum = Dim.of(0);
                TypeRules.sameDType("concat", in);
                for (TensorType t : in) {
                    TypeRules.axes("concat", List.of(axis), t);
                    if (t.rank() != in.get(0).rank()
                            || !t.shape()
                                    .without(List.of(axis))
                                    .equals(in.get(0).shape().without(List.of(axis)))) {
                        throw OpTypeException.disagree(
                                Kind.SIZES, "sizes beside axis " + axis + " differ in `concat`", in, null);
                    }
                    sum = sum.plus(t.shape().dim(axis));
                }
                return List.of(in.get(0).withShape(in.get(0).shape().with(axis, sum)));
            })
            .gradient((b, n, dy) -> {
                int axis = n.attributes().integer("axis");
                return List.copyOf(split(
                        b,
                        dy,
                        axis,
                        n.inputs().stream().map(v -> v.shape().dim(axis)).toList()));
            })
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Concat",
                            n.inputs().stream().map(e::name).toList(),
                            Map.of("axis", n.attributes().integer("axis")))));

    public static final Op SPLIT = Op.define("split", "Consecutive parts along an axis.")
            .inputs("x")
            .type((in, a, r) -> {
                int axis = a.integer("axis");
                List<Dim> sizes = a.dims("sizes");
                TypeRules.axes("split", List.of(axis), in.get(0));
                Dim sum = sizes.stream().reduce(Dim.of(0), Dim::plus);
                if (!sum.equals(in.get(0).shape().dim(axis))) {
                    throw OpTypeException.disagree(
                            Kind.SIZES,
                            "`split` into " + sizes + " of an axis of size "
                                    + in.get(0).shape().dim(axis),
                            in,
                            null);
                }
                return sizes.stream()
                        .map(s -> in.get(0).withShape(in.get(0).shape().with(axis, s)))
                        .toList();
            })
            .gradientOfOutputs((b, n, dys) -> {
                List<Value> parts = new ArrayList<>();
                for (int i = 0; i < dys.size(); i++) {
                    Value out = n.outputs().get(i);
                    Value dy = dys.get(i);
                    parts.add(dy != null ? dy : Constants.fill(b, out.dtype(), 0, out.shape()));
                }
                return List.of(concat(b, parts, n.attributes().integer("axis")));
            })
            .onnx((e, n) -> {
                List<String> names = e.emit(
                        "Split",
                        List.of(e.name(n.input(0)), e.dims(n.attributes().dims("sizes"))),
                        Map.of("axis", n.attributes().integer("axis")),
                        n.outputs().size());
                for (int i = 0; i < names.size(); i++) {
                    e.define(n.outputs().get(i), names.get(i));
                }
            });

    private static List<Long> longs(Node n, String attribute) {
        return n.attributes().integers(attribute).stream()
                .map(Integer::longValue)
                .toList();
    }

    /**
     * Sizes that ONNX can find by itself are left to it: 0 copies the input's, or one -1 is what remains (not both, for
     * what remains beside an empty axis could be anything). Sizes that are written out may be 0.
     */
    private static String reshape(OnnxEmitter e, Node n) {
        Shape from = n.input(0).shape();
        Shape to = n.output().shape();
        long[] sizes = new long[to.rank()];
        int open = 0;
        int copied = 0;
        for (int i = 0; i < sizes.length; i++) {
            Dim d = to.dim(i);
            boolean same = i < from.rank() && from.dim(i).equals(d);
            sizes[i] = d.isKnown() ? d.value() : same ? 0 : -1;
            open += sizes[i] == -1 ? 1 : 0;
            copied += sizes[i] == 0 ? 1 : 0;
        }
        boolean found =
                (open == 0 || (open == 1 && copied == 0)) && to.dims().stream().noneMatch(d -> d.is(0));
        return found
                ? e.emit("Reshape", List.of(e.name(n.input(0)), e.ints(sizes)))
                : reshape(e, e.name(n.input(0)), to);
    }

    /** To sizes that are written out. */
    static String reshape(OnnxEmitter e, String x, Shape to) {
        return e.emit("Reshape", List.of(x, e.dims(to.dims())), Map.of("allowzero", 1));
    }

    // Shorthands; each answers its input where nothing would change

    public static Value reshape(GraphBuilder b, Value x, Shape to) {
        return x.shape().equals(to) ? x : b.add(RESHAPE, Attributes.of("shape", to), x);
    }

    public static Value squeeze(GraphBuilder b, Value x, List<Integer> axes) {
        return axes.isEmpty() ? x : b.add(SQUEEZE, Attributes.of("axes", axes), x);
    }

    public static Value unsqueeze(GraphBuilder b, Value x, List<Integer> axes) {
        return axes.isEmpty() ? x : b.add(UNSQUEEZE, Attributes.of("axes", axes), x);
    }

    public static Value transpose(GraphBuilder b, Value x, List<Integer> perm) {
        return perm.equals(Reduction.allAxes(x)) ? x : b.add(TRANSPOSE, Attributes.of("perm", perm), x);
    }

    public static Value broadcastTo(GraphBuilder b, Value x, Shape to) {
        return x.shape().equals(to) ? x : b.add(BROADCAST_TO, Attributes.of("shape", to), x);
    }

    public static Value concat(GraphBuilder b, List<Value> parts, int axis) {
        return parts.size() == 1
                ? parts.get(0)
                : b.addAll(CONCAT, Attributes.of("axis", axis), parts).get(0);
    }

    public static List<Value> split(GraphBuilder b, Value x, int axis, List<Dim> sizes) {
        return sizes.size() == 1
                ? List.of(x)
                : b.addAll(SPLIT, Attributes.of("axis", axis, "sizes", List.copyOf(sizes)), List.of(x));
    }

    /** The shape {@code x} has without its outermost axis. */
    public static Shape rowShape(Value x) {
        return new Shape(Objects.requireNonNull(x).shape().dims().subList(1, x.rank()));
    }
}
