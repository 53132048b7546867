package org.nn4j.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A graph as text, values numbered in order of appearance so that equal graphs print alike. */
public final class GraphPrinter {

    private final StringBuilder out = new StringBuilder();
    private final Map<Value, String> names = new HashMap<>();

    private GraphPrinter() {}

    public static String print(Graph graph) {
        GraphPrinter p = new GraphPrinter();
        p.graph(graph, "");
        return p.out.toString();
    }

    private void graph(Graph g, String indent) {
        out.append(indent).append("graph ").append(g.name()).append('(');
        out.append(g.inputs().stream().map(this::port).collect(Collectors.joining(", ")))
                .append(") {\n");
        String inner = indent + "  ";
        for (Node n : g.nodes()) {
            out.append(inner).append(typed(n.outputs())).append(" = ").append(n.op());
            out.append('(')
                    .append(n.inputs().stream().map(this::name).collect(Collectors.joining(", ")))
                    .append(')');
            if (!n.attributes().isEmpty()) {
                out.append(' ').append(n.attributes());
            }
            out.append('\n');
            n.regions().forEach(r -> graph(r.body(), inner + "  "));
        }
        out.append(inner).append("return ");
        out.append(g.outputs().stream()
                .map(p -> p.name() + " = " + name(p.value()))
                .collect(Collectors.joining(", ")));
        out.append('\n').append(indent).append("}\n");
    }

    private String port(Graph.Port p) {
        return p.name() + " " + typed(List.of(p.value()));
    }

    private String typed(List<Value> values) {
        return values.stream().map(v -> name(v) + ": " + v.type()).collect(Collectors.joining(", "));
    }

    private String name(Value v) {
        return names.computeIfAbsent(v, k -> "%" + names.size());
    }
}
