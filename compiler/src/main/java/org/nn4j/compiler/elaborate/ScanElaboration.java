package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Origin;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;

/**
 * Evaluates a {@code scan}: its body becomes the graph of one step, a region of the graph around. What the body computes
 * from values around it alone stays outside. Sequences are walked along their leading axis: they are transposed before,
 * and what was stacked is transposed back.
 */
final class ScanElaboration {

    /** A sequence: the tensor, which of its axes is walked, and where it is written. */
    private record Walked(Val.Tensor tensor, int axis, Span span) {}

    private final Interpreter in;
    private final Expr.Scan e;
    private final Scope scope;
    private final Dim length;

    ScanElaboration(Interpreter in, Expr.Scan e, Scope scope) {
        this.in = in;
        this.e = e;
        this.scope = scope;
        if (in.walk.updating()) {
            throw in.report.error(
                    Code.STATEMENT_NOT_HERE,
                    "`scan` cannot stand in an optimizer",
                    e.span(),
                    "an optimizer sees a parameter as a row of numbers, not as a sequence");
        }
        this.length = in.types
                .dims(new Expr.Name(e.axis().name(), e.axis().span()), scope)
                .get(0);
    }

    Val run() {
        if (length.is(0)) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "a scan over no steps: `" + e.axis() + "` is 0",
                    e.axis().span());
        }
        List<Walked> sequences = sequences();
        List<Val> starts = new ArrayList<>();
        e.carries().forEach(c -> starts.add(in.eval(c.init(), scope)));
        Val.@Nullable Tensor lengths = lengths();

        List<Val> all = new ArrayList<>(starts);
        sequences.forEach(s -> all.add(s.tensor));
        if (lengths != null) {
            all.add(lengths);
        }
        GraphBuilder outer = in.walk.innermost(in.arithmetic.meetingGraph(all, e.span()));
        Origin before = outer.setOrigin(new Origin(e.span(), in.walk.path(), false));
        try {
            ScanStep step = new ScanStep(
                    outer,
                    length,
                    lengths == null
                            ? null
                            : in.arithmetic.tensor(lengths, outer, e.span()).value());
            List<Value> initial = new ArrayList<>();
            for (int i = 0; i < starts.size(); i++) {
                initial.add(initial(e.carries().get(i), starts.get(i), outer));
            }
            return stacked(step, initial, body(step, initial, sequences), sequences.get(0).axis);
        } finally {
            outer.setOrigin(before);
        }
    }

    private List<Walked> sequences() {
        Val v = in.eval(e.sequences(), scope);
        List<Val> values = !e.items().isTuple() ? List.of(v) : v instanceof Val.Sequence s ? s.elements() : List.of();
        int names = e.items().names().size();
        if (values.size() != names) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    names + " names of slices need as many sequences, not " + v.describe(),
                    e.sequences().span());
        }
        List<Expr> written = e.items().isTuple() && e.sequences() instanceof Expr.TupleLit t ? t.elements() : List.of();
        List<Walked> out = new ArrayList<>();
        for (int i = 0; i < names; i++) {
            Span at = written.size() == names
                    ? written.get(i).span()
                    : e.sequences().span();
            if (!(values.get(i) instanceof Val.Tensor t)) {
                throw in.report.error(
                        Code.WRONG_KIND,
                        "a scan walks along tensors, not " + values.get(i).describe(),
                        at);
            }
            out.add(new Walked(t, axis(t, at), at));
        }
        return out;
    }

    /** The axis of a sequence that was declared by the dim's name, or else the only one of its size. */
    private int axis(Val.Tensor sequence, Span at) {
        String name = e.axis().name();
        List<Integer> axes = AxisNames.candidates(scope, sequence, name);
        if (axes.size() == 1) {
            return axes.get(0);
        }
        Diagnostic d = Diagnostic.error(
                        Code.WRONG_RANK,
                        "a scan over `" + name + "` needs one such axis, but "
                                + (axes.isEmpty() ? "none is" : axes.size() + " are") + " in " + sequence.type(),
                        at)
                .also(e.axis().span(), length.toString().equals(name) ? "this axis" : "`" + name + "` is " + length)
                .help(
                        axes.isEmpty()
                                ? "after `over` stands the dim that counts the steps of the sequence"
                                : "a type tells them apart: `let s: " + typeWithAxis(sequence.type(), axes) + " = …`");
        throw in.report.error(in.report.trailed(d, List.of(sequence.value())));
    }

    /** The type as a user may write it so that the first of some axes alone is called by the dim's name. */
    private String typeWithAxis(TensorType type, List<Integer> axes) {
        List<String> dims = new ArrayList<>();
        for (int i = 0; i < type.rank(); i++) {
            boolean other = axes.indexOf(i) > 0;
            dims.add(
                    i == axes.get(0)
                            ? e.axis().name()
                            : other ? "…" : type.shape().dim(i).toString());
        }
        return type.dtype() + dims.toString();
    }

    /** What a carry starts with; a number fills the type that is declared. */
    private Value initial(Expr.Carry c, Val start, GraphBuilder outer) {
        Span at = c.init().span();
        if (c.type() == null) {
            return in.arithmetic.tensor(start, outer, at).value();
        }
        TensorType declared = in.types.tensor(c.type(), scope);
        Val.Tensor t = in.types.filled(start, declared, outer, at);
        if (!t.type().equals(declared)) {
            throw in.report.error(Diagnostic.error(
                            Code.RESULT_TYPE,
                            "the carry `" + c.name() + "` is declared as " + declared + ", but starts as " + t.type(),
                            at)
                    .also(c.type().span(), "declared here"));
        }
        return t.value();
    }

    private boolean reversed() {
        return e.reverse() != null
                && Boolean.TRUE.equals(
                        in.condition(in.eval(e.reverse(), scope), e.reverse().span()));
    }

    /** How many steps each row takes; null where all take all. */
    private Val.@Nullable Tensor lengths() {
        if (e.lengths() == null) {
            return null;
        }
        Val v = in.eval(e.lengths(), scope);
        if (v instanceof Val.Int all && all.dim().equals(length)) {
            return null;
        }
        if (v instanceof Val.Tensor t
                && t.type().dtype() == DType.I64
                && t.type().rank() == 1) {
            return t;
        }
        Code code = !(v instanceof Val.Tensor t)
                ? Code.WRONG_KIND
                : t.type().dtype() == DType.I64 ? Code.WRONG_RANK : Code.WRONG_DTYPE;
        throw in.report.error(
                code,
                "`lengths` must be the number of steps of each row, i64[B], not " + v.describe(),
                e.lengths().span(),
                v instanceof Val.Int ? "`lengths = " + e.axis() + "` means all steps of every row" : null);
    }

    private ScanBody body(ScanStep step, List<Value> initial, List<Walked> sequences) {
        ScanBody body = new ScanBody(in, new Scope(scope), step);
        for (int i = 0; i < initial.size(); i++) {
            body.carry(e.carries().get(i), initial.get(i).type());
        }
        for (int i = 0; i < sequences.size(); i++) {
            Walked s = sequences.get(i);
            Value whole = in.arithmetic.tensor(s.tensor, step.outer(), s.span).value();
            body.slice(e.items().names().get(i), moved(step.outer(), whole, s.axis, 0));
        }
        in.walk.within(step, () -> body.run(e.body()));
        return body;
    }

    /** The scan's value: the yields stacked along the axis that was walked, and the last carries, by name. */
    private Val stacked(ScanStep step, List<Value> initial, ScanBody body, int axis) {
        List<Graph.Port> outputs = body.outputs();
        if (outputs.isEmpty()) {
            throw in.report.error(
                    Code.NO_RESULT,
                    "a scan that carries nothing and yields nothing",
                    e.span(),
                    "end its body with `yield y = …`");
        }
        List<Value> results = ScanOps.scan(
                step.outer(),
                length,
                reversed(),
                initial,
                step.sequences(),
                step.body().build(outputs));
        Map<String, Val> fields = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            Value v = results.get(i);
            boolean yielded = i >= initial.size();
            Value placed = yielded ? moved(step.outer(), v, 0, Math.min(axis, v.rank() - 1)) : v;
            fields.put(outputs.get(i).name(), new Val.Tensor(placed, step.outer(), false));
        }
        return new Val.Named(fields);
    }

    private static Value moved(GraphBuilder b, Value x, int from, int to) {
        List<Integer> perm =
                new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        perm.add(to, perm.remove(from));
        return ShapeOps.transpose(b, x, perm);
    }
}
