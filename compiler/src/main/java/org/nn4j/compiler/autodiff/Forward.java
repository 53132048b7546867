package org.nn4j.compiler.autodiff;

import java.util.List;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Value;

/** What is differentiated, as the nodes of its gradient see it: beside them in one graph, or in another. */
interface Forward {

    List<Node> nodes();

    /** A value where the gradient is computed. */
    Value get(Value v);

    /** Whether a value belongs to a graph around this one. */
    boolean isOutside(Value v);

    /** Gives a node a body that gives more than before; answers what is new, as values of this graph. */
    List<Value> extend(Node n, Graph body);

    /** A graph under construction that is differentiated in place. */
    static Forward of(GraphBuilder b) {
        return new Forward() {
            @Override
            public List<Node> nodes() {
                return b.nodes();
            }

            @Override
            public Value get(Value v) {
                return v;
            }

            @Override
            public boolean isOutside(Value v) {
                return false;
            }

            @Override
            public List<Value> extend(Node n, Graph body) {
                Node extended = b.extended(n, List.of(new Region(body)));
                b.replace(n, extended);
                return extended.outputs()
                        .subList(n.outputs().size(), extended.outputs().size());
            }
        };
    }
}
