package org.nn4j.compiler.elaborate;

import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.Recipe;

/** Totals over all rows of a data set. */
final class TotalFunctions {

    private TotalFunctions() {}

    static void define(Scope s) {
        total(
                s,
                "total",
                Recipe.Kind.SUM,
                "The sum of x over all rows of the data set, in f64: of `x[B, ...S]` it is `[...S]`.");
        total(s, "total_min", Recipe.Kind.MIN, "The smallest x of all rows of the data set.");
        total(s, "total_max", Recipe.Kind.MAX, "The largest x of all rows of the data set.");
        Builtins.define(s, "collect", List.of("x"), """
                x of all rows of the data set, one after the other, for metrics that need them all at once: of `x[B, ...S]`
                it is `[N, ...S]`.""", (in, a) -> {
            Totals totals = in.walk.totals(in, a.span());
            if (totals == in.walk.registry().fitTotals()) {
                throw in.report.error(
                        Code.STATEMENT_NOT_HERE,
                        "`collect` is known only in metrics",
                        a.span(),
                        "a fitted statistic is made of sums and extremes: `total(x)`, `total_max(x)`");
            }
            return totals.collect(in, a.tensor("x"), a.span());
        });
        Builtins.define(s, "count", List.of("*dims"), """
                The product of these dims as a number, for the denominators of totals: `total(count(B))` is how many
                rows there are.""", (in, a) -> {
            GraphBuilder b = in.walk.forward();
            Value n = Elementwise.cast(b, Constants.dim(b, a.dims().elements()), DType.F64);
            return new Val.Tensor(n, b, false);
        });
    }

    private static void total(Scope s, String name, Recipe.Kind kind, String doc) {
        Builtins.define(
                s,
                name,
                List.of("x"),
                doc,
                (in, a) -> in.walk.totals(in, a.span()).total(in, a.tensor("x"), kind, a.span()));
    }
}
