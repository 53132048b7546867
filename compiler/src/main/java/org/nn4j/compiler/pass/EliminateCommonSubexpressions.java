package org.nn4j.compiler.pass;

import org.nn4j.compiler.ir.Graph;

/** Two equal nodes → one. The builder shares equal nodes, also with the graphs around a body, so rebuilding is enough. */
final class EliminateCommonSubexpressions implements Pass {

    @Override
    public Graph apply(Graph graph) {
        return Rewrite.apply(graph, (r, n) -> null);
    }
}
