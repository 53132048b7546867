package org.nn4j.compiler.onnx;

import java.util.Map;
import org.nn4j.compiler.onnx.proto.AttributeProto;
import org.nn4j.compiler.onnx.proto.GraphProto;
import org.nn4j.compiler.onnx.proto.NodeProto;

/**
 * Gives tensors other names, in bodies inside nodes too: a graph's outputs must have the names that users see, and an
 * Identity node in their place would copy them.
 */
final class Rename {

    private Rename() {}

    static GraphProto apply(GraphProto graph, Map<String, String> names) {
        if (names.isEmpty()) {
            return graph;
        }
        GraphProto.Builder g = graph.toBuilder();
        for (int i = 0; i < g.getNodeCount(); i++) {
            g.setNode(i, apply(g.getNode(i), names));
        }
        // A body's outputs have names of its own; a top graph's are already the new ones.
        return g.build();
    }

    private static NodeProto apply(NodeProto node, Map<String, String> names) {
        NodeProto.Builder n = node.toBuilder();
        for (int i = 0; i < n.getInputCount(); i++) {
            n.setInput(i, names.getOrDefault(n.getInput(i), n.getInput(i)));
        }
        for (int i = 0; i < n.getOutputCount(); i++) {
            n.setOutput(i, names.getOrDefault(n.getOutput(i), n.getOutput(i)));
        }
        for (int i = 0; i < n.getAttributeCount(); i++) {
            AttributeProto a = n.getAttribute(i);
            if (a.hasG()) {
                n.setAttribute(i, a.toBuilder().setG(apply(a.getG(), names)));
            }
        }
        return n.build();
    }
}
