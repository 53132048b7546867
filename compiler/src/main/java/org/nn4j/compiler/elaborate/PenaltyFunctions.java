package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.function.BiFunction;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/** A choice of the model's parameters, and sums over them that a loss may add. */
final class PenaltyFunctions {

    private PenaltyFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "params", List.of("pattern?", "min_rank?"), """
                A choice of the model's parameters: those whose path matches a pattern (`*` within a level, `**`
                across levels) and that have at least so many axes.""", (in, a) -> {
            List<String> patterns = a.strings("pattern");
            return new Val.Params(patterns == null ? List.of("**") : patterns, (int)
                    Math.max(0, Math.min(a.integer("min_rank", 0), Integer.MAX_VALUE)));
        });
        Builtins.define(
                s,
                "sum_squares",
                List.of("params"),
                "The sum of squares of the parameters chosen.",
                (in, a) -> penalty(in, a, (b, p) -> Elementwise.mul(b, p, p)));
        Builtins.define(
                s,
                "sum_absolutes",
                List.of("params"),
                "The sum of absolute values of the parameters chosen.",
                (in, a) -> penalty(in, a, (b, p) -> b.add(Elementwise.ABS, Attributes.NONE, p)));
    }

    /** The sum over all elements of all chosen parameters of the model. */
    private static Val penalty(Interpreter in, Given a, BiFunction<GraphBuilder, Value, Value> each) {
        if (!(a.value("params") instanceof Val.Params chosen)) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "the parameters must be chosen",
                    a.span("params"),
                    "for example `params(\"**.w\")`");
        }
        GraphBuilder b = in.walk.forward();
        Value sum = null;
        for (var e : in.walk.registry().of(Registry.Role.PARAM).entrySet()) {
            boolean hit =
                    e.getValue().rank() >= chosen.minRank() && PathPattern.matchesAny(chosen.patterns(), e.getKey());
            var p = in.walk.knownInput(Registry.Role.PARAM.port(e.getKey()));
            if (hit && p.isPresent()) {
                Value part = Reduction.sumAll(b, each.apply(b, p.get()));
                sum = sum == null ? part : Elementwise.add(b, sum, part);
            }
        }
        if (sum == null) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "no parameter matches " + chosen.patterns(),
                    a.span("params"),
                    "the parameters are: "
                            + String.join(
                                    ", ",
                                    in.walk.registry().of(Registry.Role.PARAM).keySet()));
        }
        return new Val.Tensor(sum, b, false);
    }
}
