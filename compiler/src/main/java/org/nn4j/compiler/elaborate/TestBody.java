package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.program.TestProgram;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Stmt;

/**
 * The body of a test. What it calls {@code training}, {@code step}, {@code total_steps} and {@code seed} are those of
 * the layers and schedules that it applies.
 */
final class TestBody extends Body {
    private static final Set<String> CIRCUMSTANCES = Set.of("training", "step", "total_steps");

    private final List<TestProgram.Check> checks = new ArrayList<>();
    private final List<Graph.Port> outputs = new ArrayList<>();
    private long seed;

    TestBody(Interpreter in, Scope scope) {
        super(in, scope, "a test");
    }

    List<TestProgram.Check> checks() {
        return checks;
    }

    List<Graph.Port> outputs() {
        return outputs;
    }

    long seed() {
        return seed;
    }

    @Override
    public Stmt visitLet(Let s) {
        super.visitLet(s);
        String name = s.pattern().names().get(0).name();
        Val v = scope.lookup(name);
        if (v == null || s.pattern().isTuple()) {
            return s;
        }
        if (CIRCUMSTANCES.contains(name)) {
            in.walk.supply(name, v);
        } else if (name.equals("seed")) {
            seed = in.intValue(v, s.value().span());
        }
        return s;
    }

    @Override
    public Stmt visitReturn(Stmt.Return s) {
        throw notHere("return", s.span());
    }

    @Override
    public Stmt visitCheck(Stmt.Check s) {
        List<Callable.Argument> sides = new ArrayList<>();
        Val v = in.within(scope, () -> decide(s.condition(), sides));
        Span at = s.condition().span();
        Boolean known = null;
        int number = checks.size();
        List<Graph.Port> ports = new ArrayList<>();
        if (v instanceof Val.Tensor t && t.type().dtype() == DType.BOOL) {
            ports.add(new Graph.Port(TestProgram.output(number), t.value()));
        } else if (v instanceof Val.Bool) {
            known = in.condition(v, at);
        } else {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "a check must be a bool or a tensor of bools, not " + v.describe(),
                    at,
                    "compare: `check close(x, y)`, `check x > 0`");
        }
        List<TestProgram.Side> told = new ArrayList<>();
        for (Callable.Argument side : sides) {
            if (side.value() instanceof Val.Tensor t) {
                ports.add(new Graph.Port(TestProgram.output(number, told.size()), t.value()));
                told.add(new TestProgram.Side(side.span(), null));
            } else {
                String text = text(side.value());
                if (text != null) {
                    told.add(new TestProgram.Side(side.span(), text));
                }
            }
        }
        checks.add(new TestProgram.Check(at, known, told));
        outputs.addAll(ports);
        return s;
    }

    /** The condition, whose sides are evaluated once: evaluating a layer again would make another. */
    private Val decide(Expr condition, List<Callable.Argument> sides) {
        if (condition instanceof Expr.Binary b && b.op().isComparison()) {
            Val left = b.left().accept(in);
            Val right = b.right().accept(in);
            sides.add(new Callable.Argument(null, left, b.left().span()));
            sides.add(new Callable.Argument(null, right, b.right().span()));
            return in.arithmetic.binary(
                    b.op(),
                    left,
                    right,
                    b.opSpan(),
                    List.of(b.left().span(), b.right().span()));
        }
        if (condition instanceof Expr.Call c) {
            Val callee = in.callee(c.callee(), scope);
            List<Callable.Argument> arguments = in.arguments(c.args(), scope);
            arguments.stream().filter(a -> a.name() == null).forEach(sides::add);
            return in.call(callee, arguments, new Callable.Site(c.callee().span(), c.span()));
        }
        return condition.accept(in);
    }

    /** A value as it would be written; null for what is no plain value. */
    private static @Nullable String text(Val v) {
        if (v instanceof Val.Int i) {
            return i.dim().toString();
        }
        if (v instanceof Val.Real r) {
            return Double.toString(r.value());
        }
        if (v instanceof Val.Bool b) {
            return String.valueOf(b.value());
        }
        if (v instanceof Val.Str s) {
            return "\"" + s.value() + "\"";
        }
        if (v instanceof Val.Sequence s) {
            return s.elements().stream().map(e -> String.valueOf(text(e))).collect(Collectors.joining(", ", "(", ")"));
        }
        return null;
    }
}
