package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.syntax.Expr;

/** One update of all parameters under construction. */
final class UpdateContext {
    private final GraphBuilder graph;
    private final OptimizerRule.Clock clock;
    private final Map<Scope, OptimizerRule.Unit> units = new HashMap<>();
    private final Set<Value> sums = new HashSet<>();
    private boolean partsAddUp = true;
    private boolean asksForShapes;
    private OptimizerRule.@Nullable Unit current;

    UpdateContext(GraphBuilder graph, OptimizerRule.Clock clock) {
        this.graph = graph;
        this.clock = clock;
    }

    GraphBuilder graph() {
        return graph;
    }

    OptimizerRule.Clock clock() {
        return clock;
    }

    /** Which unit the rule is carried out for from here on. */
    void at(OptimizerRule.Unit unit) {
        current = unit;
    }

    /** The scope in which a unit's {@code p} and {@code g} are bound. */
    void unit(Scope scope, OptimizerRule.Unit unit) {
        units.put(scope, unit);
    }

    /** Sums that {@code over_params} took over one unit each; they alone may reduce a flat vector. */
    Set<Value> sums() {
        return sums;
    }

    /** Whether the sums over parts of the parameters add up to that over all, however they are cut. */
    boolean partsAddUp() {
        return partsAddUp;
    }

    /** A rule that asks for shapes must see each parameter in its own. */
    void askForShape() {
        asksForShapes = true;
    }

    boolean asksForShapes() {
        return asksForShapes;
    }

    Val overParams(Interpreter in, Expr.Call call) {
        if (call.args().size() != 1 || call.args().get(0).name() != null) {
            throw in.report.error(
                    Code.MISSING_ARGUMENT, "`over_params` takes one expression, such as `sum(g * g)`", call.span());
        }
        Expr e = call.args().get(0).value();
        List<Scope> siblings = in.scope().siblings();
        if (!siblings.contains(in.scope())) {
            throw in.report.error(
                    Code.STATEMENT_NOT_HERE,
                    "`over_params` cannot stand in a function inside an optimizer",
                    call.span(),
                    "write it where `p` and `g` are parameters");
        }
        Value sum = null;
        OptimizerRule.Unit before = current;
        for (Scope s : siblings) {
            current = units.get(s);
            Val v = in.eval(e, s);
            if (!(v instanceof Val.Tensor t) || t.type().rank() != 0) {
                throw in.report.error(
                        Code.WRONG_KIND,
                        "`over_params` adds up one number for each parameter, not " + v.describe(),
                        e.span(),
                        "reduce it first: `over_params(sum(g * g))`");
            }
            var definition = graph.definition(t.value());
            partsAddUp &= definition != null && definition.op() == Reduction.SUM;
            sums.add(t.value());
            sum = sum == null ? t.value() : Elementwise.add(graph, sum, t.value());
        }
        current = before;
        if (sum == null) {
            throw new IllegalStateException("no parameters");
        }
        return new Val.Tensor(sum, graph, false);
    }

    Val.Tensor mask(Val.Params chosen, GraphBuilder b, DType dtype) {
        OptimizerRule.Unit unit = current;
        if (unit == null) {
            throw new IllegalStateException("a choice of parameters outside an update");
        }
        long chosenCount =
                unit.members().stream().filter(m -> chosen(chosen, m)).count();
        if (chosenCount == 0 || chosenCount == unit.members().size()) {
            return new Val.Tensor(Constants.scalar(b, dtype, chosenCount == 0 ? 0 : 1), b, false);
        }
        double[] mask = new double[Math.toIntExact(unit.p().shape().elements().value())];
        int at = 0;
        for (Program.Tensor m : unit.members()) {
            int n = Math.toIntExact(m.type().shape().elements().value());
            java.util.Arrays.fill(mask, at, at + n, chosen(chosen, m) ? 1 : 0);
            at += n;
        }
        return new Val.Tensor(Constants.constant(b, new Tensor(dtype, unit.p().shape(), mask)), b, false);
    }

    private static boolean chosen(Val.Params p, Program.Tensor t) {
        return t.type().rank() >= p.minRank() && PathPattern.matchesAny(p.patterns(), t.path());
    }
}
