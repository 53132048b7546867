package org.nn4j.compiler.op;

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
                List<String> names = e.emit(
                        "TopK",
                        List.of(e.name(n.input(0)), e.dims(List.of(a.dim("k")))),
                        Map.of("axis", a.integer("axis"), "largest", a.flag("smallest") ? 0 : 1),
                        2);
                e.define(n.outputs().get(0), names.get(0));
                e.define(n.outputs().get(1), names.get(1));
            });

    /** The largest or smallest elements of an axis, and their places. */
    public static List<Value> topK(GraphBuilder b, Value x, int axis, Dim k, boolean smallest) {
        Attributes a = Attributes.of("axis", axis, "k", k);
        return b.addAll(TOP_K, smallest ? a.with("smallest", true) : a, List.of(x));
    }
}
