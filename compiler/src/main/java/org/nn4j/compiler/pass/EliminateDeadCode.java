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
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ScanOps;

/** Nodes none of whose outputs is used → nothing; and what a scan carries, goes along or yields for nothing. */
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
                Node live = n.op() == ScanOps.SCAN
                        ? ScanPruning.prune(new Scan(n), used)
                        : n.regions().isEmpty() ? n : pruned(n, used);
                used.addAll(live.inputs());
                kept.add(live);
            }
        }
        Collections.reverse(kept);
        if (kept.equals(graph.nodes())) {
            return graph;
        }
        return new Graph(graph.name(), graph.inputs(), kept, graph.outputs());
    }

    private static Node pruned(Node n, Set<Value> used) {
        List<Region> regions =
                n.regions().stream().map(r -> new Region(prune(r.body(), used))).toList();
        return new Node(n.op(), n.inputs(), n.attributes(), regions, n.outputs(), n.origin());
    }

    /** A scan without outputs that nothing uses, and without what is there for them alone. */
    private static final class ScanPruning {

        private ScanPruning() {}

        static Node prune(Scan s, Set<Value> used) {
            Graph body = s.body();
            int carries = s.carried().size();
            boolean[] live = new boolean[body.outputs().size()];
            for (int i = 0; i < live.length; i++) {
                live[i] = used.contains(s.node().outputs().get(i));
            }
            // A carried value that a live output depends on is live, and then what the next one depends on.
            Graph pruned = withOutputs(body, live);
            boolean grown = true;
            while (grown) {
                grown = false;
                Set<Value> read = pruned.reads();
                for (int i = 0; i < carries; i++) {
                    if (!live[i] && read.contains(body.inputs().get(i).value())) {
                        live[i] = true;
                        grown = true;
                    }
                }
                pruned = withOutputs(body, live);
            }
            Set<Value> read = pruned.reads();
            used.addAll(read);
            boolean[] taken = new boolean[body.inputs().size()];
            boolean along = false;
            for (int i = 0; i < taken.length; i++) {
                taken[i] = i < carries
                        ? live[i]
                        : read.contains(body.inputs().get(i).value());
                along |= i >= carries && taken[i];
            }
            // Something must say how many steps there are.
            taken[carries] |= !along;
            int kept = 0;
            for (int i = 0; i < carries; i++) {
                kept += live[i] ? 1 : 0;
            }
            return new Node(
                    s.node().op(),
                    those(s.node().inputs(), taken),
                    s.node().attributes().with("carries", kept),
                    List.of(new Region(
                            new Graph(body.name(), those(body.inputs(), taken), pruned.nodes(), pruned.outputs()))),
                    those(s.node().outputs(), live),
                    s.node().origin());
        }

        private static Graph withOutputs(Graph body, boolean[] live) {
            Graph part = new Graph(body.name(), body.inputs(), body.nodes(), those(body.outputs(), live));
            return EliminateDeadCode.prune(part, new HashSet<>());
        }

        private static <E> List<E> those(List<E> all, boolean[] which) {
            List<E> some = new ArrayList<>();
            for (int i = 0; i < which.length; i++) {
                if (which[i]) {
                    some.add(all.get(i));
                }
            }
            return some;
        }
    }
}
