package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Value;

/** Nodes none of whose outputs is used → nothing. */
final class EliminateDeadCode implements Pass {

    @Override
    public Graph apply(Graph graph) {
        return prune(graph, new HashSet<>());
    }

    /** @param used values that are read, to which those that this graph's nodes read are added */
    private static Graph prune(Graph graph, Set<Value> used) {
        graph.outputs().forEach(p -> used.add(p.value()));
        List<Node> kept = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node n = graph.nodes().get(i);
            if (n.outputs().stream().anyMatch(used::contains)) {
                List<Region> regions = n.regions().stream()
                        .map(r -> new Region(prune(r.body(), used)))
                        .toList();
                used.addAll(n.inputs());
                kept.add(new Node(n.op(), n.inputs(), n.attributes(), regions, n.outputs(), n.origin()));
            }
        }
        Collections.reverse(kept);
        return new Graph(graph.name(), graph.inputs(), kept, graph.outputs());
    }
}
