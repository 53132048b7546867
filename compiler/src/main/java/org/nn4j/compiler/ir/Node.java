package org.nn4j.compiler.ir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /** All that its outputs depend on: its inputs and what its bodies use of the graphs around them. */
    public Set<Value> uses() {
        Set<Value> uses = new LinkedHashSet<>(inputs);
        regions.forEach(r -> uses.addAll(r.captured()));
        return uses;
    }

    /** The output of a node that has one. */
    public Value output() {
        if (outputs.size() != 1) {
            throw new IllegalStateException(op.name() + " has " + outputs.size() + " outputs");
        }
        return outputs.get(0);
    }
}
