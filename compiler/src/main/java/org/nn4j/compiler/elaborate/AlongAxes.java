package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.BinaryOp;

/** {@code along(v, C)}: a tensor that stands, in the tensor it meets, at the places of the dims that are named. */
final class AlongAxes {

    private AlongAxes() {}

    static void define(Scope s) {
        Builtins.define(s, "along", List.of("v", "*dims"), """
                v, to stand at the places of these dims in the tensor that it meets in `+`, `max`, `where` and the like:
                for x: f32[B, C, ...S] and v: f32[C], `x * along(v, C)` scales each channel.""", (in, a) -> {
            List<String> names = new ArrayList<>();
            for (Callable.Argument dim : a.rest()) {
                if (!(dim.value() instanceof Val.Int)) {
                    throw in.report.error(
                            Code.WRONG_KIND,
                            "`along` takes names of dims, not " + dim.value().describe(),
                            dim.span());
                }
                String name = dim.span().text();
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
            return new Val.Along(a.tensor("v"), new Val.Axes(List.copyOf(names), in.scope()));
        });
    }

    /** Beside a tensor it takes its place; beside anything else it keeps waiting for one. */
    static Val binary(Interpreter in, BinaryOp op, Val left, Val right, Span at, List<Span> spans) {
        if (Arithmetic.isTensor(left) || Arithmetic.isTensor(right)) {
            return in.arithmetic.tensors(op, left, right, at, spans);
        }
        Val.Axes axes = left instanceof Val.Along a ? a.axes() : ((Val.Along) right).axes();
        if (left instanceof Val.Along a
                && right instanceof Val.Along b
                && !a.axes().names().equals(b.axes().names())) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "a tensor along " + a.axes().written() + " meets one along "
                            + b.axes().written(),
                    at,
                    "let each meet a tensor that has those axes");
        }
        Val waiting = in.arithmetic.tensors(op, waiting(left), waiting(right), at, spans);
        return new Val.Along((Val.Tensor) waiting, axes);
    }

    private static Val waiting(Val v) {
        return v instanceof Val.Along a ? a.tensor() : v;
    }

    /** Values that meet, each that waits for a tensor in its place. */
    static List<Val> lifted(Interpreter in, List<Val> values, List<Span> spans) {
        List<Val> out = new ArrayList<>(values);
        for (int i = 0; i < out.size(); i++) {
            if (values.get(i) instanceof Val.Along a) {
                Span at = spans.get(i);
                Val other = values.stream()
                        .filter(v -> v instanceof Val.Tensor)
                        .findFirst()
                        .orElseThrow(() -> in.report.error(Code.WRONG_KIND, "`along(…)` meets no tensor here", at));
                out.set(i, lift(in, a, (Val.Tensor) other, at));
            }
        }
        return out;
    }

    private static Val.Tensor lift(Interpreter in, Val.Along a, Val.Tensor to, Span at) {
        List<Integer> axes = AxisNames.find(in, a.axes(), to, at);
        Val.Tensor v = a.tensor();
        if (axes.size() != v.type().rank()) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "`along` puts " + v.type() + " along " + a.axes().written() + ", " + axes.size()
                            + (axes.size() == 1 ? " axis" : " axes"),
                    at,
                    "name as many dims as the tensor has axes");
        }
        if (axes.isEmpty()) {
            return v;
        }
        int first = axes.get(0);
        List<Integer> gaps = IntStream.range(first, to.type().rank())
                .filter(i -> !axes.contains(i))
                .map(i -> i - first)
                .boxed()
                .toList();
        GraphBuilder b = v.graph();
        return gaps.isEmpty() ? v : new Val.Tensor(ShapeOps.unsqueeze(b, v.value(), gaps), b, false);
    }
}
