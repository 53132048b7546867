package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.op.SliceOps;
import org.nn4j.compiler.op.SliceOps.Margin;

/** Elements by index, margins, and axes turned round. */
final class IndexFunctions {

    private IndexFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "one_hot", List.of("indices", "classes"), """
                `i64[...S]` as `f32[...S, classes]`: 1 at the index, 0 elsewhere, and all 0 for an index outside.
                Example: one_hot(tensor([2, 0], i64), 3) == tensor([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])""", (in, a) -> {
            Val.Tensor i = a.tensor("indices");
            if (!(a.value("classes") instanceof Val.Int n) || i.type().dtype() != DType.I64) {
                throw in.report.error(
                        Code.WRONG_KIND,
                        "`one_hot` needs i64 indices and a number of classes, not " + i.describe() + " and "
                                + a.value("classes").describe(),
                        a.span());
            }
            if (n.dim().isKnown() && n.dim().value() < 1) {
                throw in.report.error(Code.ARGUMENT_VALUE, n.dim() + " classes", a.span("classes"));
            }
            GraphBuilder b = i.graph();
            Value column = ShapeOps.unsqueeze(b, i.value(), List.of(i.type().rank()));
            Value hit = Elementwise.equal(b, column, Constants.range(b, n.dim()));
            return new Val.Tensor(Elementwise.cast(b, hit, DType.F32), b, false);
        });
        Builtins.define(s, "gather", List.of("data", "indices"), """
                Rows of the first axis by index: `[N, ...S]` and `i64[...I]` give `[...I, ...S]`. A negative index
                counts from the end.
                Example: gather(tensor([5.0, 6.0, 7.0]), tensor([2, 0], i64)) == tensor([7.0, 5.0])""", (in, a) -> {
            Val.Tensor data = a.tensor("data");
            Val.Tensor indices = a.tensor("indices");
            GraphBuilder b = in.arithmetic.meetingGraph(List.of(data, indices), a.span());
            Value v = in.node(
                    b,
                    a.span(),
                    IndexOps.GATHER,
                    Attributes.NONE,
                    List.of(data.value(), indices.value()),
                    List.of(a.span("data"), a.span("indices")));
            return new Val.Tensor(v, b, false);
        });
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
        Builtins.define(s, "scatter_add", List.of("x", "indices", "size", "axis?"), """
                Zeros with an axis of this size, the first one unless given, to which rows of x are added where `indices`
                says; with as many axes as x has, `indices` says so for each element.
                Example: scatter_add(tensor([1.0, 2.0, 4.0]), tensor([2, 0, 2], i64), 3) == tensor([2.0, 0.0, 5.0])""", IndexFunctions::scatterAdd);
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

    /** Indices say where rows of an axis go, or, with as many axes as there are elements, where each element goes. */
    private static Val scatterAdd(Interpreter in, Given a) {
        Val.Tensor x = a.tensor("x");
        Val.Tensor indices = a.tensor("indices");
        if (!(a.value("size") instanceof Val.Int size)) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`scatter_add` needs the size of the axis that it adds to, not "
                            + a.value("size").describe(),
                    a.span("size"));
        }
        int axis = axis(a, x);
        boolean along = indices.type().rank() == x.type().rank();
        if (!along && axis != 0) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "`scatter_add` adds rows of the outermost axis, or single elements of any",
                    a.span(),
                    "give an index for each element, in the shape of " + x.describe());
        }
        if (indices.type().rank() > x.type().rank()) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "`scatter_add` has more axes of indices than x has",
                    a.span("indices"),
                    "give an index for each row of " + x.describe() + ", or for each element");
        }
        Shape rows = x.type().shape();
        Shape to = along
                ? rows.with(axis, size.dim())
                : new Shape(Stream.concat(
                                Stream.of(size.dim()),
                                rows.dims().subList(indices.type().rank(), rows.rank()).stream())
                        .toList());
        Attributes attributes = along ? Attributes.of("axis", axis, "shape", to) : Attributes.of("shape", to);
        Value v = in.node(
                x.graph(),
                a.span(),
                along ? IndexOps.SCATTER_ADD_ALONG : IndexOps.SCATTER_ADD,
                attributes,
                List.of(indices.value(), x.value()),
                List.of(a.span("indices"), a.span("x")));
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
