package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Stmt;

/** The body of an optimizer for one unit. An {@code update} takes effect at once: later statements see the new value. */
final class UpdateBody extends Body {
    private final ElaboratedOptimizer optimizer;
    private final OptimizerRule.Unit unit;
    private final GraphBuilder b;
    private final UpdateContext context;
    private final Map<String, Value> moments = new LinkedHashMap<>();

    UpdateBody(
            ElaboratedOptimizer optimizer,
            Interpreter in,
            Scope scope,
            OptimizerRule.Unit unit,
            UpdateContext context) {
        super(in, scope, "an optimizer");
        this.optimizer = optimizer;
        this.unit = unit;
        this.b = context.graph();
        this.context = context;
    }

    @Override
    void step(Stmt s) {
        context.at(unit);
        super.step(s);
    }

    @Override
    public Stmt visitState(Stmt.State s) {
        if (leftOut(s.name(), s.when())) {
            return s;
        }
        requireNew(s.name());
        String name = optimizer.moment(s.name().name());
        Value v = unit.moments().get(name);
        if (v == null) {
            throw new IllegalStateException("no moment " + name);
        }
        moments.put(name, v);
        bind(s.name(), new Val.Tensor(v, b, false));
        return s;
    }

    @Override
    public Stmt visitUpdate(Stmt.Update s) {
        if (isLeftOut(s.name())) {
            return s;
        }
        String name = optimizer.moment(s.name().name());
        Value old = moments.get(name);
        if (old == null) {
            throw in.report.error(
                    Code.NOT_UPDATED,
                    "`" + s.name() + "` is no state of this optimizer",
                    s.name().span());
        }
        Val.Tensor t = in.arithmetic.convert(
                in.eval(s.value(), scope), DType.F32, b, s.value().span());
        if (!t.type().equals(old.type())) {
            throw in.report.error(
                    Code.RESULT_TYPE,
                    "`" + s.name() + "` starts as " + old.type() + ", but its new value is " + t.type(),
                    s.value().span());
        }
        moments.put(name, t.value());
        scope.rebind(s.name().name(), new Val.Tensor(t.value(), b, false));
        return s;
    }

    /** The parameter's new value and the states; {@code name} is that of the optimizer. */
    OptimizerRule.Updated updated(Ident name) {
        Val v = result(name.name(), name.span());
        Val.Tensor t = in.arithmetic.convert(v, DType.F32, b, resultSpan(name.span()));
        if (!t.type().equals(unit.p().type())) {
            throw in.report.error(
                    Code.RESULT_TYPE,
                    "`" + name + "` must return the parameter's new value, but returns " + t.type(),
                    resultSpan(name.span()));
        }
        return new OptimizerRule.Updated(t.value(), moments);
    }
}
