package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Constants.dim;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.equal;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Operators over whole axes. Attributes: {@code axes}, counted from the front and ascending; {@code keep}. */
public final class Reduction {

    private Reduction() {}

    public static final Op SUM = Op.define("sum", "The sum over axes.")
            .inputs("x")
            .type(TypeRules.notBytes("sum", overAxes("sum")))
            .gradient((b, n, dy) -> List.of(spread(b, n, dy)))
            .onnx((e, n) -> reduce(e, n, "ReduceSum"));

    public static final Op SUM_SQUARE = Op.define("sum_square", "The sum of squares over axes.")
            .inputs("x")
            .type(TypeRules.notBytes("sum_square", overAxes("sum_square")))
            .gradient((b, n, dy) ->
                    List.of(mul(b, mul(b, Constants.scalarLike(b, dy, 2), n.input(0)), spread(b, n, dy))))
            .onnx((e, n) -> {
                if (n.attributes().integers("axes").isEmpty()) {
                    // Over no axes ONNX Runtime answers the input itself.
                    String x = e.name(n.input(0));
                    e.define(n.output(), e.emit("Mul", List.of(x, x)));
                } else {
                    reduce(e, n, "ReduceSumSquare");
                }
            });

    public static final Op MEAN = Op.define("mean", "The mean over axes.")
            .inputs("x")
            .type((in, a, r) -> {
                TypeRules.requireFloat("mean", in.get(0));
                return overAxes("mean").infer(in, a, r);
            })
            .gradient((b, n, dy) -> {
                Value each = div(b, dy, cast(b, dim(b, count(n)), dy.dtype()));
                return List.of(spread(b, n, each));
            })
            .onnx((e, n) -> reduce(e, n, "ReduceMean"));

    public static final Op MAX =
            extremum("max", "The largest element over axes; tied ones share the gradient.", "ReduceMax");

    public static final Op MIN =
            extremum("min", "The smallest element over axes; tied ones share the gradient.", "ReduceMin");

    private static Op extremum(String name, String doc, String onnx) {
        return Op.define(name, doc)
                .inputs("x")
                .type(overAxes(name))
                .gradient((b, n, dy) -> {
                    Value x = n.input(0);
                    Value hit = cast(b, equal(b, x, spread(b, n, n.output())), dy.dtype());
                    Value ties = b.add(SUM, n.attributes(), hit);
                    return List.of(mul(b, hit, spread(b, n, div(b, dy, ties))));
                })
                .onnx((e, n) -> reduce(e, n, onnx));
    }

    public static final Op PROD = Op.define("prod", "The product over axes.")
            .inputs("x")
            .type(TypeRules.notBytes("prod", overAxes("prod")))
            .gradient((b, n, dy) -> {
                // The product of all others is y / x, but where an element is 0: there it is that of the rest, unless
                // another one is 0 too.
                Value x = n.input(0);
                List<Integer> axes = n.attributes().integers("axes");
                Value zero = equal(b, x, Constants.scalarLike(b, x, 0));
                Value safe = Elementwise.where(b, zero, Constants.scalarLike(b, x, 1), x);
                Value zeros = sum(b, cast(b, zero, x.dtype()), axes, true);
                Value rest = div(b, reduce(b, Reduction.PROD, safe, axes, true), safe);
                Value none = Constants.scalarLike(b, x, 0);
                Value ifZero = Elementwise.where(b, equal(b, zeros, Constants.scalarLike(b, x, 1)), rest, none);
                Value ifNot = Elementwise.where(b, equal(b, zeros, none), rest, none);
                return List.of(mul(b, spread(b, n, dy), Elementwise.where(b, zero, ifZero, ifNot)));
            })
            .onnx((e, n) -> reduce(e, n, "ReduceProd"));

    public static final Op ARGMAX = place(
            "argmax", "The place of the largest element along one axis, as i64; the first of equal ones.", "ArgMax");

    public static final Op ARGMIN = place(
            "argmin", "The place of the smallest element along one axis, as i64; the first of equal ones.", "ArgMin");

    private static Op place(String name, String doc, String onnx) {
        return Op.define(name, doc)
                .inputs("x")
                .type((in, a, r) -> {
                    TypeRules.requireNumbers(name, in);
                    List<Integer> axes = List.of(a.integer("axis"));
                    TypeRules.axes(name, axes, in.get(0));
                    Shape s = in.get(0).shape().without(axes);
                    return List.of(new TensorType(DType.I64, s));
                })
                .notDifferentiable()
                .onnx((e, n) -> e.define(
                        n.output(),
                        e.emit(
                                onnx,
                                List.of(e.name(n.input(0))),
                                Map.of("axis", n.attributes().integer("axis"), "keepdims", 0))));
    }

