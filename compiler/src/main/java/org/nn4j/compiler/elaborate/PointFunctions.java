package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Fourier;
import org.nn4j.compiler.op.PointOps;
import org.nn4j.compiler.source.Span;

/** Indices of several axes, elements put in the place of others, rows grouped by index, and Fourier's transform. */
final class PointFunctions {

    private PointFunctions() {}

    static void define(Scope s) {
        Builtins.define(
                s,
                "gather_nd",
                List.of("x", "indices"),
                """
                Parts of x by the indices of its outer axes, which stand on the last axis: `[M, N, ...S]` and `i64[...I, 2]`
                give `[...I, ...S]`. `x[i, j]` does so with a tensor for each axis.
                Example: gather_nd(tensor([[1.0, 2.0], [3.0, 4.0]]), tensor([[0, 1], [1, 0]], i64)) == tensor([2.0, 3.0])""",
                (in, a) -> node(in, a, PointOps.GATHER_ND, Attributes.NONE, List.of("x", "indices"), List.of("x")));
        Builtins.define(
                s,
                "scatter_add_nd",
                List.of("x", "indices", "*dims"),
                """
                Zeros of these dims to which parts of x are added at the indices of the outer axes: what gather_nd took,
                brought back.
                Example: scatter_add_nd(tensor([1.0, 2.0]), tensor([[0, 1], [0, 1]], i64), 2, 2) == tensor([[0.0, 3.0], [0.0, 0.0]])""",
                (in, a) -> node(
                        in,
                        a,
                        PointOps.SCATTER_ADD_ND,
                        Attributes.of("shape", a.dims()),
                        List.of("indices", "x"),
                        List.of("x")));
        Builtins.define(
                s,
                "put",
                List.of("x", "indices", "rows"),
                """
                x with other rows of its first axis at these indices, each of which stands there once.
                Example: put(tensor([1.0, 2.0, 3.0]), tensor([2, 0], i64), tensor([7.0, 8.0])) == tensor([8.0, 2.0, 7.0])""",
                (in, a) -> node(
                        in, a, PointOps.PUT, Attributes.NONE, List.of("x", "indices", "rows"), List.of("x", "rows")));
        Builtins.define(s, "put_along", List.of("x", "indices", "elements", "axis?"), """
                x with other elements at their own indices along an axis (the first unless given): what take_along takes,
                put back.
                Example: put_along(tensor([[1.0, 2.0], [3.0, 4.0]]), tensor([[1], [0]], i64), tensor([[8.0], [9.0]]), axis = 1) == tensor([[1.0, 8.0], [9.0, 4.0]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            int axis = a.axis(a.integer("axis", 0), x.type().rank(), a.span("axis"), x);
            List<String> inputs = List.of("x", "indices", "elements");
            return node(in, a, PointOps.PUT_ALONG, Attributes.of("axis", axis), inputs, List.of("x", "elements"));
        });
        grouped(s, PointOps.SCATTER_MAX, "largest", "minus infinity", "4.0");
        grouped(s, PointOps.SCATTER_MIN, "smallest", "infinity", "1.0");
        Builtins.define(
                s,
                "fft",
                List.of("x"),
                """
                The discrete Fourier transform along the last axis but one of complex numbers `[...S, N, 2]`, real and
                imaginary part; rfft does so with real ones.
                Example: close(fft(tensor([[1.0, 0.0], [3.0, 0.0]])), tensor([[4.0, 0.0], [-2.0, 0.0]]))""",
                (in, a) -> Builtins.node(in, a, a.tensor("x"), Fourier.DFT, Attributes.NONE));
        Builtins.define(
                s,
                "ifft",
                List.of("x"),
                """
                The inverse of fft, divided by N.
                Example: close(ifft(tensor([[4.0, 0.0], [-2.0, 0.0]])), tensor([[1.0, 0.0], [3.0, 0.0]]))""",
                (in, a) -> Builtins.node(in, a, a.tensor("x"), Fourier.DFT, Attributes.of("inverse", true)));
    }

    private static void grouped(Scope s, Op op, String which, String none, String example) {
        Builtins.define(
                s,
                op.name(),
                List.of("x", "indices", "size"),
                """
                The %s of the rows of x that each of `size` indices has; %s for an index without rows. Tied ones
                share the gradient.
                Example: %s(tensor([1.0, 2.0, 4.0]), tensor([1, 0, 1], i64), 2) == tensor([2.0, %s])""".formatted(which, none, op.name(), example),
                (in, a) -> {
                    Val.Tensor x = a.tensor("x");
                    if (!(a.value("size") instanceof Val.Int size)) {
                        throw in.report.error(
                                Code.WRONG_KIND,
                                "`" + op.name() + "` needs how many indices there are, not "
                                        + a.value("size").describe(),
                                a.span("size"));
                    }
                    int outer =
                            Math.min(a.tensor("indices").type().rank(), x.type().rank());
                    List<Dim> dims = new ArrayList<>(List.of(size.dim()));
                    dims.addAll(x.type().shape().dims().subList(outer, x.type().rank()));
                    return node(
                            in, a, op, Attributes.of("shape", new Shape(dims)), List.of("indices", "x"), List.of("x"));
                });
    }

    /** A node of some arguments; those of {@code alike} take one element type. */
    private static Val node(
            Interpreter in, Given a, Op op, Attributes attributes, List<String> inputs, List<String> alike) {
        List<Span> spans = alike.stream().map(a::span).toList();
        List<Val.Tensor> common =
                in.arithmetic.common(alike.stream().map(a::value).toList(), false, a.span(), spans);
        List<Val> given = inputs.stream()
                .<Val>map(name -> alike.contains(name) ? common.get(alike.indexOf(name)) : a.tensor(name))
                .toList();
        GraphBuilder b = in.arithmetic.meetingGraph(given, a.span());
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            values.add(
                    in.arithmetic.tensor(given.get(i), b, a.span(inputs.get(i))).value());
        }
        Value v = in.node(
                b,
                a.span(),
                op,
                attributes,
                values,
                inputs.stream().map(a::span).toList());
        return new Val.Tensor(v, b, false);
    }
}
