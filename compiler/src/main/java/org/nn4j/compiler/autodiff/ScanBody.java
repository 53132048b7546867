package org.nn4j.compiler.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;

/**
 * The body of a scan, as the body of its backward scan sees it: each value that changes from step to step is an input
 * there, a slice of what the forward scan saves. What does not change, or only moves elements of a saved value, is
 * computed again instead.
 */
final class ScanBody implements Forward {

    private static final Set<Op> MOVES =
            Set.of(ShapeOps.RESHAPE, ShapeOps.SQUEEZE, ShapeOps.UNSQUEEZE, ShapeOps.TRANSPOSE, ShapeOps.BROADCAST_TO);

    private final Graph body;
    private final Forward around;
    private final GraphBuilder backward;
    private final List<Node> nodes;
    private final Set<Value> own = new HashSet<>();
    private final Map<Value, Node> recomputed = new HashMap<>();
    private final Map<Value, Value> known = new HashMap<>();
    private final Map<Value, Value> slices = new LinkedHashMap<>();

    ScanBody(Graph body, Forward around, GraphBuilder backward) {
        this.body = body;
        this.around = around;
        this.backward = backward;
        this.nodes = new ArrayList<>(body.nodes());
        body.inputs().forEach(p -> own.add(p.value()));
        Set<Value> changing = new HashSet<>(own);
        for (Node n : nodes) {
            own.addAll(n.outputs());
            boolean changes = n.uses().stream().anyMatch(changing::contains);
            if (changes) {
                changing.addAll(n.outputs());
            }
            if (!changes || MOVES.contains(n.op())) {
                n.outputs().forEach(v -> recomputed.put(v, n));
            }
        }
    }

    @Override
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public boolean isOutside(Value v) {
        return !own.contains(v);
    }

    @Override
    public Value get(Value v) {
        if (isOutside(v)) {
            return around.get(v);
        }
        Value now = known.get(v);
        Node n = recomputed.get(v);
        if (now == null && n != null) {
            n.uses().forEach(u -> known.put(u, get(u)));
            backward.copy(n, known);
            now = known.get(v);
        }
        if (now == null) {
            now = backward.input("saved", v.type());
            known.put(v, now);
            slices.put(v, now);
        }
        return now;
    }

    @Override
    public List<Value> extend(Node n, Graph inner) {
        Node extended = backward.extended(n, List.of(new Region(inner)));
        nodes.replaceAll(old -> old.outputs().equals(n.outputs()) ? extended : old);
        List<Value> more = extended.outputs()
                .subList(n.outputs().size(), extended.outputs().size());
        own.addAll(more);
        return more;
    }

    /** The values of this body that the backward body reads some inputs for, by input. */
    Map<Value, Value> slicesOf(Set<Value> read) {
        Map<Value, Value> needed = new LinkedHashMap<>();
        slices.forEach((v, slice) -> {
            if (read.contains(slice)) {
                needed.put(slice, v);
            }
        });
        return needed;
    }

    /** The body with more yields. */
    Graph yielding(List<Value> more) {
        List<Graph.Port> outputs = new ArrayList<>(body.outputs());
        more.forEach(v -> outputs.add(new Graph.Port("saved", v)));
        return new Graph(body.name(), body.inputs(), nodes, outputs);
    }
}
