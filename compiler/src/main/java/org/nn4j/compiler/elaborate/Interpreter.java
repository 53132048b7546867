package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.Origin;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Arg;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.ExprVisitor;

/** Evaluates expressions. */
final class Interpreter implements ExprVisitor<Val> {

    /** Calls within calls; a function that calls itself for ever ends here. */
    private static final int MAX_DEPTH = 100;

    /** Calls and turns of {@code repeat} in all. */
    private static final int MAX_CALLS = 30_000;

    private static final int MAX_ELEMENTS = 10_000;

    final Reporter report;
    final Walk walk;
    final Arithmetic arithmetic = new Arithmetic(this);
    final Types types = new Types(this);
    private final Pipes pipes = new Pipes(this);

    private Scope scope;
    private int depth;
    private int calls;

    /** Where tensors are made that depend on no other: the batch's graph, or that of initial values. */
    private GraphBuilder graph;

    Interpreter(Reporter report, Walk walk, Scope scope) {
        this.report = report;
        this.walk = walk;
        this.scope = scope;
        this.graph = walk.forward();
        report.namesFrom(() -> this.scope);
    }

    GraphBuilder graph() {
        return graph;
    }

    Scope scope() {
        return scope;
    }

    Val eval(Expr e, Scope in) {
        return within(in, () -> e.accept(this));
    }

    /** Evaluates with the names of a scope. */
    <T> T within(Scope names, Supplier<T> action) {
        Scope before = scope;
        scope = names;
        try {
            return action.get();
        } finally {
            scope = before;
        }
    }

    /** Evaluates with new tensors going to another graph. */
    <T> T inGraph(GraphBuilder other, Supplier<T> action) {
        GraphBuilder before = graph;
        graph = other;
        try {
            return action.get();
        } finally {
            graph = before;
        }
    }

    // Making nodes

    /** Adds a node; what the operator cannot take is reported at {@code at}, with labels at {@code spans}. */
    Value node(GraphBuilder b, Span at, Op op, Attributes attributes, List<Value> inputs, List<Span> spans) {
        return nodes(b, at, op, attributes, inputs, spans).get(0);
    }

    List<Value> nodes(GraphBuilder b, Span at, Op op, Attributes attributes, List<Value> inputs, List<Span> spans) {
        return build(b, at, inputs, spans, () -> b.addAll(op, attributes, inputs));
    }

    /** Adds nodes, several perhaps; what their operators cannot take is reported as if the inputs were theirs. */
    <T> T build(GraphBuilder b, Span at, List<Value> inputs, List<Span> spans, Supplier<T> action) {
        Origin before = b.setOrigin(new Origin(at, walk.path(), false));
        try {
            return action.get();
        } catch (OpTypeException e) {
            throw report.error(e, at, inputs, spans);
        } catch (ArithmeticException e) {
            throw report.error(Code.ARGUMENT_VALUE, "sizes that do not fit into 64 bits", at);
        } finally {
            b.setOrigin(before);
        }
    }

    // Names and literals

    @Override
    public Val visitName(Expr.Name e) {
        return resolve(e.name(), e.span());
    }

    Val resolve(String name, Span at) {
        Val v = scope.lookup(name);
        if (v == null) {
            v = walk.dynamic(name).orElse(null);
        }
        if (v == null) {
            Abort reported = report.undeclared(
                    Code.UNKNOWN_NAME, "nothing is called `" + name + "` here", name, at, scope.visibleNames());
            // Told once in a body.
            scope.bind(name, Val.Unknown.UNKNOWN);
            throw reported;
        }
        if (v.isUnknown()) {
            throw new Abort();
        }
        if (v instanceof Val.Missing m) {
            throw report.error(
                    Code.UNKNOWN_NAME,
                    "`" + name + "` does not exist here: it is declared `when " + m.condition() + "`",
                    at,
                    "use it under the same condition: `if " + m.condition() + " then … else …`");
        }
        return v;
    }

    @Override
    public Val visitIntLit(Expr.IntLit e) {
        return Val.Int.of(e.value());
    }

    @Override
    public Val visitFloatLit(Expr.FloatLit e) {
        return new Val.Real(e.value());
    }

    @Override
    public Val visitStringLit(Expr.StringLit e) {
        return new Val.Str(e.value());
    }

    @Override
    public Val visitBoolLit(Expr.BoolLit e) {
        return new Val.Bool(e.value());
    }

    @Override
    public Val visitListLit(Expr.ListLit e) {
        return new Val.Sequence(elements(e.elements()));
    }

