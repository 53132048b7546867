package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Arg;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Stmt;

/** The body of a {@code scan}: {@code next} sets a carry at once, {@code yield} gives what is stacked over all steps. */
final class ScanBody extends Body {

    /** A carry: how it was declared, and what it becomes in a step. */
    private static final class Carried {
        final Expr.Carry declared;
        final Value before;
        boolean set;

        @Nullable
        Value next;

        Carried(Expr.Carry declared, Value before) {
            this.declared = declared;
            this.before = before;
        }

        TensorType type() {
            return before.type();
        }
    }

    private final ScanStep step;
    private final Map<String, Carried> carries = new LinkedHashMap<>();
    private final Map<String, Value> yields = new LinkedHashMap<>();

    ScanBody(Interpreter in, Scope scope, ScanStep step) {
        super(in, scope, "the body of a `scan`");
        this.step = step;
    }

    /** Binds a carry to its value before the step. */
    void carry(Expr.Carry declared, TensorType type) {
        String name = declared.name().name();
        requireRows(type, "the carry `" + name + "`", declared.span());
        Value before = step.carry(name, type);
        bind(declared.name(), named(name, before));
        carries.put(name, new Carried(declared, before));
    }

    /** Binds a name to the step's slice of a sequence {@code [T, ...]}. */
    void slice(Ident name, Value sequence) {
        bind(name, named(name.name(), step.slice(name.name(), sequence)));
    }

    private Val named(String name, Value v) {
        Val t = new Val.Tensor(v, step.body(), false);
        in.report.name(name, t);
        return t;
    }

    /** What the step gives: the carries after it, then its yields. Gives up if something went wrong. */
    List<Graph.Port> outputs() {
        List<Graph.Port> out = new ArrayList<>();
        boolean failed = failed();
        for (Carried c : carries.values()) {
            Ident name = c.declared.name();
            if (c.next != null) {
                out.add(new Graph.Port(name.name(), step.kept(c.next, c.before)));
            } else if (!c.set) {
                failed = true;
                in.report.error(
                        Code.NOT_UPDATED,
                        "the carry `" + name + "` never gets a next value",
                        name.span(),
                        "set it in the body, `next " + name + " = …`; what stays the same need not be carried");
            }
        }
        if (failed) {
            throw new Abort();
        }
        yields.forEach((name, y) -> out.add(new Graph.Port(name, step.given(y))));
        return out;
    }

    @Override
    public Stmt visitNext(Stmt.Next s) {
        List<Ident> names = s.carries().names();
        names.forEach(this::requireFree);
        List<Val> values = parts(s.carries(), in.eval(s.value(), scope));
        for (int i = 0; i < names.size(); i++) {
            set(names.get(i), values.get(i), s.value().span());
        }
        return s;
    }

    private void requireFree(Ident name) {
        Carried c = carries.get(name.name());
        if (c == null) {
            String near = Suggestions.didYouMean(name.name(), carries.keySet());
            String known = carries.isEmpty()
                    ? "declare it before the body: `carry " + name + " = …`"
                    : "its carries are: " + String.join(", ", carries.keySet());
            throw in.report.error(
                    Code.NOT_UPDATED,
                    "`" + name + "` is no carry of this scan",
                    name.span(),
                    near != null ? near : known);
        }
        if (c.set) {
            throw in.report.error(
                    Code.ALREADY_DEFINED,
                    "a second `next " + name + "` in one step",
                    name.span(),
                    "give the value in between a name of its own: `let`");
        }
        c.set = true;
    }

    private void set(Ident name, Val v, Span at) {
        Carried c = Objects.requireNonNull(carries.get(name.name()));
        Val.Tensor next = in.types.filled(v, c.type(), step.body(), at);
        if (!next.type().equals(c.type())) {
            boolean startsAsNumber = c.declared.type() == null && c.type().rank() == 0;
            Diagnostic d = Diagnostic.error(
                            Code.RESULT_TYPE,
                            "the carry `" + name + "` is " + c.type() + ", but its next value is " + next.type(),
                            at)
                    .also(c.declared.span(), "starts as " + c.type())
                    .help(
                            startsAsNumber
                                    ? "a number starts a tensor where the type is declared: `carry " + name + ": "
                                            + next.type() + " = "
                                            + c.declared.init().span().text() + "`"
                                    : "a carry keeps its type from step to step");
            throw in.report.error(in.report.trailed(d, List.of(next.value())));
        }
        c.next = next.value();
        scope.rebind(name.name(), next);
        in.report.name(name.name(), next);
    }

    @Override
    public Stmt visitYield(Stmt.Yield s) {
        for (Arg a : s.values()) {
            Span at = a.value().span();
            Ident name = a.name();
            if (name == null) {
                throw in.report.error(
                        Code.MISSING_ARGUMENT,
                        "what a scan yields needs a name",
                        at,
                        "write `yield y = " + at.text() + "`; the scan's value then has it as `.y`");
            }
            if (carries.containsKey(name.name())) {
                throw in.report.error(
                        Code.ALREADY_DEFINED,
                        "a yield is called like the carry `" + name + "`",
                        name.span(),
                        "`." + name + "` is the carry after the last step; call its values after all steps otherwise");
            }
            Val.Tensor y = in.arithmetic.tensor(in.eval(a.value(), scope), step.body(), at);
            requireRows(y.type(), "the yield `" + name + "`", at);
            if (yields.putIfAbsent(name.name(), y.value()) != null) {
                throw in.report.error(Code.ALREADY_DEFINED, "a second yield `" + name + "` in one step", name.span());
            }
        }
        return s;
    }

    /** With {@code lengths}, rows end one by one: whatever a step gives must have these rows. */
    private void requireRows(TensorType type, String what, Span at) {
        Dim rows = step.rows();
        if (rows != null && (type.rank() == 0 || !type.shape().dim(0).equals(rows))) {
            throw in.report.error(
                    Code.SIZES_DIFFER,
                    what + " must have the rows of `lengths` as its first axis, [" + rows + ", …], but is " + type,
                    at);
        }
    }
}
