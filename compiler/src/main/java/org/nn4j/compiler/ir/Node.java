package org.nn4j.compiler.ir;

import java.util.List;

/** One operator applied to values. */
public record Node(
        Op op, List<Value> inputs, Attributes attributes, List<Region> regions, List<Value> outputs, Origin origin) {

    public Node {
        inputs = List.copyOf(inputs);
        regions = List.copyOf(regions);
        outputs = List.copyOf(outputs);
    }

    public Value input(int i) {
        return inputs.get(i);
    }

    /** The output of a node that has one. */
    public Value output() {
        if (outputs.size() != 1) {
            throw new IllegalStateException(op.name() + " has " + outputs.size() + " outputs");
        }
        return outputs.get(0);
    }
}