    @Override
    public Val visitTupleLit(Expr.TupleLit e) {
        return new Val.Sequence(elements(e.elements()));
    }

    private List<Val> elements(List<Expr> exprs) {
        List<Val> out = new ArrayList<>();
        for (Expr e : exprs) {
            Val v = e.accept(this);
            if (v instanceof Val.Run run) {
                run.dims().forEach(d -> out.add(new Val.Int(d)));
            } else if (e instanceof Expr.Spread && v instanceof Val.Sequence s) {
                out.addAll(s.elements());
            } else {
                out.add(v);
            }
        }
        if (out.size() > MAX_ELEMENTS) {
            throw report.error(
                    Code.ARGUMENT_VALUE,
                    "a list of more than " + MAX_ELEMENTS + " elements",
                    exprs.get(0).span());
        }
        return out;
    }

    @Override
    public Val visitSpread(Expr.Spread e) {
        Val v = resolve(e.name().name(), e.name().span());
        if (v instanceof Val.Run || v instanceof Val.Sequence) {
            return v;
        }
        throw report.error(Code.WRONG_KIND, "`..." + e.name() + "` needs a run of dims, not " + v.describe(), e.span());
    }

    // Operators

    @Override
    public Val visitNegate(Expr.Negate e) {
        return arithmetic.negate(e.operand().accept(this), e.span());
    }

    @Override
    public Val visitNot(Expr.Not e) {
        return arithmetic.not(e.operand().accept(this), e.span());
    }

    @Override
    public Val visitBinary(Expr.Binary e) {
        Val left = e.left().accept(this);
        Val right = e.right().accept(this);
        return arithmetic.binary(
                e.op(),
                left,
                right,
                e.opSpan(),
                List.of(e.left().span(), e.right().span()));
    }

    @Override
    public Val visitRange(Expr.Range e) {
        long from = intValue(e.from().accept(this), e.from().span());
        long to = intValue(e.to().accept(this), e.to().span());
        if ((double) to - from > MAX_ELEMENTS) {
            throw report.error(
                    Code.ARGUMENT_VALUE, "a range of more than " + MAX_ELEMENTS + " numbers is too long", e.span());
        }
        List<Val> out = new ArrayList<>();
        for (long i = from; i < to; i++) {
            out.add(Val.Int.of(i));
        }
        return new Val.Sequence(out);
    }

    @Override
    public Val visitIf(Expr.If e) {
        Boolean condition = condition(e.condition().accept(this), e.condition().span());
        if (condition != null) {
            return (condition ? e.then() : e.otherwise()).accept(this);
        }
        // Checked in general: both branches must be sound, and either may stand for the result.
        Val then = e.then().accept(this);
        e.otherwise().accept(this);
        return then;
    }

    /** A condition known when compiling; null where a body is checked in general and it depends on parameters. */
    @Nullable
    Boolean condition(Val v, Span at) {
        if (v instanceof Val.Bool b) {
            if (b.value() == null && !walk.general()) {
                throw report.error(
                        Code.NOT_KNOWN,
                        "the condition depends on a size that only run time knows",
                        at,
                        "choose with `where(condition, x, y)`, which works on tensors");
            }
            return b.value();
        }
        if (v instanceof Val.Tensor) {
            throw report.error(
                    Code.NOT_KNOWN,
                    "a condition must be known when the program is compiled, but this is " + v.describe(),
                    at,
                    "choose element by element with `where(condition, x, y)`");
        }
        throw report.error(Code.WRONG_KIND, "a condition must be a bool, not " + v.describe(), at);
    }

    // Functions, layers, pipes

    @Override
    public Val visitLambda(Expr.Lambda e) {
        return Closure.of(e, scope);
    }

    @Override
    public Val visitCall(Expr.Call e) {
        if (e.callee() instanceof Expr.Name n && n.name().equals("over_params") && scope.lookup(n.name()) == null) {
            return walk.overParams(this, e);
        }
        return call(
                callee(e.callee(), scope),
                arguments(e.args(), scope),
                new Callable.Site(e.callee().span(), e.span()));
    }

    /** What an expression stands for where it is called. */
    Val callee(Expr e, Scope scope) {
        Val v = e instanceof Expr.Name n ? scope.lookupCallable(n.name()) : null;
        return v instanceof Callable ? v : eval(e, scope);
    }

