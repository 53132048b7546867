package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.autodiff.Differentiate;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;

/**
 * What only tests may call: {@code gradient(f, x)}, or {@code gradient(y, layer.w)}, and {@code optimize(Adam(), p, g,
 * steps = 3)}, the parameter after some updates.
 */
final class TestFunctions {

    private static final int MAX_STEPS = 1000;

    private TestFunctions() {}

    static void define(Scope s) {
        s.bindAround("gradient", new Builtin("gradient", List.of("y", "x"), TestFunctions::gradient));
        s.bindAround(
                "optimize",
                new Builtin("optimize", List.of("optimizer", "p", "g", "steps?", "clip?"), TestFunctions::optimize));
    }

    /** Of the sum of y, or of what a function gives for x. */
    private static Val gradient(Interpreter in, Given a) {
        Val.Tensor x = floats(in, a, "x");
        GraphBuilder b = x.graph();
        if (a.value("y") instanceof Callable f) {
            // A node of its own: equal constants are one value, and f may use one that is not its argument.
            Value own = b.add(Elementwise.STOP_GRADIENT, Attributes.NONE, x.value());
            Val.Tensor argument = new Val.Tensor(own, b, false);
            Val y = in.call(
                    f,
                    List.of(new Callable.Argument(null, argument, a.span("x"))),
                    new Callable.Site(a.span("y"), a.span()));
            return gradient(in, a, y, argument);
        }
        if (isConstant(b, x.value())) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "the gradient with respect to a constant",
                    a.span("x"),
                    "make y a function of it: `gradient(fn (x) = …, x)`");
        }
        return gradient(in, a, a.value("y"), x);
    }

    private static boolean isConstant(GraphBuilder b, Value v) {
        var n = b.definition(v);
        return n != null && n.inputs().isEmpty();
    }

    private static Val gradient(Interpreter in, Given a, Val of, Val.Tensor x) {
        if (!(of instanceof Val.Tensor y) || !y.type().dtype().isFloat() || y.graph() != x.graph()) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "a gradient is that of a floating-point tensor, not of " + of.describe(),
                    a.span("y"));
        }
        GraphBuilder b = x.graph();
        Value seed = Constants.fill(b, y.type().dtype(), 1, y.type().shape());
        Value dx =
                Differentiate.gradients(b, y.value(), seed, List.of(x.value())).get(0);
        return new Val.Tensor(dx, b, false);
    }

    private static Val.Tensor floats(Interpreter in, Given a, String name) {
        Val.Tensor t = a.tensor(name);
        if (t.type().dtype() != DType.F32) {
            throw in.report.error(
                    Code.WRONG_DTYPE,
                    "`" + name + "` must be f32, not " + t.type().dtype(),
                    a.span(name));
        }
        return t;
    }

    private static Val optimize(Interpreter in, Given a) {
        if (!(a.value("optimizer") instanceof Val.Spec spec)
                || !(spec.entries().get("type") instanceof OptimizerType type)
                || !(spec.entries().get("arguments") instanceof Scope arguments)) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`optimizer` must be an optimizer such as `Adam(lr = 0.1)`, not "
                            + a.value("optimizer").describe(),
                    a.span("optimizer"));
        }
        long steps = a.integer("steps", 1);
        if (steps < 1 || steps > MAX_STEPS) {
            throw in.report.error(Code.ARGUMENT_VALUE, steps + " steps", a.span("steps"), "from 1 to " + MAX_STEPS);
        }
        ElaboratedOptimizer rule =
                new ElaboratedOptimizer(in.report, type, arguments, clip(in, a), a.span("optimizer"));
        Val.Tensor p = floats(in, a, "p");
        GraphBuilder b = p.graph();
        Value now = p.value();
        Map<String, Value> moments = new LinkedHashMap<>();
        for (String m : rule.moments()) {
            if (rule.momentShape(m, p.type().shape()) != null) {
                moments.put(m, rule.initialMoment(b, m, p.type().shape()));
            }
        }
        List<Program.Tensor> members = List.of(new Program.Tensor("p", p.type()));
        Value total = total(in, a, b, steps);
        for (long step = 1; step <= steps; step++) {
            Value g = gradientAt(in, a, new Val.Tensor(now, b, false));
            var clock = new OptimizerRule.Clock(
                    Constants.scalar(b, DType.I64, step), total, Constants.scalar(b, DType.F64, 1));
            var unit = new OptimizerRule.Unit(members, now, g, new LinkedHashMap<>(moments));
            OptimizerRule.Updated after =
                    rule.update(b, new ArrayList<>(List.of(unit)), clock).get(0);
            now = after.p();
            moments = after.moments();
        }
        return new Val.Tensor(now, b, false);
    }

    private static @Nullable Closure clip(Interpreter in, Given a) {
        if (!a.has("clip")) {
            return null;
        }
        if (a.value("clip") instanceof Closure c && c.params().size() == 1) {
            return c;
        }
        throw in.report.error(
                Code.WRONG_KIND,
                "`clip` needs a function of the gradient, not "
                        + a.value("clip").describe(),
                a.span("clip"),
                "for example `global_norm(1.0)`");
    }

    /** How long the training is: as the test says, or as many steps as there are here. */
    private static Value total(Interpreter in, Given a, GraphBuilder b, long steps) {
        Val said = in.walk.dynamic("total_steps").orElse(Val.Int.of(steps));
        return in.arithmetic.convert(said, DType.I64, b, a.span()).value();
    }

    /** The gradient as it is given, or as a function of the parameter gives it. */
    private static Value gradientAt(Interpreter in, Given a, Val.Tensor p) {
        Val g = a.value("g") instanceof Callable f
                ? in.call(
                        f,
                        List.of(new Callable.Argument(null, p, a.span("p"))),
                        new Callable.Site(a.span("g"), a.span()))
                : a.value("g");
        if (!(g instanceof Val.Tensor t) || !t.type().equals(p.type())) {
            throw in.report.error(
                    Code.SIZES_DIFFER,
                    "the gradient must be " + p.type() + ", as the parameter is, not " + g.describe(),
                    a.span("g"));
        }
        return t.value();
    }
}
