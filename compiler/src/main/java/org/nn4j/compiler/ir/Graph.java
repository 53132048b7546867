package org.nn4j.compiler.ir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A function of tensors: nodes in an order in which every value is defined before it is used. */
public record Graph(String name, List<Port> inputs, List<Node> nodes, List<Port> outputs) {

    /** An input or output with the name it has outside. */
    public record Port(String name, Value value) {}

    public Graph {
        inputs = List.copyOf(inputs);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
    }

    public Port input(String portName) {
        return find(inputs, portName);
    }

    public Port output(String portName) {
        return find(outputs, portName);
    }

    private Port find(List<Port> ports, String portName) {
        return ports.stream()
                .filter(p -> p.name().equals(portName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no port " + portName + " in graph " + name));
    }

    public boolean hasInput(String portName) {
        return inputs.stream().anyMatch(p -> p.name().equals(portName));
    }

    /** All values that its nodes and outputs use: its inputs, its own and those of graphs around it. */
    public Set<Value> reads() {
        Set<Value> reads = new LinkedHashSet<>();
        nodes.forEach(n -> reads.addAll(n.uses()));
        outputs.forEach(p -> reads.add(p.value()));
        return reads;
    }
}
