package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.sub;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;

/**
 * Softmax and its logarithm along one axis, the attribute {@code axis}. The language could say them, with five kernels
 * each; ONNX Runtime has one, and gradients by the result need nothing else of the forward walk.
 */
public final class SoftmaxOps {

    private SoftmaxOps() {}

    public static final Op SOFTMAX = Op.define("softmax", "exp(x) / sum(exp(x)) along an axis, without overflow.")
            .inputs("x")
            .type(alongAxis("softmax"))
            .gradient((b, n, dy) -> List.of(mul(b, n.output(), sub(b, dy, alongAxis(b, n, mul(b, dy, n.output()))))))
            .onnx((e, n) -> e.define(n.output(), e.emit("Softmax", List.of(e.name(n.input(0))), axis(n))));

    public static final Op LOG_SOFTMAX = Op.define(
                    "log_softmax", "x - log(sum(exp(x))) along an axis, without overflow.")
            .inputs("x")
            .type(alongAxis("log_softmax"))
            .gradient((b, n, dy) -> List.of(sub(b, dy, mul(b, Elementwise.exp(b, n.output()), alongAxis(b, n, dy)))))
            .onnx((e, n) -> e.define(n.output(), e.emit("LogSoftmax", List.of(e.name(n.input(0))), axis(n))));

    private static Op.TypeRule alongAxis(String op) {
        return (in, a, r) -> {
            TypeRules.requireFloat(op, in.get(0));
            TypeRules.axes(op, List.of(a.integer("axis")), in.get(0));
            return List.of(in.get(0));
        };
    }

    private static Value alongAxis(GraphBuilder b, Node n, Value x) {
        return Reduction.sum(b, x, List.of(n.attributes().integer("axis")), true);
    }

    private static Map<String, Integer> axis(Node n) {
        return Map.of("axis", n.attributes().integer("axis"));
    }

    public static Value softmax(GraphBuilder b, Value x, int axis) {
        return b.add(SOFTMAX, Attributes.of("axis", axis), x);
    }
}
