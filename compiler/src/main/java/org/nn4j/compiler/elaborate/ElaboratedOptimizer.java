package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.TypeExpr;

/**
 * An optimizer of a recipe, and the clipping before it, written in the language.
 *
 * <p>The bodies of all units are carried out side by side, statement by statement, so that a sum over all parameters
 * finds what it needs in each of them.
 */
final class ElaboratedOptimizer implements OptimizerRule {
    /** The argument on which a factor from outside acts. */
    private static final String LEARNING_RATE = "lr";

    private final Reporter report;
    private final OptimizerType type;
    private final Scope arguments;
    private final @Nullable Closure clip;
    private final Span at;
    private final List<Stmt.State> states;
    private final OptimizerProbe probe;
    private final boolean needsTensors;

    ElaboratedOptimizer(Reporter report, OptimizerType type, Scope arguments, @Nullable Closure clip, Span at) {
        this.report = report;
        this.type = type;
        this.arguments = arguments;
        this.clip = clip;
        this.at = at;
        if (type.decl().inputs().size() != 2) {
            throw report.error(
                    Code.MISSING_ARGUMENT,
                    "an optimizer is a rule for two: a parameter and its gradient",
                    type.decl().name().span(),
                    "`optimizer " + type.name() + "(…)(p, g) { … }`");
        }
        this.states = type.decl().body().stmts().stream()
                .filter(Stmt.State.class::isInstance)
                .map(s -> (Stmt.State) s)
                .toList();
        this.probe = new OptimizerProbe(this, report, at);
        this.needsTensors = !probe.worksOnFlatVectors();
    }

    /** Reports what is wrong with it for parameters such as these. */
    void check(List<Program.Tensor> parameters) {
        probe.check(parameters);
    }

    /** Reports what depends on the size of a batch. */
    void requireNoBatch() {
        probe.requireNoBatch();
    }

    List<Stmt.State> states() {
        return states;
    }

    @Override
    public List<String> moments() {
        return states.stream()
                .filter(s -> OptimizerProbe.SHAPES.stream().anyMatch(p -> exists(s, p)))
                .map(s -> moment(s.name().name()))
                .toList();
    }

    /** What the parameters' vectors of a state are called. */
    String moment(String state) {
        return Paths.snakeCase(type.name()) + "." + state;
    }

