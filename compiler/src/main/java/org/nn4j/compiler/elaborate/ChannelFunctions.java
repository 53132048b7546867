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
                """
                Each channel of `x[B, C, ...S]` times its factor, plus its summand: `x * scale[C] + shift[C]`.
                Example: scale_shift(tensor([[1.0, 2.0]]), tensor([2.0, 3.0]), tensor([0.0, 1.0])) == tensor([[2.0, 7.0]])""",
                (in, a) -> nodes(in, a, ChannelOps.SCALE_SHIFT, Attributes.NONE).get(0));
        List<String> all = new ArrayList<>(OPERANDS);
        all.add("eps");
        Builtins.define(s, "batch_norm", all, """
                Each channel of `x[B, C, ...S]`, centred and scaled by the mean and the variance of the batch, times
                scale plus shift: `.y`; and what was found, `.mean` and `.var`. Ioffe and Szegedy 2015.
                Example: batch_norm(tensor([[1.0], [3.0]]), ones(1), zeros(1), 0.0).y == tensor([[-1.0], [1.0]])""", (in, a) -> {
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
