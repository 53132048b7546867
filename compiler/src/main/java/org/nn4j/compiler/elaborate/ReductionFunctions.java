package org.nn4j.compiler.elaborate;

import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.source.Span;

/** Sums, extremes and the like over axes. */
final class ReductionFunctions {

    private ReductionFunctions() {}

    static void define(Scope s) {
        Builtins.define(
                s, "sum", List.of("x", "axis?", "keep?", "over?"), """
                The sum over an axis, over a list of axes, or of all elements. `keep = true` leaves axes of size 1.
                Example: sum(tensor([[1.0, 2.0], [3.0, 4.0]]), axis = 0) == tensor([4.0, 6.0])""", (in, a) -> reduce(in, a, Reduction.SUM));
        Builtins.define(
                s, "mean", List.of("x", "axis?", "keep?", "over?"), """
                The mean over an axis, over a list of axes, or of all elements. `keep = true` leaves axes of size 1.
                Example: mean(tensor([[1.0, 3.0], [5.0, 7.0]]), axis = -1, keep = true) == tensor([[2.0], [6.0]])""", (in, a) -> reduce(in, a, Reduction.MEAN));
        Builtins.define(
                s, "prod", List.of("x", "axis?", "keep?", "over?"), """
                The product over an axis, over a list of axes, or of all elements. `keep = true` leaves axes of size
                1.
                Example: prod(tensor([2.0, 3.0, 4.0])) == 24""", (in, a) -> reduce(in, a, Reduction.PROD));
        Builtins.define(
                s,
                "max",
                List.of("x", "y?", "axis?", "keep?", "over?"),
                """
                The larger of x and y at each place; without y, the largest element over an axis, a list of axes, or
                all. The gradient of a tie goes to x.
                Example: max(tensor([-1.0, 2.0]), 0) == tensor([0.0, 2.0]) and max(tensor([-1.0, 2.0])) == 2""",
                (in, a) -> extremum(in, a, Elementwise.MAXIMUM, Reduction.MAX));
        Builtins.define(
                s,
                "min",
                List.of("x", "y?", "axis?", "keep?", "over?"),
                """
                The smaller of x and y at each place; without y, the smallest element over an axis, a list of axes,
                or all. The gradient of a tie goes to x.
                Example: min(tensor([[1.0, 2.0], [4.0, 3.0]]), axis = 1) == tensor([1.0, 3.0])""",
                (in, a) -> extremum(in, a, Elementwise.MINIMUM, Reduction.MIN));
        for (Op op : List.of(Reduction.ARGMAX, Reduction.ARGMIN)) {
            String doc = op.doc()
                    + " The axis is the last one unless given.\nExample: %s(tensor([2.0, 1.0, 3.0])) == %d"
                            .formatted(op.name(), op == Reduction.ARGMAX ? 2 : 1);
            Builtins.define(s, op.name(), List.of("x", "axis?", "over?"), doc, (in, a) -> {
                Val.Tensor x = a.tensor("x");
                return Builtins.node(in, a, x, op, Attributes.of("axis", a.oneAxis(x)));
            });
        }
        Builtins.define(s, "cumsum", List.of("x", "axis?", "reverse?", "over?"), """
                The sum of all elements up to each, along an axis (the last one unless given); with `reverse =
                true`, of all from each on.
                Example: cumsum(tensor([1.0, 2.0, 3.0])) == tensor([1.0, 3.0, 6.0])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            Attributes axis = Attributes.of("axis", a.oneAxis(x));
            return Builtins.node(
                    in, a, x, Reduction.CUMSUM, a.flag("reverse", false) ? axis.with("reverse", true) : axis);
        });
    }

    private static Val reduce(Interpreter in, Given a, Op op) {
        Val.Tensor x = a.tensor("x");
        List<Integer> axes = a.axes("axis", x);
        if (axes.isEmpty()) {
            return x;
        }
        Attributes attributes =
                a.flag("keep", false) ? Attributes.of("axes", axes, "keep", true) : Attributes.of("axes", axes);
        return Builtins.node(in, a, x, op, attributes);
    }

    private static Val extremum(Interpreter in, Given a, Op between, Op within) {
        if (!a.has("y")) {
            return reduce(in, a, within);
        }
        Val x = a.value("x");
        Val y = a.value("y");
        var p = in.number(x);
        var q = in.number(y);
        if (p.isPresent() && q.isPresent() && between.scalarMeaning() != null) {
            double r = between.scalarMeaning().applyAsDouble(new double[] {p.get(), q.get()});
            return x instanceof Val.Int && y instanceof Val.Int ? Val.Int.of((long) r) : new Val.Real(r);
        }
        if (in.walk.general() && x instanceof Val.Int m && y instanceof Val.Int n) {
            return new Val.Int(Dim.symbol(between.name() + "(" + m.dim() + ", " + n.dim() + ")"));
        }
        List<Span> spans = List.of(a.span("x"), a.span("y"));
        return in.arithmetic.apply(
                between, in.arithmetic.common(List.of(x, y), false, a.span(), spans), a.span(), spans);
    }
}
