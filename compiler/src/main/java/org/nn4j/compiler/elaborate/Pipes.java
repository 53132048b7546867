package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;

/** Evaluates {@code x |> stage}: each stage is a layer or a function that takes the value, or a {@code repeat} of stages. */
final class Pipes {
    private static final int MAX_TURNS = 1_000;

    private final Interpreter in;

    Pipes(Interpreter in) {
        this.in = in;
    }

    Val pipe(Expr.Pipe e, Scope scope) {
        Val value = in.eval(e.value(), scope);
        return stage(e.stage(), value, e.value().span(), scope);
    }

    private Val stage(Expr stage, Val value, Span valueSpan, Scope scope) {
        if (stage instanceof Expr.Repeat r) {
            return repeat(r, value, valueSpan, scope);
        }
        Val result = apply(stage, new Callable.Argument(null, value, valueSpan), scope);
        in.report.step(stage.span(), value, result);
        return result;
    }

    private Val apply(Expr stage, Callable.Argument piped, Scope scope) {
        Val target;
        if (stage instanceof Expr.Call c) {
            Callable.Site site = new Callable.Site(c.callee().span(), c.span());
            Val callee = in.callee(c.callee(), scope);
            List<Callable.Argument> arguments = in.arguments(c.args(), scope);
            if (callee instanceof Callable f && f.takesPipedValue()) {
                List<Callable.Argument> all = new ArrayList<>(List.of(piped));
                all.addAll(arguments);
                return in.call(callee, all, site);
            }
            target = in.call(callee, arguments, site);
        } else {
            target = in.callee(stage, scope);
            if (target instanceof LayerType) {
                throw in.report.error(
                        Code.NOT_CALLABLE,
                        "`" + stage.span().text() + "` is a kind of layer, not a layer",
                        stage.span(),
                        "make one: `" + stage.span().text() + "()`");
            }
        }
        return in.call(target, List.of(piped), new Callable.Site(stage.span(), stage.span()));
    }

    private Val repeat(Expr.Repeat r, Val value, Span valueSpan, Scope scope) {
        Span at = r.count().span();
        Val count = in.eval(r.count(), scope);
        if (!(count instanceof Val.Int n)) {
            throw in.report.error(Code.WRONG_KIND, "`repeat` needs an int, not " + count.describe(), at);
        }
        if (!n.dim().isKnown() && !in.walk.general()) {
            throw in.report.error(Code.NOT_KNOWN, "`repeat` needs a number that is known when compiling", at);
        }
        if (n.dim().isKnown() && (n.dim().value() < 0 || n.dim().value() > MAX_TURNS)) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE, "`repeat` takes 0 to " + MAX_TURNS + " turns, not " + n.dim(), at);
        }
        // In general, once stands for any number of turns.
        long turns = n.dim().isKnown() ? n.dim().value() : 1;
        Val current = value;
        Walk.Repetition repetition = in.walk.repetition();
        for (long i = 0; i < turns; i++) {
            Scope inner = new Scope(scope);
            if (r.index() != null) {
                String index = r.index().name();
                inner.bind(index, n.dim().isKnown() ? Val.Int.of(i) : new Val.Int(Dim.symbol(index)));
            }
            in.countCall(at);
            repetition.enter(i);
            try {
                for (Expr stage : r.stages()) {
                    current = stage(stage, current, valueSpan, inner);
                }
            } finally {
                repetition.leave();
            }
        }
        return current;
    }
}
