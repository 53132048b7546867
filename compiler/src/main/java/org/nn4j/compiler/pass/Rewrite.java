package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.ScanOps;

/**
 * A graph on its way to its successor, node by node, bodies inside nodes too.
 *
 * <p>A rule looks at the old graph and adds nodes to the new one. What it replaced may still be used elsewhere and stays;
 * what is not used any more goes with {@link EliminateDeadCode}.
 */
final class Rewrite {

    /** What is put in place of one node. */
    @FunctionalInterface
    interface Rule {
        /** The new values of the node's outputs; null where the node stays as it is. */
        @Nullable
        List<Value> replace(Rewrite r, Node n);
    }

    private final Rule rule;
    private final GraphBuilder b;
    private final Map<Value, Value> map;
    private final Facts facts;

    /** About the old graph's values: who defines them, how often they are used, how many repeated bodies they are in. */
    private record Facts(Map<Value, Node> definitions, Map<Value, Integer> uses, Map<Value, Integer> depths) {}

    private Rewrite(Rule rule, GraphBuilder b, Map<Value, Value> map, Facts facts) {
        this.rule = rule;
        this.b = b;
        this.map = map;
        this.facts = facts;
    }

    /** The new graph; the old one itself where the rule found nothing and no nodes were equal. */
    static Graph apply(Graph graph, Rule rule) {
        Facts facts = new Facts(new HashMap<>(), new HashMap<>(), new HashMap<>());
        Rewrite r = new Rewrite(rule, new GraphBuilder(graph.name()), new HashMap<>(), facts);
        r.look(graph, 0);
        return r.rebuild(graph);
    }

    private void look(Graph g, int depth) {
        g.inputs().forEach(p -> facts.depths.put(p.value(), depth));
        for (Node n : g.nodes()) {
            n.outputs().forEach(v -> facts.definitions.put(v, n));
            n.outputs().forEach(v -> facts.depths.put(v, depth));
            n.inputs().forEach(v -> use(v, depth));
            int inside = repeats(n) ? depth + 1 : depth;
            n.regions().forEach(region -> look(region.body(), inside));
        }
        g.outputs().forEach(p -> use(p.value(), depth));
    }

    /** What a body that is repeated reads of the graphs around it, it reads more than once. */
    private void use(Value v, int depth) {
        facts.uses.merge(v, facts.depths.getOrDefault(v, depth) < depth ? 2 : 1, Integer::sum);
    }

    /** Whether a node carries out its bodies again and again. */
    static boolean repeats(Node n) {
        return n.op() == ControlOps.LOOP || n.op() == ScanOps.SCAN;
    }

    private Graph rebuild(Graph g) {
        for (Graph.Port p : g.inputs()) {
            map.put(p.value(), b.input(p.name(), p.value().type()));
        }
        for (Node n : g.nodes()) {
            b.setOrigin(n.origin());
            List<Value> out = rule.replace(this, n);
            if (out == null) {
                out = copy(n);
            }
            for (int i = 0; i < out.size(); i++) {
                map.put(n.outputs().get(i), out.get(i));
            }
        }
        return b.build(g.outputs().stream()
                .map(p -> new Graph.Port(p.name(), get(p.value())))
                .toList());
    }

    private List<Value> copy(Node n) {
        List<Value> in = n.inputs().stream().map(this::get).toList();
        if (n.regions().isEmpty()) {
            return b.addAll(n.op(), n.attributes(), in);
        }
        List<Region> regions = new ArrayList<>();
        for (Region region : n.regions()) {
            Rewrite inner = new Rewrite(rule, b.region(region.body().name()), new HashMap<>(map), facts);
            regions.add(new Region(inner.rebuild(region.body())));
        }
        return b.addWithRegions(n.op(), n.attributes(), in, regions);
    }

    /** Where new nodes go. */
    GraphBuilder b() {
        return b;
    }

    /** The new value of an old one. */
    Value get(Value old) {
        return Objects.requireNonNull(map.get(old), () -> old + " has no new value");
    }

    /** The old node that defines an old value, if it is one of {@code op}. */
    @Nullable
    Node definition(Value old, Op op) {
        Node n = facts.definitions.get(old);
        return n != null && n.op() == op ? n : null;
    }

    /** The old node that defines an old value; null for an input. */
    @Nullable
    Node definition(Value old) {
        return facts.definitions.get(old);
    }

    /** Whether one place alone reads an old value, so that it goes when that place reads something else. */
    boolean usedOnce(Value old) {
        return facts.uses.getOrDefault(old, 0) == 1;
    }

    /** The number that stands everywhere in an old value, if the compiler knows it. */
    OptionalDouble number(Value old) {
        Node constant = definition(old, Constants.CONSTANT);
        Node known = constant != null ? constant : definition(old, Constants.FILL);
        if (known == null) {
            return OptionalDouble.empty();
        }
        Tensor t = known.attributes().tensor("value");
        double[] elements = t.elements();
        for (double e : elements) {
            if (e != elements[0]) {
                return OptionalDouble.empty();
            }
        }
        return elements.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(elements[0]);
    }

    boolean is(Value old, double number) {
        OptionalDouble known = number(old);
        return known.isPresent() && known.getAsDouble() == number;
    }
}
