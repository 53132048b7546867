package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ChannelOps;
import org.nn4j.compiler.source.Span;

/**
 * {@code scale_shift(x, scale, shift)}, and {@code batch_norm(x, scale, shift, eps)} with {@code .y}, {@code .mean} and
 * {@code .var}: what is done to each channel of {@code x[B, C, ...S]}.
 */
final class ChannelFunctions {

    private static final List<String> OPERANDS = List.of("x", "scale", "shift");

    private ChannelFunctions() {}

    static void define(Scope s) {
        Builtins.define(
                s,
                "scale_shift",
                OPERANDS,
                (in, a) -> nodes(in, a, ChannelOps.SCALE_SHIFT, Attributes.NONE).get(0));
        List<String> all = new ArrayList<>(OPERANDS);
        all.add("eps");
        Builtins.define(s, "batch_norm", all, (in, a) -> {
            double eps = a.number("eps", 0);
            if (eps < 0) {
                throw in.report.error(
                        Code.ARGUMENT_VALUE, "an `eps` of " + eps, a.span("eps"), "it is added to variances");
            }
            List<Val> out = nodes(in, a, ChannelOps.BATCH_NORM, Attributes.of("eps", eps));
            Map<String, Val> fields = new LinkedHashMap<>();
            fields.put("y", out.get(0));
            fields.put("mean", out.get(1));
            fields.put("var", out.get(2));
            return new Val.Named(fields);
        });
    }

    private static List<Val> nodes(Interpreter in, Given a, Op op, Attributes attributes) {
        Val.Tensor x = a.tensor("x");
        List<Value> operands = OPERANDS.stream().map(n -> a.tensor(n).value()).toList();
        List<Span> spans = OPERANDS.stream().map(a::span).toList();
        List<Value> out =
                in.build(x.graph(), a.span(), operands, spans, () -> x.graph().addAll(op, attributes, operands));
        return out.stream().<Val>map(v -> new Val.Tensor(v, x.graph(), false)).toList();
    }
}
