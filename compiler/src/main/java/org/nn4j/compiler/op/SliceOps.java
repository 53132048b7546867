package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Parts of tensors, and tensors with margins. Axes in attributes count from the front and ascend. */
public final class SliceOps {

    /** What a margin is filled with; the attribute {@code mode} of {@link #PAD}. */
    public enum Margin {
        /** One number. */
        CONSTANT,
        /** What lies inside, mirrored at the outermost element, which is not repeated. */
        REFLECT,
        /** The outermost element. */
        EDGE
    }

    private SliceOps() {}

    /** Attributes, each with an entry for each of {@code axes}: {@code starts} and {@code sizes}, which are dims. */
    public static final Op SLICE = Op.define("slice", "A part of some axes: so many elements from a place on.")
            .inputs("x")
            .type((in, a, r) -> {
                TensorType x = in.get(0);
                List<Integer> axes = a.integers("axes");
                TypeRules.axes("slice", axes, x);
                Shape s = x.shape();
                for (int i = 0; i < axes.size(); i++) {
                    Dim start = a.dims("starts").get(i);
                    Dim size = a.dims("sizes").get(i);
                    Dim rest = s.dim(axes.get(i)).minus(start).minus(size);
                    if (isNegative(start) || isNegative(size) || isNegative(rest)) {
                        throw OpTypeException.disagree(
                                Kind.SIZES,
                                "elements " + start + " to " + start.plus(size) + " of axis " + axes.get(i)
                                        + ", which has size " + s.dim(axes.get(i)),
                                in,
                                null);
                    }
                    s = s.with(axes.get(i), size);
                }
                return List.of(x.withShape(s));
            })
            .gradient((b, n, dy) -> {
                List<Integer> axes = n.attributes().integers("axes");
                List<Dim> after = new ArrayList<>();
                for (int i = 0; i < axes.size(); i++) {
                    after.add(n.input(0)
                            .shape()
                            .dim(axes.get(i))
                            .minus(n.attributes().dims("starts").get(i))
                            .minus(n.attributes().dims("sizes").get(i)));
                }
                return List.of(pad(b, dy, axes, n.attributes().dims("starts"), after, Margin.CONSTANT, 0));
            })
            .onnx((e, n) -> {
                List<Dim> starts = n.attributes().dims("starts");
                List<Dim> ends = new ArrayList<>();
                for (int i = 0; i < starts.size(); i++) {
                    ends.add(starts.get(i).plus(n.attributes().dims("sizes").get(i)));
                }
                e.define(
                        n.output(),
                        e.emit(
                                "Slice",
                                List.of(
                                        e.name(n.input(0)),
                                        e.dims(starts),
                                        e.dims(ends),
                                        e.ints(n.attributes().integers("axes")))));
            });

    /**
     * Attributes, each with an entry for each of {@code axes}: {@code before} and {@code after}, which are dims;
     * {@code mode}, the name of a {@link Margin}; {@code value}, a scalar, where a constant margin is not 0.
     */
    public static final Op PAD = Op.define("pad", "With margins around some axes.")
            .inputs("x")
            .type((in, a, r) -> {
                TensorType x = in.get(0);
                List<Integer> axes = a.integers("axes");
                TypeRules.axes("pad", axes, x);
                Shape s = x.shape();
                for (int i = 0; i < axes.size(); i++) {
                    Dim before = a.dims("before").get(i);
                    Dim after = a.dims("after").get(i);
                    Dim size = s.dim(axes.get(i));
                    requireMargin(a, before, size, in);
                    requireMargin(a, after, size, in);
                    s = s.with(axes.get(i), size.plus(before).plus(after));
                }
                return List.of(x.withShape(s));
            })
            .gradient((b, n, dy) -> List.of(unpad(b, n, dy)))
            .onnx((e, n) -> {
                Attributes a = n.attributes();
                List<String> in = new ArrayList<>(List.of(
                        e.name(n.input(0)),
                        pads(e, n.output().rank(), a.integers("axes"), a.dims("before"), a.dims("after"))));
                if (a.entries().containsKey("value")) {
                    in.add(e.scalar(n.output().dtype(), a.tensor("value").scalarValue()));
                }
                e.define(n.output(), e.emit("Pad", in, Map.of("mode", a.string("mode"))));
            });

    /** Attribute: {@code axes}. */
    public static final Op FLIP = Op.define("flip", "Some axes from their end to their beginning.")
            .inputs("x")
            .type((in, a, r) -> {
                TypeRules.axes("flip", a.integers("axes"), in.get(0));
                return in;
            })
            .gradient((b, n, dy) -> List.of(flip(b, dy, n.attributes().integers("axes"))))
            .onnx((e, n) -> {
                List<Integer> axes = n.attributes().integers("axes");
                List<Integer> last = axes.stream().map(axis -> -1).toList();
                List<Integer> beforeFirst =
                        axes.stream().map(axis -> Integer.MIN_VALUE).toList();
                e.define(
                        n.output(),
                        e.emit(
                                "Slice",
                                List.of(
                                        e.name(n.input(0)),
                                        e.ints(last),
                                        e.ints(beforeFirst),
                                        e.ints(axes),
                                        e.ints(last))));
            });

