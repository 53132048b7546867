package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.equal;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
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

/** Operators over windows of the inner axes of {@code [B, C, ...S]}. Attributes: those of {@link Window}. */
public final class Pooling {

    private Pooling() {}

    public static final Op MAX_POOL = Op.define("max_pool", "The largest element of each window; the margin has none.")
            .inputs("x")
            .type((in, a, r) -> List.of(type("max_pool", in.get(0), a)))
            .gradient((b, n, dy) -> {
                Value x = n.input(0);
                if (!Window.of(n.attributes()).tiles(x.shape())) {
                    return List.of(scatter(b, x, places(b, n), dy));
                }
                List<Integer> kernel = n.attributes().integers("kernel");
                Value hit = cast(b, equal(b, x, enlarge(b, n.output(), kernel)), dy.dtype());
                // Backgrounds of one colour tie above 0, where no relu ends their gradient.
                Value share = div(b, dy, mul(b, average(b, hit, Window.tiles(kernel)), count(b, dy, kernel)));
                return List.of(mul(b, hit, enlarge(b, share, kernel)));
            })
            .onnx((e, n) -> e.define(
                    n.output(), e.emit("MaxPool", List.of(e.name(n.input(0))), onnx(Window.of(n.attributes())))));

    public static final Op MAX_POOL_PLACES = Op.define(
                    "max_pool_places",
                    "As max_pool, and with the place of each in the flat order of x, as i64; the first of equal ones.")
            .inputs("x")
            .type((in, a, r) -> {
                TensorType y = type("max_pool_places", in.get(0), a);
                return List.of(y, y.withDType(DType.I64));
            })
            .gradientOfOutputs((b, n, dys) -> {
                Value dy = dys.get(0);
                return Arrays.asList(
                        dy == null ? null : scatter(b, n.input(0), n.outputs().get(1), dy));
            })
            .onnx((e, n) -> {
                List<String> out = e.emit("MaxPool", List.of(e.name(n.input(0))), onnx(Window.of(n.attributes())), 2);
                e.define(n.outputs().get(0), out.get(0));
                e.define(n.outputs().get(1), out.get(1));
            });

    public static final Op AVERAGE_POOL = Op.define(
                    "average_pool", "The mean of each window, where the margin is 0 and counts.")
            .inputs("x")
            .type((in, a, r) -> List.of(type("average_pool", in.get(0), a)))
            .gradient((b, n, dy) -> {
                Map<String, Object> a = new HashMap<>(n.attributes().entries());
                a.put("shape", n.input(0).shape());
                return List.of(b.add(Pooling.SPREAD_POOL, new Attributes(a), dy));
            })
            .onnx((e, n) -> e.define(n.output(), average(e, e.name(n.input(0)), Window.of(n.attributes()))));

    /** Attributes: those of {@link #AVERAGE_POOL}, and the {@code shape} that it was applied to. */
    public static final Op SPREAD_POOL = Op.define(
                    "spread_pool", "The gradient of average_pool: each number in equal parts over its window.")
            .inputs("y")
            .type((in, a, r) -> {
                TensorType x = in.get(0).withShape(a.shape("shape"));
                if (!type("spread_pool", x, a).equals(in.get(0))) {
                    throw OpTypeException.disagree(
                            Kind.SIZES, "`spread_pool` to " + x.shape() + " of " + in.get(0), in, null);
                }
                return List.of(x);
            })
            .gradient((b, n, dx) -> {
                Map<String, Object> a = new HashMap<>(n.attributes().entries());
                a.remove("shape");
                return List.of(b.add(AVERAGE_POOL, new Attributes(a), dx));
            })
            .onnx((e, n) -> e.define(n.output(), spread(e, n)));

    /** Attribute {@code factors}: how often along each inner axis. */
    public static final Op ENLARGE = Op.define("enlarge", "Each element repeated along the inner axes, as a block.")
            .inputs("x")
            .type((in, a, r) -> {
                TypeRules.requireFloat("enlarge", in.get(0));
                List<Integer> factors = a.integers("factors");
                TensorType x = in.get(0);
                Window.requireRank("enlarge", factors.size(), x);
                List<Dim> dims = new ArrayList<>(x.shape().dims());
                for (int i = 0; i < factors.size(); i++) {
                    dims.set(Window.axis(i), dims.get(Window.axis(i)).times(Dim.of(factors.get(i))));
                }
                return List.of(x.withShape(new Shape(dims)));
            })
            .gradient((b, n, dy) -> {
                List<Integer> factors = n.attributes().integers("factors");
                return List.of(mul(b, average(b, dy, Window.tiles(factors)), count(b, dy, factors)));
            })
            .onnx((e, n) -> e.define(
                    n.output(), enlarge(e, e.name(n.input(0)), n.attributes().integers("factors"))));

    private static TensorType type(String op, TensorType x, Attributes a) {
        TypeRules.requireFloat(op, x);
        return x.withShape(Window.of(a).result(op, x));
    }

    /** Each number added at its place of a tensor like {@code x} that is 0 elsewhere. */
    private static Value scatter(GraphBuilder b, Value x, Value places, Value dy) {
        Shape flat = Shape.of(x.shape().elements());
        Value sums = b.add(IndexOps.SCATTER_ADD, Attributes.of("shape", flat), places, dy);
        return ShapeOps.reshape(b, sums, x.shape());
    }

    private static Value places(GraphBuilder b, Node n) {
        return b.addAll(MAX_POOL_PLACES, n.attributes(), n.inputs()).get(1);
    }