    private Stmt.State state(String moment) {
        return states.stream()
                .filter(s -> moment(s.name().name()).equals(moment))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a parameter of this shape has this state. */
    boolean exists(Stmt.State s, Shape p) {
        Expr when = s.when();
        if (when == null) {
            return true;
        }
        GraphBuilder b = new GraphBuilder("probe");
        Interpreter in = interpreter(report, b);
        Scope scope = of(b, b.input("p", new TensorType(DType.F32, p)));
        return !Boolean.FALSE.equals(in.condition(in.eval(when, scope), when.span()));
    }

    @Override
    public @Nullable Shape momentShape(String moment, Shape parameter) {
        Stmt.State state = state(moment);
        if (!exists(state, parameter)) {
            return null;
        }
        GraphBuilder b = new GraphBuilder("probe");
        return initial(b, state, b.input("p", new TensorType(DType.F32, parameter)))
                .shape();
    }

    @Override
    public boolean needsTensors() {
        return needsTensors;
    }

    @Override
    public Value initialMoment(GraphBuilder b, String moment, Shape shape) {
        return initial(b, state(moment), Constants.fill(b, DType.F32, 0, shape));
    }

    /** A state starts as what it is declared to be, in that shape; a number is one for each element of the parameter. */
    Value initial(GraphBuilder b, Stmt.State state, Value p) {
        Interpreter in = interpreter(report, b);
        Val v = in.eval(state.init(), of(b, p));
        TensorType start =
                v instanceof Val.Tensor t && t.type().rank() > 0 ? t.type().withDType(DType.F32) : p.type();
        return Initializers.start(in, v, start, state.init().span());
    }

    /** The arguments and the parameter. */
    private Scope of(GraphBuilder b, Value p) {
        Scope scope = new Scope(arguments);
        scope.bind(type.decl().inputs().get(0).name().name(), new Val.Tensor(p, b, false));
        return scope;
    }

    private Interpreter interpreter(Reporter reporter, GraphBuilder b) {
        return new Interpreter(reporter, new Walk(Walk.Mode.TRAINING, new Registry(), b), arguments);
    }

    @Override
    public List<Updated> update(GraphBuilder b, List<Unit> units, Clock clock) {
        return update(report, b, units, clock, new UpdateContext(b, clock));
    }

    @Override
    public @Nullable Value learningRate(GraphBuilder b, Clock clock) {
        Interpreter in = interpreter(report, b);
        Val rate = in.walk.withUpdate(
                new UpdateContext(b, clock), () -> scheduled(in, b, clock).lookup(LEARNING_RATE));
        return rate instanceof Val.Tensor t ? t.value() : null;
    }

    /** As {@link #update(GraphBuilder, List, Clock)}, with what is wrong told to another reporter. */
    List<Updated> update(Reporter reporter, GraphBuilder b, List<Unit> units, Clock clock, UpdateContext context) {
        Interpreter in = interpreter(reporter, b);
        reporter.enter(type.name(), at);
        try {
            return in.walk.withUpdate(context, () -> updated(in, b, units, clock, context));
        } finally {
            reporter.leave();
        }
    }

    private List<Updated> updated(
            Interpreter in, GraphBuilder b, List<Unit> units, Clock clock, UpdateContext context) {
        List<Unit> clipped = clip == null ? units : clip(in, b, units, context, clip);
        Scope hyper = scheduled(in, b, clock);
        List<UpdateBody> bodies = new ArrayList<>();
        List<Scope> scopes = new ArrayList<>();
        for (Unit u : clipped) {
            Scope s = new Scope(hyper);
            List<Formal> inputs = type.decl().inputs();
            s.bind(inputs.get(0).name().name(), new Val.Tensor(u.p(), b, false));
            s.bind(inputs.get(1).name().name(), new Val.Tensor(u.g(), b, false));
            context.unit(s, u);
            scopes.add(s);
            bodies.add(new UpdateBody(this, in, s, u, context));
        }
        scopes.forEach(s -> s.setSiblings(scopes));
        for (Stmt stmt : type.decl().body().stmts()) {
            for (UpdateBody body : bodies) {
                in.countCallsAfresh();
                body.step(stmt);
            }
        }
        Ident name = type.decl().name();
        return bodies.stream().map(body -> body.updated(name)).toList();
    }

    private List<Unit> clip(Interpreter in, GraphBuilder b, List<Unit> units, UpdateContext context, Closure clipping) {
        List<Scope> scopes = new ArrayList<>();
        for (Unit u : units) {
            Scope s = new Scope(clipping.scope());
            s.bind(clipping.params().get(0).name().name(), new Val.Tensor(u.g(), b, false));
            context.unit(s, u);
            scopes.add(s);
        }
        scopes.forEach(s -> s.setSiblings(scopes));
        List<Unit> out = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            Unit u = units.get(i);
            context.at(u);
            in.countCallsAfresh();
            Val v = clipping.evaluate(in, new Callable.Site(at, at), scopes.get(i));
            Value g = gradient(in, v, u, b);
            out.add(new Unit(u.members(), u.p(), g, u.moments()));
        }
        return out;
    }

    private Value gradient(Interpreter in, Val v, Unit u, GraphBuilder b) {
        Val.Tensor t = in.arithmetic.convert(v, DType.F32, b, at);
        if (!t.type().equals(u.g().type())) {
            throw in.report.error(
                    Code.RESULT_TYPE, "clipping must give a gradient of the same shape, not " + t.type(), at);
        }
        return t.value();
    }

    /** The arguments, with each schedule's value at this step in its place. */
    private Scope scheduled(Interpreter in, GraphBuilder b, Clock clock) {
        Scope scope = new Scope(arguments);
        for (Formal f : type.decl().params()) {
            boolean schedule =
                    f.type() instanceof TypeExpr.Named n && n.name().name().equals("schedule");
            Val v = arguments.lookup(f.name().name());
            if (schedule && v != null) {
                Val step = in.walk.dynamic("step").orElseThrow();
                Val now = in.call(v, List.of(new Callable.Argument(null, step, at)), new Callable.Site(at, at));
                Val.Tensor t = in.arithmetic.convert(now, DType.F64, b, at);
                if (t.type().rank() != 0) {
                    throw in.report.error(Code.RESULT_TYPE, "a schedule gives one number, not " + t.type(), at);
                }
                Value value = t.value();
                if (f.name().name().equals(LEARNING_RATE)) {
                    value = b.add(org.nn4j.compiler.op.Elementwise.MUL, Attributes.NONE, value, clock.lrScale());
                }
                scope.bind(f.name().name(), new Val.Tensor(value, b, true));
            }
        }
        return scope;
    }
}
