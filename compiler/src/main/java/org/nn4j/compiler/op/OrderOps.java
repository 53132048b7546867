package org.nn4j.compiler.op;

import java.util.Arrays;
import java.util.Collections;
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
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Operators that bring elements into an order. */
public final class OrderOps {

    private OrderOps() {}

    /** Attributes: {@code axis}; {@code k}, how many; {@code smallest} where those are asked for. */
    public static final Op TOP_K = Op.define(
                    "top_k", "The k largest elements along an axis, the largest first, and their places as i64.")
            .inputs("x")
            .type((in, a, r) -> {
                TypeRules.requireNumbers("top_k", in);
                TensorType x = in.get(0);
                if (x.dtype() == DType.U8) {
                    throw OpTypeException.disagree(
                            Kind.DTYPE, "`top_k` needs larger numbers than u8", in, "convert with `cast(…, i64)`");
                }
                int axis = a.integer("axis");
                TypeRules.axes("top_k", List.of(axis), x);
                Dim size = x.shape().dim(axis);
                Dim k = a.dim("k");
                if (k.isKnown() && size.isKnown() && k.value() > size.value()) {
                    throw OpTypeException.disagree(
                            Kind.SIZES, "the " + k + " largest of an axis of size " + size, in, null);
                }
                TensorType some = x.withShape(x.shape().with(axis, k));
                return List.of(some, some.withDType(DType.I64));
            })
            .gradientOfOutputs((b, n, dys) -> {
                Value dy = dys.get(0);
                if (dy == null) {
                    return Arrays.asList((Value) null);
                }
                Attributes to = Attributes.of(
                        "axis",
                        n.attributes().integer("axis"),
                        "shape",
                        n.input(0).shape());
                return List.of(b.add(IndexOps.SCATTER_ADD_ALONG, to, n.outputs().get(1), dy));
            })
            .onnx((e, n) -> {
                Attributes a = n.attributes();
                int axis = a.integer("axis");
                // ONNX Runtime's kernel ends the process where an axis before this one is empty, so there is always one
                // place more on those that may be.
                List<Integer> open = IntStream.range(0, axis)
                        .filter(i -> mayBeEmpty(n.input(0).shape().dim(i)))
                        .boxed()
                        .toList();
                List<String> names = e.emit(
                        "TopK",
                        List.of(oneMore(e, n.input(0), open), e.dims(List.of(a.dim("k")))),
                        Map.of("axis", axis, "largest", a.flag("smallest") ? 0 : 1),
                        2);
                for (int i = 0; i < 2; i++) {
                    e.define(n.outputs().get(i), oneLess(e, names.get(i), open));
                }
            });

    private static boolean mayBeEmpty(Dim size) {
        return !size.isKnown() || size.is(0);
    }

    private static String oneMore(OnnxEmitter e, Value x, List<Integer> axes) {
        if (axes.isEmpty()) {
            return e.name(x);
        }
        long[] margins = new long[2 * x.rank()];
        axes.forEach(axis -> margins[x.rank() + axis] = 1);
        return e.emit("Pad", List.of(e.name(x), e.ints(margins)));
    }

    private static String oneLess(OnnxEmitter e, String x, List<Integer> axes) {
        if (axes.isEmpty()) {
            return x;
        }
        List<Integer> starts = Collections.nCopies(axes.size(), 0);
        List<Integer> ends = Collections.nCopies(axes.size(), -1);
        return e.emit("Slice", List.of(x, e.ints(starts), e.ints(ends), e.ints(axes)));
    }

    /** The largest or smallest elements of an axis, and their places. */
    public static List<Value> topK(GraphBuilder b, Value x, int axis, Dim k, boolean smallest) {
        Attributes a = Attributes.of("axis", axis, "k", k);
        return b.addAll(TOP_K, smallest ? a.with("smallest", true) : a, List.of(x));
    }
}