    Val call(Val callee, List<Callable.Argument> arguments, Callable.Site site) {
        if (!(callee instanceof Callable c)) {
            throw report.error(Code.NOT_CALLABLE, callee.describe() + " cannot be called", site.callee());
        }
        countCall(site.callee());
        report.step();
        if (depth >= MAX_DEPTH) {
            throw report.hopeless(
                    "calls are nested more than " + MAX_DEPTH + " deep", site.callee(), "does it call itself?");
        }
        depth++;
        try {
            return c.call(this, site, arguments);
        } finally {
            depth--;
        }
    }

    /** Counts what takes a while, so that no program runs for ever. */
    void countCall(Span at) {
        if (++calls > MAX_CALLS) {
            throw report.hopeless(
                    "more than " + MAX_CALLS + " calls are made", at, "does it call itself, or repeat too often?");
        }
    }

    /** Counts from 0 again: what is done for each of a model's tensors may be done for many. */
    void countCallsAfresh() {
        calls = 0;
    }

    List<Callable.Argument> arguments(List<Arg> args, Scope where) {
        List<Callable.Argument> out = new ArrayList<>();
        for (Arg a : args) {
            String name = a.name() == null ? null : a.name().name();
            Val.Axes axes =
                    "over".equals(name) ? AxisNames.written(a.value(), where).orElse(null) : null;
            if (axes != null) {
                out.add(new Callable.Argument(name, axes, a.value().span(), a.span()));
                continue;
            }
            Val v = eval(a.value(), where);
            if (a.value() instanceof Expr.Spread && v instanceof Val.Run run) {
                run.dims().forEach(d -> out.add(new Callable.Argument(name, new Val.Int(d), a.span())));
            } else if (a.value() instanceof Expr.Spread && v instanceof Val.Sequence s) {
                s.elements().forEach(x -> out.add(new Callable.Argument(name, x, a.span())));
            } else {
                out.add(new Callable.Argument(name, v, a.value().span(), a.span()));
            }
        }
        return out;
    }

    @Override
    public Val visitPipe(Expr.Pipe e) {
        return pipes.pipe(e, scope);
    }

    @Override
    public Val visitRepeat(Expr.Repeat e) {
        throw new IllegalStateException("repeat is a stage of a pipe");
    }

    // Parts of values

    @Override
    public Val visitIndex(Expr.Index e) {
        Val base = e.base().accept(this);
        if (base instanceof Val.Sequence s && e.items().size() == 1 && e.items().get(0) instanceof Expr.At at) {
            long i = intValue(at.index().accept(this), at.span());
            int size = s.elements().size();
            if (i < -size || i >= size) {
                throw report.error(Code.ARGUMENT_VALUE, "element " + i + " of a list of " + size, at.span());
            }
            return s.elements().get((int) (i < 0 ? i + size : i));
        }
        if (base instanceof Val.Tensor t) {
            return Indexing.of(this, t, e);
        }
        throw report.error(Code.WRONG_KIND, base.describe() + " has no parts to choose with brackets", e.span());
    }

    @Override
    public Val visitTupleIndex(Expr.TupleIndex e) {
        Val base = e.base().accept(this);
        if (base instanceof Val.Sequence s) {
            if (e.index() >= s.elements().size()) {
                throw report.error(
                        Code.UNKNOWN_MEMBER, "a tuple of " + s.elements().size() + " has no ." + e.index(), e.span());
            }
            return s.elements().get(e.index());
        }
        throw report.error(Code.UNKNOWN_MEMBER, base.describe() + " has no numbered parts", e.span());
    }

    @Override
    public Val visitMember(Expr.Member e) {
        return Members.of(this, e.base().accept(this), e);
    }

    @Override
    public Val visitScan(Expr.Scan e) {
        return new ScanElaboration(this, e, scope).run();
    }

    // Values of a wanted kind

    long intValue(Val v, Span at) {
        if (v instanceof Val.Int i && i.dim().isKnown()) {
            return i.dim().value();
        }
        if (v instanceof Val.Int && walk.general()) {
            throw new Abort();
        }
        if (v instanceof Val.Int) {
            throw report.error(Code.NOT_KNOWN, v.describe() + " is known only at run time", at);
        }
        throw report.error(Code.WRONG_KIND, "an int is needed here, not " + v.describe(), at);
    }

    Optional<Double> number(Val v) {
        if (v instanceof Val.Real r) {
            return Optional.of(r.value());
        }
        return v instanceof Val.Int i && i.dim().isKnown()
                ? Optional.of((double) i.dim().value())
                : Optional.empty();
    }
}
