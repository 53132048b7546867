package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.OrderOps;

/** The largest elements of an axis, and axes in order. */
final class OrderFunctions {

    private OrderFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "top_k", List.of("x", "k", "axis?", "smallest?"), """
                The k largest elements along an axis (the last unless given), the largest first: `.values`, and
                their places `.indices`. With `smallest = true` the smallest.
                Example: top_k(tensor([3.0, 1.0, 2.0]), 2).values == tensor([3.0, 2.0])""", (in, a) -> {
            if (!(a.value("k") instanceof Val.Int k)
                    || (k.dim().isKnown() && k.dim().value() < 1)) {
                throw in.report.error(
                        Code.ARGUMENT_VALUE,
                        "the `k` of `top_k` is " + a.value("k").describe(),
                        a.span("k"),
                        "it is how many elements to take, 1 or more");
            }
            List<Val> out = topK(in, a, k.dim(), a.flag("smallest", false));
            Map<String, Val> fields = new LinkedHashMap<>();
            fields.put("values", out.get(0));
            fields.put("indices", out.get(1));
            return new Val.Named(fields);
        });
        Builtins.define(
                s,
                "sort",
                List.of("x", "axis?", "descending?"),
                """
                The elements of an axis (the last unless given) in ascending order, or descending.
                Example: sort(tensor([3.0, 1.0, 2.0])) == tensor([1.0, 2.0, 3.0])""",
                (in, a) -> sorted(in, a).get(0));
        Builtins.define(
                s,
                "argsort",
                List.of("x", "axis?", "descending?"),
                """
                The places that sort takes its elements from.
                Example: argsort(tensor([3.0, 1.0, 2.0])) == tensor([1, 2, 0], i64)""",
                (in, a) -> sorted(in, a).get(1));
    }

    private static List<Val> sorted(Interpreter in, Given a) {
        Val.Tensor x = a.tensor("x");
        return topK(in, a, x.type().shape().dim(axis(a, x)), !a.flag("descending", false));
    }

    private static List<Val> topK(Interpreter in, Given a, Dim k, boolean smallest) {
        Val.Tensor x = a.tensor("x");
        int axis = axis(a, x);
        List<Value> out = in.build(
                x.graph(),
                a.span(),
                List.of(x.value()),
                List.of(a.span("x")),
                () -> OrderOps.topK(x.graph(), x.value(), axis, k, smallest));
        return out.stream().<Val>map(v -> new Val.Tensor(v, x.graph(), false)).toList();
    }

    private static int axis(Given a, Val.Tensor x) {
        return a.axis(a.integer("axis", -1), x.type().rank(), a.span("axis"), x);
    }
}
