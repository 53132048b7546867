package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Formal;
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

    /** A parameter of each rank there is. */
    private static final List<Shape> PROBES = List.of(
            Shape.SCALAR,
            Shape.of(3),
            Shape.of(4, 3),
            Shape.of(4, 3, 2),
            Shape.of(5, 4, 3, 2),
            Shape.of(5, 4, 3, 2, 2));

    private final Reporter report;
    private final OptimizerType type;
    private final Scope arguments;
    private final @Nullable Closure clip;
    private final Span at;
    private final List<Stmt.State> states;
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
        this.needsTensors = !worksOnFlatVectors();
    }

    @Override
    public List<String> moments() {
        return states.stream()
                .filter(s -> PROBES.stream().anyMatch(p -> exists(s, p)))
                .map(s -> moment(s.name().name()))
                .toList();
    }

    private String moment(String state) {
        return Paths.snakeCase(type.name()) + "." + state;
    }

    private Stmt.State state(String moment) {
        return states.stream()
                .filter(s -> moment(s.name().name()).equals(moment))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a parameter of this shape has this state. */
    private boolean exists(Stmt.State s, Shape p) {
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
    private Value initial(GraphBuilder b, Stmt.State state, Value p) {
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

    private List<Updated> update(
            Reporter reporter, GraphBuilder b, List<Unit> units, Clock clock, UpdateContext context) {
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
        List<UnitBody> bodies = new ArrayList<>();
        List<Scope> scopes = new ArrayList<>();
        for (Unit u : clipped) {
            Scope s = new Scope(hyper);
            List<Formal> inputs = type.decl().inputs();
            s.bind(inputs.get(0).name().name(), new Val.Tensor(u.p(), b, false));
            s.bind(inputs.get(1).name().name(), new Val.Tensor(u.g(), b, false));
            context.unit(s, u);
            scopes.add(s);
            bodies.add(new UnitBody(in, s, u, b, context));
        }
        scopes.forEach(s -> s.setSiblings(scopes));
        for (Stmt stmt : type.decl().body().stmts()) {
            for (UnitBody body : bodies) {
                in.countCallsAfresh();
                body.step(stmt);
            }
        }
        return bodies.stream().map(UnitBody::updated).toList();
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

    /** The body for one unit. An {@code update} takes effect at once: later statements see the new value. */
    private final class UnitBody extends Body {
        private final Unit unit;
        private final GraphBuilder b;
        private final UpdateContext context;
        private final Map<String, Value> moments = new LinkedHashMap<>();

        UnitBody(Interpreter in, Scope scope, Unit unit, GraphBuilder b, UpdateContext context) {
            super(in, scope, "an optimizer");
            this.unit = unit;
            this.b = b;
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
            String name = moment(s.name().name());
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
            String name = moment(s.name().name());
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

        Updated updated() {
            Span name = type.decl().name().span();
            Val v = result(type.name(), name);
            Val.Tensor t = in.arithmetic.convert(v, DType.F32, b, resultSpan(name));
            if (!t.type().equals(unit.p().type())) {
                throw in.report.error(
                        Code.RESULT_TYPE,
                        "`" + type.name() + "` must return the parameter's new value, but returns " + t.type(),
                        resultSpan(name));
            }
            return new Updated(t.value(), moments);
        }
    }

    // Trying it out

    /**
     * Carries out an update of a matrix, a vector and what has other shapes among {@code parameters}, so that what is
     * wrong is reported before anything is made.
     */
    void check(List<Program.Tensor> parameters) {
        GraphBuilder b = new GraphBuilder("probe");
        List<Shape> shapes = new ArrayList<>(List.of(Shape.of(4, 3), Shape.of(3)));
        parameters.stream()
                .map(p -> p.type().shape())
                .filter(s -> s.rank() != 1 && s.rank() != 2)
                .distinct()
                .forEach(shapes::add);
        update(b, probeUnits(b, shapes), probeClock(b));
        for (Stmt.State s : states) {
            Shape of = PROBES.stream()
                    .filter(shape -> exists(s, shape))
                    .findFirst()
                    .orElse(null);
            if (of == null) {
                continue;
            }
            GraphBuilder start = new GraphBuilder("probe");
            Value p = start.input("p", new TensorType(DType.F32, of));
            if (!Dependencies.inputsOf(start, initial(start, s, p)).isEmpty()) {
                throw report.error(
                        Code.RESULT_TYPE,
                        "the state `" + s.name() + "` must start from the parameter's shape alone",
                        s.init().span(),
                        "for example `zeros_like(p)`");
            }
        }
    }

    /** Reports what depends on the size of a batch: an update comes after it. */
    void requireNoBatch() {
        GraphBuilder b = new GraphBuilder("probe");
        List<Unit> units = probeUnits(b, PROBES);
        units.forEach(u -> states.stream().filter(s -> exists(s, u.p().shape())).forEach(s -> initial(b, s, u.p())));
        update(b, units, probeClock(b));
        for (Node n : b.nodes()) {
            for (String size : n.symbols()) {
                throw report.error(
                        Code.NOT_KNOWN,
                        "the size " + size + " is known only while a batch is there",
                        at,
                        "initial values, optimizers and what follows the totals of a metric see no batch");
            }
        }
    }

    /** Whether the body means the same for a vector of several parameters as for each of them. */
    private boolean worksOnFlatVectors() {
        GraphBuilder b = new GraphBuilder("probe");
        UpdateContext context = new UpdateContext(b, probeClock(b));
        List<Unit> units = probeUnits(b, List.of(Shape.of(12), Shape.of(8)));
        try {
            update(new Reporter(new Diagnostics()), b, units, context.clock(), context);
        } catch (Abort a) {
            return false;
        }
        return context.partsAddUp()
                && !context.asksForShapes()
                && isElementwise(b, units, context.sums())
                && moments().stream().allMatch(m -> PROBES.stream().allMatch(p -> p.equals(momentShape(m, p))));
    }

    /** Whether all that is made of the units is made place by place, but for some sums. */
    private static boolean isElementwise(GraphBuilder b, List<Unit> units, Set<Value> sums) {
        Set<Value> ofUnits = new HashSet<>();
        for (Unit u : units) {
            ofUnits.addAll(List.of(u.p(), u.g()));
            ofUnits.addAll(u.moments().values());
        }
        for (Node n : b.nodes()) {
            if (n.uses().stream().anyMatch(ofUnits::contains)) {
                if (!n.op().isElementwise() && !sums.containsAll(n.outputs())) {
                    return false;
                }
                ofUnits.addAll(n.outputs());
            }
        }
        return true;
    }

    private List<Unit> probeUnits(GraphBuilder b, List<Shape> shapes) {
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            TensorType t = new TensorType(DType.F32, shapes.get(i));
            Map<String, Value> m = new LinkedHashMap<>();
            for (String name : moments()) {
                Shape shape = momentShape(name, shapes.get(i));
                if (shape != null) {
                    m.put(name, b.input(name + "." + i, t.withShape(shape)));
                }
            }
            Program.Tensor member = new Program.Tensor("probe." + i, t);
            units.add(new Unit(List.of(member), b.input("p." + i, t), b.input("g." + i, t), m));
        }
        return units;
    }

    private static Clock probeClock(GraphBuilder b) {
        return new Clock(
                b.input("step", TensorType.scalar(DType.I64)),
                b.input("total_steps", TensorType.scalar(DType.I64)),
                b.input("lr_scale", TensorType.scalar(DType.F64)));
    }
}
