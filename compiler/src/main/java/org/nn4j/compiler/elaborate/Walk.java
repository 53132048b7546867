package org.nn4j.compiler.elaborate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;

/**
 * One walk through a model: the graph of a batch that is being made, and where in the model the walk is.
 *
 * <p>A model is walked once as in training and once as it is served; the {@link Registry} is shared. A declaration that
 * is checked in general is walked too, with symbols for its parameters, and the graph is thrown away.
 */
final class Walk {

    /** How the model is meant. */
    enum Mode {
        TRAINING,
        SERVING,
        /** As in serving, unless the test says otherwise. */
        TESTING,
        /** Both at once, and with sizes that stand for any. */
        GENERAL
    }

    private final Mode mode;
    private final Registry registry;
    private final GraphBuilder forward;
    private final Map<String, Value> inputs = new HashMap<>();
    private final Map<String, Value> updates = new LinkedHashMap<>();
    private final Map<String, Val> supplied = new HashMap<>();
    private final Map<String, Val.Tensor> fittedInTest = new HashMap<>();
    private final Map<String, Integer> randomStreams = new HashMap<>();
    private final Deque<Paths> paths = new ArrayDeque<>(List.of(Paths.of("")));
    private final Deque<String> layers = new ArrayDeque<>();
    private final Map<List<String>, Program.Layer> applied = new LinkedHashMap<>();

    /** The scans whose bodies are being evaluated, outermost first. */
    private Deque<ScanStep> scans = new ArrayDeque<>();

    private @Nullable Totals totals;
    private @Nullable UpdateContext update;

    Walk(Mode mode, Registry registry, GraphBuilder forward) {
        this.mode = mode;
        this.registry = registry;
        this.forward = forward;
    }

    Mode mode() {
        return mode;
    }

    boolean testing() {
        return mode == Mode.TESTING;
    }

    boolean general() {
        return mode == Mode.GENERAL;
    }

    GraphBuilder forward() {
        return forward;
    }

    Registry registry() {
        return registry;
    }

    /** An input of the batch's graph; asked for twice, it is the same. */
    Value input(String port, TensorType type) {
        Value v = inputs.computeIfAbsent(port, p -> forward.input(p, type));
        if (!v.type().equals(type)) {
            throw new IllegalStateException(port + " is " + v.type() + " and " + type);
        }
        return v;
    }

    Optional<Value> knownInput(String port) {
        return Optional.ofNullable(inputs.get(port));
    }

    void update(String statePath, Value v) {
        updates.put(statePath, v);
    }

    /** New values of states, by path. */
    Map<String, Value> updates() {
        return updates;
    }

    /** A statistic that a test fits to what is at hand: once, as it is fitted to training data once. */
    Val.Tensor fittedInTest(String path, Supplier<Val.Tensor> fit) {
        Val.Tensor known = fittedInTest.get(path);
        if (known == null) {
            known = fit.get();
            fittedInTest.put(path, known);
        }
        return known;
    }

    // Where the walk is

    Paths paths() {
        return paths.element();
    }

    /** The layers being applied, outermost first. */
    List<String> path() {
        List<String> out = new ArrayList<>(layers);
        java.util.Collections.reverse(out);
        return out;
    }

    void enter(String layerPath) {
        layers.push(layerPath);
        paths.push(Paths.of(layerPath));
    }

    void enter(String layerPath, LayerType type) {
        enter(layerPath);
        List<String> here = path();
        applied.putIfAbsent(here, new Program.Layer(here, type.name(), type.isOfLibrary(), List.of()));
    }

    /** What the innermost layer gives. */
    void gives(List<TensorType> outputs) {
        applied.computeIfPresent(
                path(),
                (here, l) -> l.outputs().isEmpty() ? new Program.Layer(here, l.kind(), l.library(), outputs) : l);
    }

    /** The layers that were applied so far, in the order in which they first were. */
    List<Program.Layer> applied() {
        return List.copyOf(applied.values());
    }

    void leave() {
        layers.pop();
        paths.pop();
    }

    /** The turns of a {@code repeat} at this place. */
    final class Repetition {
        private final Paths.Repeated repeated = new Paths.Repeated(paths());

        void enter(long turn) {
            paths.push(repeated.turn(turn));
        }

        void leave() {
            paths.pop();
        }
    }

    Repetition repetition() {
        return new Repetition();
    }

    // Names that mean something only during a walk

    /** Whether a name means something in some walks. */
    static boolean isDynamic(String name) {
        return List.of("training", "step", "total_steps", "over_params").contains(name);
    }

    /** Says what such a name means from here on. */
    void supply(String name, Val v) {
        supplied.put(name, v);
    }

    Optional<Val> dynamic(String name) {
        Val known = supplied.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        return switch (name) {
            case "training" -> Optional.of(new Val.Bool(general() ? null : mode == Mode.TRAINING));
            case "step" -> Optional.ofNullable(update).map(u -> scalar(u.clock().step(), u.graph()));
            case "total_steps" ->
                Optional.ofNullable(update).map(u -> scalar(u.clock().totalSteps(), u.graph()));
            default -> Optional.empty();
        };
    }

    /** A scalar computed from the step: in f64, and taking the type of the tensor it meets. */
    private static Val scalar(Value v, GraphBuilder b) {
        return new Val.Tensor(Elementwise.cast(b, v, DType.F64), b, true);
    }

    // Totals

    <T> T withTotals(Totals collector, Supplier<T> action) {
        Totals before = totals;
        totals = collector;
        try {
            return action.get();
        } finally {
            totals = before;
        }
    }

