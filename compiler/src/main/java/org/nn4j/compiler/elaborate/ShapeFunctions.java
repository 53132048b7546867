package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.source.Span;

/** The same elements in other shapes, together and apart. */
final class ShapeFunctions {

    private static final int MAX_PARTS = 10_000;

    private ShapeFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "reshape", List.of("x", "*dims"), """
                The same elements, in the same order, in another shape; one dim may be computed from the others'
                product.
                Example: reshape(tensor([1.0, 2.0, 3.0, 4.0]), 2, 2) == tensor([[1.0, 2.0], [3.0, 4.0]])""", (in, a) -> toShape(in, a, ShapeOps.RESHAPE));
        Builtins.define(
                s, "broadcast_to", List.of("x", "*dims"), """
                Repeated along axes of size 1 and along new leading axes.
                Example: broadcast_to(tensor([1.0, 2.0]), 2, 2) == tensor([[1.0, 2.0], [1.0, 2.0]])""", (in, a) -> toShape(in, a, ShapeOps.BROADCAST_TO));
        Builtins.define(s, "flatten", List.of("x"), """
                `[B, ...S]` as `[B, N]`, with all axes but the first in one.
                Example: shape(flatten(zeros(2, 3, 4))) == (2, 12)""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            if (x.type().rank() < 1) {
                throw in.report.error(Code.WRONG_RANK, "`flatten` of a scalar", a.span());
            }
            Dim rest = ShapeOps.rowShape(x.value()).elements();
            return Builtins.node(
                    in,
                    a,
                    x,
                    ShapeOps.RESHAPE,
                    Attributes.of("shape", Shape.of(x.type().shape().dim(0), rest)));
        });
        Builtins.define(s, "squeeze", List.of("x", "axis?", "over?"), """
                Without an axis of size 1, without a list of them, or without all of them.
                Example: shape(squeeze(zeros(2, 1), -1)) == [2]""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            List<Integer> axes = a.has("axis") || a.has("over")
                    ? a.axes("axis", x)
                    : IntStream.range(0, x.type().rank())
                            .filter(i -> x.type().shape().dim(i).is(1))
                            .boxed()
                            .toList();
            return axes.isEmpty() ? x : Builtins.node(in, a, x, ShapeOps.SQUEEZE, Attributes.of("axes", axes));
        });
        Builtins.define(s, "unsqueeze", List.of("x", "axis"), """
                With a new axis of size 1 at this place of the result.
                Example: unsqueeze(tensor([1.0, 2.0]), 1) == tensor([[1.0], [2.0]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            int axis = a.axis(a.integer("axis", 0), x.type().rank() + 1, a.span("axis"), x);
            return Builtins.node(in, a, x, ShapeOps.UNSQUEEZE, Attributes.of("axes", List.of(axis)));
        });
        Builtins.define(s, "transpose", List.of("x", "*axes"), """
                The axes in the order given, or in reverse.
                Example: transpose(tensor([[1.0, 2.0], [3.0, 4.0]])) == tensor([[1.0, 3.0], [2.0, 4.0]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            int rank = x.type().rank();
            List<Integer> perm = new ArrayList<>();
            if (a.rest().isEmpty()) {
                IntStream.range(0, rank).map(i -> rank - 1 - i).forEach(perm::add);
            }
            a.rest().forEach(r -> perm.add(a.axis(in.intValue(r.value(), r.span()), rank, r.span(), x)));
            return Builtins.node(in, a, x, ShapeOps.TRANSPOSE, Attributes.of("perm", List.copyOf(perm)));
        });
        Builtins.define(s, "concat", List.of("parts", "axis?"), """
                Tensors one after the other along an axis, the last one unless given.
                Example: concat([tensor([1.0]), tensor([2.0, 3.0])]) == tensor([1.0, 2.0, 3.0])""", (in, a) -> joined(in, a, false));
        Builtins.define(s, "stack", List.of("parts", "axis?"), """
                Tensors of one shape side by side along a new axis, the first one unless given.
                Example: stack([tensor([1.0, 2.0]), tensor([3.0, 4.0])], axis = 1)[0] == tensor([1.0, 3.0])""", (in, a) -> joined(in, a, true));
        Builtins.define(s, "split", List.of("x", "parts", "axis?"), """
                A list of consecutive parts along an axis, the last one unless given: so many equal ones, or ones of
                the sizes in a list.
                Example: split(tensor([1.0, 2.0, 3.0, 4.0]), 2)[1] == tensor([3.0, 4.0])""", ShapeFunctions::split);
        Builtins.define(s, "shape", List.of("x"), """
                The dims of a tensor, as a list of ints.
                Example: shape(zeros(2, 3)) == (2, 3)""", (in, a) -> {
            in.walk.askForShape();
            return new Val.Sequence(a.tensor("x").type().shape().dims().stream()
                    .<Val>map(Val.Int::new)
                    .toList());
        });
        Builtins.define(s, "rank", List.of("x"), """
                How many axes a tensor has, as an int: 2 of a matrix, 0 of a single number.
                Example: rank(zeros(2, 3)) == 2""", (in, a) -> {
            in.walk.askForShape();
            return Val.Int.of(a.tensor("x").type().rank());
        });
    }

    private static Val toShape(Interpreter in, Given a, Op op) {
        Val.Tensor x = a.tensor("x");
        Shape to = a.dims();
        return x.type().shape().equals(to) ? x : Builtins.node(in, a, x, op, Attributes.of("shape", to));
    }

    /** Tensors one behind the other along an axis, or along one that is new. */
    private static Val joined(Interpreter in, Given a, boolean isNew) {
        if (!(a.value("parts") instanceof Val.Sequence parts)
                || parts.elements().isEmpty()) {
            throw in.report.error(Code.WRONG_KIND, "`" + a.name() + "` needs a list of tensors", a.span("parts"));
        }
        Span at = a.span("parts");
        List<Span> spans = parts.elements().stream().map(p -> at).toList();
        List<Val.Tensor> tensors = in.arithmetic.common(parts.elements(), false, a.span(), spans);
        Val.Tensor first = tensors.get(0);
        int rank = first.type().rank() + (isNew ? 1 : 0);
        int axis = a.axis(a.integer("axis", isNew ? 0 : -1), rank, a.span("axis"), first);
        if (isNew) {
            requireSameShape(in, tensors, at);
        }
        List<Value> values = tensors.stream()
                .map(t -> isNew ? ShapeOps.unsqueeze(t.graph(), t.value(), List.of(axis)) : t.value())
                .toList();
        Value v = in.node(first.graph(), a.span(), ShapeOps.CONCAT, Attributes.of("axis", axis), values, spans);
        return new Val.Tensor(v, first.graph(), false);
    }

    private static void requireSameShape(Interpreter in, List<Val.Tensor> tensors, Span at) {
        Shape shape = tensors.get(0).type().shape();
        for (Val.Tensor t : tensors) {
            if (!t.type().shape().equals(shape)) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        "`stack` needs tensors of one shape, but here are " + shape + " and "
                                + t.type().shape(),
                        at);
            }
        }
    }

    private static Val split(Interpreter in, Given a) {
        Val.Tensor x = a.tensor("x");
        int axis = a.axis(a.integer("axis", -1), x.type().rank(), a.span("axis"), x);
        Dim size = x.type().shape().dim(axis);
        List<Dim> sizes = new ArrayList<>();
        if (a.value("parts") instanceof Val.Sequence list) {
            list.elements().forEach(e -> sizes.add(Dim.of(in.intValue(e, a.span("parts")))));
        } else {
            long n = a.integer("parts", 1);
            if (n < 1 || n > MAX_PARTS || !size.mod(Dim.of(n)).is(0)) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        "an axis of size " + size + " does not split into " + n + " equal parts",
                        a.span());
            }
            for (int i = 0; i < n; i++) {
                sizes.add(size.floorDiv(Dim.of(n)));
            }
        }
        List<Value> parts = in.nodes(
                x.graph(),
                a.span(),
                ShapeOps.SPLIT,
                Attributes.of("axis", axis, "sizes", List.copyOf(sizes)),
                List.of(x.value()),
                List.of(a.span("x")));
        return new Val.Sequence(parts.stream()
                .<Val>map(v -> new Val.Tensor(v, x.graph(), false))
                .toList());
    }
}
