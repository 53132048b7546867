package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;

/**
 * A number in a loop's body that depends on the turn alone → a vector of it for all turns before the loop, and its
 * element in the body. Schedules and bias corrections are such numbers: ten nodes a turn become one.
 *
 * <p>Only operators whose result for an element is the same bits in a vector of any length: the number of turns in a
 * run must not change a result. (A vectorised cosine differs from a single one in the last digit.)
 */
final class ComputeForAllTurns implements Pass {

    private static final Set<Op> EXACT = Set.of(
            Elementwise.ADD,
            Elementwise.SUB,
            Elementwise.MUL,
            Elementwise.DIV,
            Elementwise.NEG,
            Elementwise.ABS,
            Elementwise.MAXIMUM,
            Elementwise.MINIMUM,
            Elementwise.FLOOR,
            Elementwise.SQRT,
            Elementwise.CAST,
            Elementwise.WHERE,
            Elementwise.EQUAL,
            Elementwise.LESS,
            Elementwise.LESS_EQUAL,
            Elementwise.GREATER,
            Elementwise.GREATER_EQUAL,
            Elementwise.AND,
            Elementwise.OR,
            Elementwise.NOT);

    @Override
    public Graph apply(Graph graph) {
        return copy(graph, new GraphBuilder(graph.name()), new HashMap<>(), null);
    }

    /** A loop whose body is being copied: where its vectors go, and which old values they stand for. */
    private record Turns(GraphBuilder outer, Map<Value, Value> outerMap, Value turn, Map<Value, Value> vectors) {}

    private Graph copy(Graph g, GraphBuilder b, Map<Value, Value> map, @Nullable Turns turns) {
        for (Graph.Port p : g.inputs()) {
            map.put(p.value(), b.input(p.name(), p.value().type()));
        }
        for (Node n : g.nodes()) {
            b.setOrigin(n.origin());
            Value vector = turns == null ? null : vector(turns, n);
            if (turns != null && vector != null) {
                turns.vectors.put(n.output(), vector);
                map.put(n.output(), IndexOps.gather(b, vector, get(map, turns.turn)));
            } else if (n.regions().isEmpty()) {
                b.copy(n, map);
            } else {
                List<Value> out = b.addWithRegions(
                        n.op(),
                        n.attributes(),
                        n.inputs().stream().map(v -> get(map, v)).toList(),
                        regions(g, n, b, map, turns));
                for (int i = 0; i < out.size(); i++) {
                    map.put(n.outputs().get(i), out.get(i));
                }
            }
        }
        return b.build(g.outputs().stream()
                .map(p -> new Graph.Port(p.name(), get(map, p.value())))
                .toList());
    }

    private List<Region> regions(Graph g, Node n, GraphBuilder b, Map<Value, Value> map, @Nullable Turns around) {
        List<Region> regions = new ArrayList<>();
        for (Region r : n.regions()) {
            Turns turns = n.op() == ControlOps.BRANCH ? around : null;
            Dim count = n.op() == ControlOps.LOOP ? count(g, n) : null;
            if (count != null) {
                Value turn = r.body().inputs().get(0).value();
                Map<Value, Value> vectors = new HashMap<>();
                vectors.put(turn, Constants.range(b, count));
                turns = new Turns(b, map, turn, vectors);
            }
            regions.add(new Region(copy(r.body(), b.region(r.body().name()), new HashMap<>(map), turns)));
        }
        return regions;
    }

    private static Value get(Map<Value, Value> map, Value old) {
        return Objects.requireNonNull(map.get(old));
    }

    /** How often a loop turns at most, if that is a size. */
    private static @Nullable Dim count(Graph g, Node loop) {
        for (Node n : g.nodes()) {
            if (n.outputs().contains(loop.input(0)) && n.op() == Constants.DIM) {
                return n.attributes().dim("dim");
            }
        }
        return null;
    }

    /** A node's value for all turns, if it is one of the numbers in question. */
    private static @Nullable Value vector(Turns turns, Node n) {
        if (n.outputs().size() != 1 || n.output().rank() != 0) {
            return null;
        }
        if (n.op() == Constants.CONSTANT) {
            turns.outerMap.put(n.output(), turns.outer.copy(n, new HashMap<>()).get(0));
            return null;
        }
        // A power's base must not depend on the turn: ONNX Runtime squares a vector in another way than a number.
        boolean exact = EXACT.contains(n.op()) || (n.op() == Elementwise.POW && !turns.vectors.containsKey(n.input(0)));
        boolean depends = n.inputs().stream().anyMatch(turns.vectors::containsKey);
        boolean known = n.inputs().stream()
                .allMatch(v -> v.rank() == 0 && (turns.vectors.containsKey(v) || turns.outerMap.containsKey(v)));
        if (!exact || !depends || !known) {
            return null;
        }
        return turns.outer
                .addAll(
                        n.op(),
                        n.attributes(),
                        n.inputs().stream()
                                .map(v -> turns.vectors.getOrDefault(v, turns.outerMap.get(v)))
                                .toList())
                .get(0);
    }
}
