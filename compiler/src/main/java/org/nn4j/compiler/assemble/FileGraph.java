package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.pass.Passes;
import org.nn4j.compiler.program.OptimizerRule;

/** The graph of one file under construction, and what its inputs and outputs mean. */
final class FileGraph {

    /** The name of an input or output, its role, and what else is to be said about it. */
    record Port(String name, Role role, Map<String, Object> more) {}

    /** A graph that is ready to be written. */
    record Finished(String kind, Graph graph, List<Port> inputs, List<Port> outputs) {
        String fileName() {
            return kind + ".onnx";
        }
    }

    private final String kind;
    private final GraphBuilder b;
    private final Map<String, Value> inputs = new LinkedHashMap<>();
    private final Map<String, Port> inputPorts = new LinkedHashMap<>();
    private final Set<String> required = new HashSet<>();
    private final List<Graph.Port> outputs = new ArrayList<>();
    private final List<Port> outputPorts = new ArrayList<>();

    FileGraph(String kind) {
        this.kind = kind;
        this.b = new GraphBuilder(kind);
    }

    GraphBuilder builder() {
        return b;
    }

    Value input(String name, TensorType type, Role role) {
        return input(name, type, role, Map.of());
    }

    /** An input; the same one where the name was asked for before. */
    Value input(String name, TensorType type, Role role, Map<String, Object> more) {
        return inputs.computeIfAbsent(name, n -> {
            inputPorts.put(n, new Port(n, role, more));
            return b.input(n, type);
        });
    }

    /** An input that stays even where nothing reads it. */
    Value required(String name, TensorType type, Role role) {
        required.add(name);
        return input(name, type, role);
    }

    void output(String name, Value value, Role role) {
        output(name, value, role, Map.of());
    }

    void output(String name, Value value, Role role, Map<String, Object> more) {
        outputs.add(new Graph.Port(name, value));
        outputPorts.add(new Port(name, role, more));
    }

    /** The new value of an input that has one. */
    void next(String name, Value value, Role role) {
        output(name + ".next", value, role, Map.of("of", name));
    }

    /** The rate of the step that the clock shows, if the rule has one. */
    void learningRate(OptimizerRule rule, OptimizerRule.Clock clock) {
        Value rate = rule.learningRate(b, clock);
        if (rate != null) {
            output("learning_rate", rate, Role.LEARNING_RATE);
        }
    }

    /** The optimised graph, without inputs that nothing reads, the others in the order of their roles. */
    Finished finish() {
        return finished(Passes.optimize(b.build(outputs)));
    }

    /** As {@link #finish}, with what is faster where nothing is trained. */
    Finished finishForInference() {
        return finished(Passes.optimizeForInference(b.build(outputs)));
    }

    private Finished finished(Graph g) {
        Set<Value> used = g.reads();
        List<Graph.Port> kept = g.inputs().stream()
                .filter(p -> used.contains(p.value()) || required.contains(p.name()))
                .sorted(Comparator.comparing(p -> port(p).role()))
                .toList();
        return new Finished(
                kind,
                new Graph(g.name(), kept, g.nodes(), g.outputs()),
                kept.stream().map(this::port).toList(),
                outputPorts);
    }

    private Port port(Graph.Port p) {
        return Objects.requireNonNull(inputPorts.get(p.name()));
    }
}