    /** The margins of all axes, as ONNX's Pad takes them. */
    static String pads(OnnxEmitter e, int rank, List<Integer> axes, List<Dim> before, List<Dim> after) {
        List<Dim> margins = new ArrayList<>(Collections.nCopies(2 * rank, Dim.of(0)));
        for (int i = 0; i < axes.size(); i++) {
            margins.set(axes.get(i), before.get(i));
            margins.set(axes.get(i) + rank, after.get(i));
        }
        return e.dims(margins);
    }

    private static boolean isNegative(Dim d) {
        return d.isKnown() && d.value() < 0;
    }

    private static void requireMargin(Attributes a, Dim margin, Dim size, List<TensorType> in) {
        if (isNegative(margin)) {
            throw new OpTypeException(Kind.ARGUMENT, "a margin of " + margin + " elements");
        }
        Margin mode = margin(a);
        Dim needed = mode == Margin.CONSTANT || margin.is(0)
                ? Dim.of(0)
                : mode == Margin.EDGE ? Dim.of(1) : margin.plus(Dim.of(1));
        if (isNegative(size.minus(needed))) {
            throw OpTypeException.disagree(
                    Kind.SIZES,
                    mode == Margin.EDGE
                            ? "an empty axis has no edge to repeat"
                            : "a margin of " + margin + " cannot be a reflection of an axis of size " + size,
                    in,
                    mode == Margin.EDGE ? null : "a reflected margin is smaller than the axis");
        }
    }

    private static Margin margin(Attributes a) {
        for (Margin m : Margin.values()) {
            if (onnxName(m).equals(a.string("mode"))) {
                return m;
            }
        }
        throw new IllegalArgumentException(a.string("mode"));
    }

    private static String onnxName(Margin m) {
        return m.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Each axis on its own: what the margins were filled with gets their gradients. */
    private static Value unpad(GraphBuilder b, Node n, Value dy) {
        Attributes a = n.attributes();
        List<Integer> axes = a.integers("axes");
        Value d = dy;
        for (int i = 0; i < axes.size(); i++) {
            int axis = axes.get(i);
            Dim before = a.dims("before").get(i);
            Dim after = a.dims("after").get(i);
            Dim size = n.input(0).shape().dim(axis);
            Value inner = slice(b, d, axis, before, size);
            if (margin(a) != Margin.CONSTANT && !before.is(0)) {
                Value front = slice(b, d, axis, Dim.of(0), before);
                inner = Elementwise.add(b, inner, fold(b, front, axis, size, margin(a), true));
            }
            if (margin(a) != Margin.CONSTANT && !after.is(0)) {
                Value back = slice(b, d, axis, before.plus(size), after);
                inner = Elementwise.add(b, inner, fold(b, back, axis, size, margin(a), false));
            }
            d = inner;
        }
        return d;
    }

    /** The gradient of one margin, brought to the places that its elements came from. */
    private static Value fold(GraphBuilder b, Value margin, int axis, Dim size, Margin mode, boolean front) {
        Dim one = Dim.of(1);
        Value back =
                mode == Margin.EDGE ? Reduction.sum(b, margin, List.of(axis), true) : flip(b, margin, List.of(axis));
        Dim beside = mode == Margin.EDGE ? Dim.of(0) : one;
        Dim rest = size.minus(back.shape().dim(axis)).minus(beside);
        return pad(
                b,
                back,
                List.of(axis),
                List.of(front ? beside : rest),
                List.of(front ? rest : beside),
                Margin.CONSTANT,
                0);
    }

    // Shorthands; each answers its input where nothing would change

    public static Value slice(GraphBuilder b, Value x, int axis, Dim start, Dim size) {
        return slice(b, x, List.of(axis), List.of(start), List.of(size));
    }

    public static Value slice(GraphBuilder b, Value x, List<Integer> axes, List<Dim> starts, List<Dim> sizes) {
        List<Integer> cut = new ArrayList<>();
        List<Dim> from = new ArrayList<>();
        List<Dim> length = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            if (!sizes.get(i).equals(x.shape().dim(axes.get(i)))) {
                cut.add(axes.get(i));
                from.add(starts.get(i));
                length.add(sizes.get(i));
            }
        }
        return cut.isEmpty() ? x : b.add(SLICE, Attributes.of("axes", cut, "starts", from, "sizes", length), x);
    }

    public static Value pad(
            GraphBuilder b, Value x, List<Integer> axes, List<Dim> before, List<Dim> after, Margin mode, double value) {
        List<Integer> widened = new ArrayList<>();
        List<Dim> front = new ArrayList<>();
        List<Dim> back = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            if (!before.get(i).is(0) || !after.get(i).is(0)) {
                widened.add(axes.get(i));
                front.add(before.get(i));
                back.add(after.get(i));
            }
        }
        Map<String, Object> a =
                new HashMap<>(Map.of("axes", widened, "before", front, "after", back, "mode", onnxName(mode)));
        if (mode == Margin.CONSTANT && value != 0) {
            a.put("value", Tensor.scalar(x.dtype(), value));
        }
        return widened.isEmpty() ? x : b.add(PAD, new Attributes(a), x);
    }

    public static Value flip(GraphBuilder b, Value x, List<Integer> axes) {
        return axes.isEmpty() ? x : b.add(FLIP, Attributes.of("axes", axes), x);
    }
}
