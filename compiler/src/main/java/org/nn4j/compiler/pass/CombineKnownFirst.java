package org.nn4j.compiler.pass;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ScanOps;

/**
 * {@code (h + x) + y} → {@code h + (x + y)} in a scan's body, where {@code h} is known step by step only and the others
 * without it, and the same for products: what is known for all steps is combined before the scan, and a step has one
 * operator less.
 */
final class CombineKnownFirst implements Pass {

    private static final Set<Op> CHAINS = Set.of(Elementwise.ADD, Elementwise.MUL);

    @Override
    public Graph apply(Graph graph) {
        Map<Value, Map<Value, Dependence>> bodies = new HashMap<>();
        look(graph, bodies);
        return Rewrite.apply(graph, (r, n) -> {
            Map<Value, Dependence> body = CHAINS.contains(n.op()) ? bodies.get(n.output()) : null;
            Value v = body == null ? null : replace(r, n, body);
            return v == null ? null : java.util.List.of(v);
        });
    }

    /** For each value that a scan's body computes, what is known of its values. */
    private static void look(Graph g, Map<Value, Map<Value, Dependence>> bodies) {
        for (Node n : g.nodes()) {
            if (n.op() == ScanOps.SCAN) {
                Scan scan = new Scan(n);
                Map<Value, Dependence> found = Dependence.of(scan);
                scan.body().nodes().forEach(inner -> inner.outputs().forEach(v -> bodies.put(v, found)));
            }
            n.regions().forEach(region -> look(region.body(), bodies));
        }
    }

    private static @Nullable Value replace(Rewrite r, Node n, Map<Value, Dependence> body) {
        for (int i = 0; i < 2; i++) {
            Value chain = n.input(i);
            Value other = n.input(1 - i);
            Node inner = r.usedOnce(chain) ? r.definition(chain, n.op()) : null;
            if (inner == null) {
                continue;
            }
            for (int j = 0; j < 2; j++) {
                Value late = inner.input(j);
                Value early = inner.input(1 - j);
                Dependence latest = body.getOrDefault(late, Dependence.NONE);
                boolean known = body.getOrDefault(early, Dependence.NONE).compareTo(latest) < 0
                        && body.getOrDefault(other, Dependence.NONE).compareTo(latest) < 0;
                if (known && late.type().equals(n.output().type())) {
                    Value combined = r.b().add(n.op(), n.attributes(), r.get(early), r.get(other));
                    return r.b().add(n.op(), n.attributes(), r.get(late), combined);
                }
            }
        }
        return null;
    }
}