    private static Value count(GraphBuilder b, Value like, List<Integer> kernel) {
        return Constants.scalarLike(b, like, Window.tiles(kernel).count());
    }

    // Forms in ONNX

    private static Map<String, Object> onnx(Window w) {
        List<Integer> pads = new ArrayList<>(w.before());
        pads.addAll(w.after());
        return new HashMap<>(Map.of("kernel_shape", w.kernel(), "strides", w.stride(), "pads", pads));
    }

    private static String average(OnnxEmitter e, String x, Window w) {
        Map<String, Object> a = onnx(w);
        a.put("count_include_pad", 1);
        return e.emit("AveragePool", List.of(x), a);
    }

    private static String enlarge(OnnxEmitter e, String x, List<Integer> factors) {
        double[] scales = new double[factors.size() + 2];
        Arrays.setAll(scales, i -> i < 2 ? 1 : factors.get(i - 2));
        return e.emit(
                "Resize",
                List.of(x, "", e.constant(new Tensor(DType.F32, Shape.of(scales.length), scales))),
                Map.of(
                        "mode", "nearest",
                        "coordinate_transformation_mode", "asymmetric",
                        "nearest_mode", "floor"));
    }

    private static String spread(OnnxEmitter e, Node n) {
        Window w = Window.of(n.attributes());
        Shape to = n.output().shape();
        String y = e.name(n.input(0));
        if (w.tiles(to)) {
            String part = e.scalar(n.output().dtype(), 1.0 / w.count());
            return enlarge(e, e.emit("Mul", List.of(y, part)), w.kernel());
        }
        if (w.stride().stream().allMatch(s -> s == 1)) {
            // The windows that an element lies in are a window too.
            return average(
                    e,
                    y,
                    new Window(w.kernel(), w.stride(), beside(w.kernel(), w.before()), beside(w.kernel(), w.after())));
        }
        return transposed(e, n, w);
    }

    private static List<Integer> beside(List<Integer> kernel, List<Integer> margin) {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < kernel.size(); i++) {
            out.add(kernel.get(i) - 1 - margin.get(i));
        }
        return out;
    }

    /** A transposed convolution of each channel on its own, as if it were a row, and what no window reaches is 0. */
    private static String transposed(OnnxEmitter e, Node n, Window w) {
        Shape from = n.input(0).shape();
        Shape to = n.output().shape();
        List<Dim> inner = from.dims().subList(2, from.rank());
        List<Dim> rows = new ArrayList<>(List.of(from.dim(0).times(from.dim(1)), Dim.of(1)));
        rows.addAll(inner);
        String y = ShapeOps.reshape(e, e.name(n.input(0)), new Shape(rows));
        double[] parts = new double[Math.toIntExact(w.count())];
        Arrays.fill(parts, 1.0 / w.count());
        List<Dim> kernel = new ArrayList<>(List.of(Dim.of(1), Dim.of(1)));
        w.kernel().forEach(k -> kernel.add(Dim.of(k)));
        String weights = e.constant(new Tensor(n.output().dtype(), new Shape(kernel), parts));
        String x =
                e.emit("ConvTranspose", List.of(y, weights), Map.of("kernel_shape", w.kernel(), "strides", w.stride()));
        List<Dim> front = new ArrayList<>();
        List<Dim> back = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < w.rank(); i++) {
            Dim size = to.dim(Window.axis(i));
            Dim rest = size.plus(Dim.of(w.before().get(i))).minus(w.reach(i, size));
            if (w.before().get(i) != 0 || !rest.is(0)) {
                front.add(Dim.of(-w.before().get(i)));
                back.add(rest);
                axes.add(Window.axis(i));
            }
        }
        if (!axes.isEmpty()) {
            // A margin below 0 is cut off.
            x = e.emit("Pad", List.of(x, SliceOps.pads(e, to.rank(), axes, front, back)));
        }
        return ShapeOps.reshape(e, x, to);
    }

    // Shorthands

    /**
     * The largest element of each window. What no window reaches is cut off before, where a convolution need not compute
     * it, and a relu moves behind, where there is less to do.
     */
    public static Value max(GraphBuilder b, Value x, Window w) {
        Node before = b.definition(x);
        if (before != null && before.op() == Elementwise.RELU) {
            return b.add(Elementwise.RELU, Attributes.NONE, max(b, before.input(0), w));
        }
        return b.add(MAX_POOL, w.attributes(), reached(b, x, w));
    }

    /** The mean of each window, where the margin is 0 and counts. */
    public static Value average(GraphBuilder b, Value x, Window w) {
        return b.add(AVERAGE_POOL, w.attributes(), reached(b, x, w));
    }

    /** The part of {@code x} that a window reaches, where it has no margin at the end. */
    private static Value reached(GraphBuilder b, Value x, Window w) {
        w.result("pool", x.type());
        Value part = x;
        for (int i = 0; i < w.rank(); i++) {
            if (w.after().get(i) == 0) {
                Dim size = x.shape().dim(Window.axis(i));
                Dim reach = w.reach(i, size).minus(Dim.of(w.before().get(i)));
                part = SliceOps.slice(b, part, Window.axis(i), Dim.of(0), reach);
            }
        }
        return part;
    }

    public static Value enlarge(GraphBuilder b, Value x, List<Integer> factors) {
        return factors.stream().allMatch(f -> f == 1) ? x : b.add(ENLARGE, Attributes.of("factors", factors), x);
    }
}
