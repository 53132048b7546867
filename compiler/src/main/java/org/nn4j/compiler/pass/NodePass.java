package org.nn4j.compiler.pass;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;

/** A pass that looks at one node, and perhaps at those whose results it uses. Only nodes with one output are shown. */
abstract class NodePass implements Pass {

    /** The new value for the node's output; null where the node stays as it is. */
    abstract @Nullable Value replace(Rewrite r, Node n);

    @Override
    public final Graph apply(Graph graph) {
        return Rewrite.apply(graph, (r, n) -> {
            Value v = n.outputs().size() == 1 && n.regions().isEmpty() ? replace(r, n) : null;
            return v == null ? null : List.of(v);
        });
    }
}
