package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;

/**
 * A node in the body of a loop or a scan that depends on nothing inside → before it. Out of a branch go only single numbers: what
 * the branch was to avoid would be computed for nothing.
 */
final class HoistLoopInvariants implements Pass {

    /** A graph under construction, inside others. */
    private record Level(GraphBuilder b, boolean loop, Set<String> symbols) {}

    private final List<Level> levels = new ArrayList<>();
    private final Map<Value, Value> map = new HashMap<>();
    private final Map<Value, Integer> depths = new HashMap<>();
    private final Map<Value, Tensor> constants = new HashMap<>();

    @Override
    public Graph apply(Graph graph) {
        return new HoistLoopInvariants().rebuild(graph, new GraphBuilder(graph.name()), false);
    }

    private Graph rebuild(Graph g, GraphBuilder b, boolean loop) {
        Set<String> symbols = levels.isEmpty() ? new HashSet<>() : new HashSet<>(top().symbols);
        levels.add(new Level(b, loop, symbols));
        for (Graph.Port p : g.inputs()) {
            define(p.value(), b.input(p.name(), p.value().type()), levels.size() - 1);
        }
        g.nodes().forEach(this::place);
        Graph built = b.build(g.outputs().stream()
                .map(p -> new Graph.Port(p.name(), get(p.value())))
                .toList());
        levels.remove(levels.size() - 1);
        return built;
    }

    private Level top() {
        return levels.get(levels.size() - 1);
    }

    private Value get(Value old) {
        return Objects.requireNonNull(map.get(old));
    }

    /** An old value's new one as it is used in {@code b}; a constant stays with those who use it. */
    private Value at(GraphBuilder b, Value old) {
        Tensor constant = constants.get(old);
        return constant == null ? get(old) : Constants.constant(b, constant);
    }

    private void define(Value old, Value now, int depth) {
        map.put(old, now);
        depths.putIfAbsent(now, depth);
        for (Dim d : now.shape().dims()) {
            d.symbolName().ifPresent(levels.get(depth).symbols::add);
        }
    }

    private void place(Node n) {
        int depth = target(n);
        if (n.op() == Constants.CONSTANT) {
            constants.put(n.output(), n.attributes().tensor("value"));
        }
        GraphBuilder b = levels.get(depth).b;
        b.setOrigin(n.origin());
        List<Value> in = n.inputs().stream().map(v -> at(b, v)).toList();
        List<Value> out;
        if (n.regions().isEmpty()) {
            out = b.addAll(n.op(), n.attributes(), in);
        } else {
            List<Region> regions = new ArrayList<>();
            for (Region r : n.regions()) {
                regions.add(new Region(rebuild(r.body(), b.region(r.body().name()), Rewrite.repeats(n))));
            }
            out = b.addWithRegions(n.op(), n.attributes(), in, regions);
        }
        for (int i = 0; i < out.size(); i++) {
            define(n.outputs().get(i), out.get(i), depth);
        }
    }

    /** The level where a node goes: right before the outermost loop in which it does not change. */
    private int target(Node n) {
        int here = levels.size() - 1;
        if (!n.regions().isEmpty() || n.op() == Constants.CONSTANT) {
            return here;
        }
        int needed = 0;
        for (Value v : n.inputs()) {
            if (!constants.containsKey(v)) {
                needed = Math.max(needed, Objects.requireNonNull(depths.get(get(v))));
            }
        }
        boolean single = n.outputs().stream().allMatch(v -> v.rank() == 0);
        for (int i = needed + 1; i <= here; i++) {
            boolean free = single || levels.subList(i, here + 1).stream().allMatch(Level::loop);
            if (levels.get(i).loop && free && levels.get(i - 1).symbols.containsAll(symbols(n))) {
                return i - 1;
            }
        }
        return here;
    }

    /** The sizes that must be known where a node stands. */
    private static Set<String> symbols(Node n) {
        Set<String> symbols = new HashSet<>();
        n.attributes().entries().values().forEach(a -> collect(a, symbols));
        n.outputs().forEach(v -> collect(v.type(), symbols));
        return symbols;
    }

    private static void collect(Object part, Set<String> symbols) {
        if (part instanceof Dim d) {
            symbols.addAll(d.symbols());
        } else if (part instanceof Shape s) {
            s.dims().forEach(d -> symbols.addAll(d.symbols()));
        } else if (part instanceof TensorType t) {
            collect(t.shape(), symbols);
        } else if (part instanceof List<?> list) {
            list.forEach(p -> collect(Objects.requireNonNull(p), symbols));
        }
    }
}