    /** Attributes: {@code axis}, and {@code reverse} where sums run from the end. */
    public static final Op CUMSUM = Op.define("cumsum", "The sum of all elements up to each, along an axis.")
            .inputs("x")
            .type(TypeRules.notBytes("cumsum", (in, a, r) -> {
                TypeRules.requireNumbers("cumsum", in);
                TypeRules.axes("cumsum", List.of(a.integer("axis")), in.get(0));
                return List.of(in.get(0));
            }))
            .gradient((b, n, dy) -> List.of(cumsum(
                    b, dy, n.attributes().integer("axis"), !n.attributes().flag("reverse"))))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "CumSum",
                            List.of(
                                    e.name(n.input(0)),
                                    e.scalar(DType.I64, n.attributes().integer("axis"))),
                            Map.of("reverse", n.attributes().flag("reverse") ? 1 : 0))));

    private static Op.TypeRule overAxes(String op) {
        return (in, a, r) -> {
            TypeRules.requireNumbers(op, in);
            TensorType x = in.get(0);
            List<Integer> axes = a.integers("axes");
            TypeRules.axes(op, axes, x);
            Shape s = x.shape();
            if (a.flag("keep")) {
                for (int axis : axes) {
                    s = s.with(axis, Dim.of(1));
                }
            } else {
                s = s.without(axes);
            }
            return List.of(x.withShape(s));
        };
    }

    /** What was reduced, brought back to the input's shape. */
    private static Value spread(GraphBuilder b, Node n, Value y) {
        Value kept = n.attributes().flag("keep")
                ? y
                : ShapeOps.unsqueeze(b, y, n.attributes().integers("axes"));
        return ShapeOps.broadcastTo(b, kept, n.input(0).shape());
    }

    /** How many elements become one. */
    public static Dim count(Node n) {
        return n.attributes().integers("axes").stream()
                .map(axis -> n.input(0).shape().dim(axis))
                .reduce(Dim.of(1), Dim::times);
    }

    private static void reduce(OnnxEmitter e, Node n, String opType) {
        List<Integer> axes = n.attributes().integers("axes");
        if (axes.isEmpty()) {
            // To ONNX this means all of them.
            e.define(n.output(), e.name(n.input(0)));
            return;
        }
        List<String> in = new ArrayList<>(List.of(e.name(n.input(0))));
        if (axes.size() != n.input(0).rank()) {
            in.add(e.ints(axes));
        }
        e.define(
                n.output(), e.emit(opType, in, Map.of("keepdims", n.attributes().flag("keep") ? 1 : 0)));
    }

    // Shorthands

    public static Value sum(GraphBuilder b, Value x, List<Integer> axes, boolean keep) {
        return reduce(b, SUM, x, axes, keep);
    }

    public static Value cumsum(GraphBuilder b, Value x, int axis, boolean reverse) {
        return b.add(CUMSUM, reverse ? Attributes.of("axis", axis, "reverse", true) : Attributes.of("axis", axis), x);
    }

    /** The sum of all elements. */
    public static Value sumAll(GraphBuilder b, Value x) {
        return sum(b, x, allAxes(x), false);
    }

    public static Value sumSquareAll(GraphBuilder b, Value x) {
        return reduce(b, SUM_SQUARE, x, allAxes(x), false);
    }

    public static Value meanAll(GraphBuilder b, Value x) {
        return reduce(b, MEAN, x, allAxes(x), false);
    }

    /** One of the reductions of this file over some axes; none of them is the identity. */
    public static Value reduce(GraphBuilder b, Op op, Value x, List<Integer> axes, boolean keep) {
        if (axes.isEmpty()) {
            return x;
        }
        return b.add(op, keep ? Attributes.of("axes", axes, "keep", true) : Attributes.of("axes", axes), x);
    }

    public static List<Integer> allAxes(Value x) {
        return IntStream.range(0, x.rank()).boxed().toList();
    }

    /** Sums down to a shape that broadcasts to that of {@code x}. */
    public static Value sumTo(GraphBuilder b, Value x, Shape target) {
        if (x.shape().equals(target)) {
            return x;
        }
        int extra = x.rank() - target.rank();
        List<Integer> leading = new ArrayList<>();
        List<Integer> ones = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (i < extra) {
                leading.add(i);
            } else if (target.dim(i - extra).is(1) && !x.shape().dim(i).is(1)) {
                ones.add(i);
            }
        }
        Value kept = sum(b, x, ones, true);
        return sum(b, kept, leading, false);
    }
}