    Totals totals(Interpreter in, Span at) {
        if (inScan()) {
            throw in.report.error(
                    Code.STATEMENT_NOT_HERE,
                    "a total cannot stand inside a scan",
                    at,
                    "yield what is to be added up, and take the total after the scan");
        }
        if (totals == null) {
            throw in.report.error(
                    Code.STATEMENT_NOT_HERE, "`total` is known only in metrics and fitted statistics", at);
        }
        return totals;
    }

    /** Of two graphs that meet, that of totals. */
    GraphBuilder totalsGraph(GraphBuilder a, GraphBuilder b, Span at, Reporter report) {
        if (totals != null && totals.values() == a) {
            return a;
        }
        if (totals != null && totals.values() == b) {
            return b;
        }
        throw strange(at, report);
    }

    private Abort strange(Span at, Reporter report) {
        if (initializing != null) {
            return report.error(
                    Code.WORLDS,
                    "an initial value cannot depend on a batch or on another parameter",
                    at,
                    "parameters start before there is any data");
        }
        if (totals != null) {
            return report.error(
                    Code.WORLDS,
                    "a total over all rows meets a value of single rows",
                    at,
                    "put the value into a total: `total(x)`");
        }
        return report.error(
                Code.WORLDS,
                "values meet that do not exist at the same time",
                at,
                "an optimizer sees parameters, gradients and the step, but no batch");
    }

    /** A tensor of the batch among totals: only a statistic that was fitted before means something there. */
    Val.Tensor bring(Val.Tensor t, GraphBuilder target, Span at, Reporter report) {
        if (totals == registry.fitTotals() && target == totals.values()) {
            Optional<Value> known = fittedOnly(t.value(), target);
            if (known.isPresent()) {
                return new Val.Tensor(Elementwise.cast(target, known.get(), DType.F64), target, false);
            }
        }
        throw strange(at, report);
    }

    /** A value computed from statistics that were fitted before, and from nothing else, in the graph of their values. */
    private Optional<Value> fittedOnly(Value v, GraphBuilder target) {
        Set<Value> needed = Dependencies.valuesOf(forward, v);
        Map<Value, Value> map = new HashMap<>();
        for (Map.Entry<String, Value> e : inputs.entrySet()) {
            if (needed.contains(e.getValue())) {
                if (!e.getKey().startsWith("fitted.")) {
                    return Optional.empty();
                }
                map.put(e.getValue(), registry.fittedValue(e.getKey()));
            }
        }
        if (map.isEmpty()) {
            return Optional.empty();
        }
        for (Node n : forward.nodes()) {
            if (n.outputs().stream().anyMatch(needed::contains)) {
                if (n.inputs().isEmpty() && n.op() != Constants.CONSTANT) {
                    return Optional.empty();
                }
                target.copy(n, map);
            }
        }
        return Optional.ofNullable(map.get(v));
    }

    // Optimizers

    <T> T withUpdate(UpdateContext context, Supplier<T> action) {
        UpdateContext before = update;
        update = context;
        try {
            return action.get();
        } finally {
            update = before;
        }
    }

    Val overParams(Interpreter in, Expr.Call call) {
        if (update == null) {
            throw in.report.error(
                    Code.STATEMENT_NOT_HERE, "`over_params` is known only in optimizers and `clip`", call.span());
        }
        return update.overParams(in, call);
    }

    /** 1 where a parameter is chosen and 0 elsewhere, for the parameters at hand. */
    Val.Tensor mask(Interpreter in, Val.Params chosen, GraphBuilder b, DType dtype, Span at) {
        if (update == null) {
            throw in.report.error(Code.WRONG_KIND, "a choice of parameters is no tensor", at);
        }
        return update.mask(chosen, b, dtype);
    }

    /** A body asks for a tensor's shape. */
    void askForShape() {
        if (update != null) {
            update.askForShape();
        }
    }

    /** Whether the walk is in an optimizer. */
    boolean updating() {
        return update != null;
    }

    // Scans

    /** Evaluates the body of a scan. */
    void within(ScanStep step, Runnable action) {
        scans.addLast(step);
        try {
            action.run();
        } finally {
            scans.removeLast();
        }
    }

    boolean inScan() {
        return !scans.isEmpty();
    }

    /** The graph of the step being made, if it may use the values of this graph; else this graph. */
    GraphBuilder innermost(GraphBuilder b) {
        GraphBuilder step = scans.isEmpty() ? b : scans.getLast().body();
        return step.isWithin(b) ? step : b;
    }

    // Randomness

    /** What random numbers depend on at this place, and the graph in which they are made. */
    record RandomKey(GraphBuilder graph, List<Value> values, String stream) {}

    private @Nullable String initializing;

    /** Evaluates how something starts, with random numbers named after it. */
    <T> T initializing(String path, Supplier<T> action) {
        Deque<ScanStep> around = scans;
        initializing = path;
        scans = new ArrayDeque<>();
        try {
            return action.get();
        } finally {
            initializing = null;
            scans = around;
        }
    }

    RandomKey randomKey() {
        List<Value> values = new ArrayList<>();
        String here;
        if (initializing != null) {
            Value zero = Constants.scalar(registry.initial(), DType.I64, 0);
            values.addAll(List.of(registry.initialSeed(), zero, zero));
            here = initializing;
        } else {
            TensorType i64 = TensorType.scalar(DType.I64);
            values.addAll(List.of(input("seed", i64), input("step", i64), input("position", i64)));
            here = layers.isEmpty() ? "" : layers.element();
        }
        scans.forEach(s -> values.add(s.turn()));
        return new RandomKey(innermost(initializing != null ? registry.initial() : forward), values, stream(here));
    }

    private String stream(String place) {
        int n = randomStreams.merge(place, 1, Integer::sum);
        return n == 1 ? place : place + "#" + n;
    }

    Graph build(List<Graph.Port> outputs) {
        return forward.buildPart(outputs);
    }
}
