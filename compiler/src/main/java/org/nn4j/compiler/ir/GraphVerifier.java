package org.nn4j.compiler.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Re-runs every type rule and checks that every value is defined once, before it is used. */
public final class GraphVerifier {

    private GraphVerifier() {}

    /** @param after what made the graph: a pass's name, for the message */
    public static void verify(Graph graph, String after) {
        verify(graph, after, new HashSet<>());
    }

    private static void verify(Graph graph, String after, Set<Value> outer) {
        Set<Value> defined = new HashSet<>(outer);
        graph.inputs().forEach(p -> require(defined.add(p.value()), after, "input defined twice: " + p));
        for (Node n : graph.nodes()) {
            n.inputs().forEach(v -> require(defined.contains(v), after, v + " used before it is defined in " + n.op()));
            n.regions().forEach(r -> verify(r.body(), after, defined));
            List<TensorType> types =
                    n.op().infer(n.inputs().stream().map(Value::type).toList(), n.attributes(), n.regions());
            List<TensorType> stated = n.outputs().stream().map(Value::type).toList();
            require(types.equals(stated), after, n.op() + " states " + stated + " but has " + types);
            n.outputs().forEach(v -> require(defined.add(v), after, v + " defined twice"));
        }
        graph.outputs().forEach(p -> require(defined.contains(p.value()), after, "output not defined: " + p));
    }

    private static void require(boolean condition, String after, String what) {
        if (!condition) {
            throw new IllegalStateException("after " + after + ": " + what);
        }
    }
}
