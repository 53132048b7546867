package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.SliceOps;
import org.nn4j.compiler.op.SliceOps.Margin;

/** Elements by index, margins, and axes turned round. */
final class IndexFunctions {

    private IndexFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "take", List.of("x", "indices", "axis?"), """
                Parts of an axis (the first unless given), by index: as gather, along any axis.
                Example: take(tensor([[1.0, 2.0, 3.0]]), tensor([2, 1], i64), axis = 1) == tensor([[3.0, 2.0]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            return indexed(in, a, x, IndexOps.GATHER, IndexOps.along(axis(a, x)));
        });
        Builtins.define(s, "take_along", List.of("x", "indices", "axis?"), """
                Along an axis (the first unless given), at every other place the elements that its own indices name.
                Example: take_along(tensor([[1.0, 2.0], [3.0, 4.0]]), tensor([[1], [0]], i64), axis = 1) == tensor([[2.0], [3.0]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            return indexed(in, a, x, IndexOps.GATHER_ALONG, Attributes.of("axis", axis(a, x)));
        });
        Builtins.define(s, "flip", List.of("x", "axis"), """
                An axis, or some, from end to beginning.
                Example: flip(tensor([1.0, 2.0, 3.0]), 0) == tensor([3.0, 2.0, 1.0])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            return Builtins.node(in, a, x, SliceOps.FLIP, Attributes.of("axes", a.axes("axis", x)));
        });
        Builtins.define(s, "pad", List.of("x", "before", "after", "axis", "mode?", "value?"), """
                With margins before and after, along an axis or a list of them: of `value` (0) in the mode
                "constant", of what lies inside in the modes "reflect" and "edge".
                Example: pad(tensor([1.0, 2.0]), 1, 1, axis = 0, mode = "edge") == tensor([1.0, 1.0, 2.0, 2.0])""", IndexFunctions::pad);
    }

    private static int axis(Given a, Val.Tensor x) {
        return a.axis(a.integer("axis", 0), x.type().rank(), a.span("axis"), x);
    }

    private static Val indexed(Interpreter in, Given a, Val.Tensor x, Op op, Attributes attributes) {
        List<Value> values = List.of(x.value(), a.tensor("indices").value());
        Value v = in.node(x.graph(), a.span(), op, attributes, values, List.of(a.span("x"), a.span("indices")));
        return new Val.Tensor(v, x.graph(), false);
    }

    private static Val pad(Interpreter in, Given a) {
        Val.Tensor x = a.tensor("x");
        List<Integer> axes = a.axes("axis", x);
        List<Dim> before = margins(in, a, "before", axes.size());
        List<Dim> after = margins(in, a, "after", axes.size());
        String mode = a.has("mode") ? String.valueOf(a.string("mode")) : "constant";
        Margin margin = null;
        for (Margin m : Margin.values()) {
            margin = m.name().toLowerCase(Locale.ROOT).equals(mode) ? m : margin;
        }
        if (margin == null) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "`pad` knows no mode \"" + mode + "\"",
                    a.span("mode"),
                    "it is \"constant\", \"reflect\" or \"edge\"");
        }
        Margin known = margin;
        double value = a.number("value", 0);
        Value v = in.build(
                x.graph(),
                a.span(),
                List.of(x.value()),
                List.of(a.span("x")),
                () -> SliceOps.pad(x.graph(), x.value(), axes, before, after, known, value));
        return new Val.Tensor(v, x.graph(), false);
    }

    /** A size for each axis: one for all, or as many as there are. */
    private static List<Dim> margins(Interpreter in, Given a, String name, int count) {
        List<Dim> dims = new ArrayList<>();
        List<Val> given = a.value(name) instanceof Val.Sequence s ? s.elements() : List.of(a.value(name));
        for (Val v : given) {
            if (!(v instanceof Val.Int i)) {
                throw in.report.error(Code.WRONG_KIND, "a margin must be an int, not " + v.describe(), a.span(name));
            }
            dims.add(i.dim());
        }
        if (dims.size() == 1 && !(a.value(name) instanceof Val.Sequence)) {
            return java.util.Collections.nCopies(count, dims.get(0));
        }
        if (dims.size() != count) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    dims.size() + " margins for " + count + (count == 1 ? " axis" : " axes"),
                    a.span(name));
        }
        return dims;
    }
}
