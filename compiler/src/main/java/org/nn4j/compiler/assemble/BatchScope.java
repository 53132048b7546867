package org.nn4j.compiler.assemble;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.pass.Passes;

/**
 * What the graphs of a program see while they work on one batch: its rows of the data, and what else was bound.
 *
 * <p>State that was not bound is read from the file's input of its name.
 */
final class BatchScope {

    static final String DATA = "data.";

    private final ProgramFile program;
    private final GraphBuilder b;
    private final @Nullable Value rows;
    private final Map<String, Value> bound = new HashMap<>();

    /** @param rows indices of the batch's rows, {@code i64[B]}; null where no graph reads data */
    BatchScope(ProgramFile program, GraphBuilder b, @Nullable Value rows) {
        this.program = program;
        this.b = b;
        this.rows = rows;
    }

    BatchScope bind(String port, Value value) {
        bound.put(port, value);
        return this;
    }

    BatchScope bind(String prefix, Map<String, Value> values) {
        values.forEach((name, v) -> bound.put(prefix + name, v));
        return this;
    }

    /** The weights of the batch's rows. */
    Value weights() {
        return bound.computeIfAbsent("weights", k -> gather(program.weights()));
    }

    /** Adds a graph's nodes, those that are of use; answers its outputs by name. */
    Map<String, Value> inline(Graph graph) {
        // A graph may be one of several views of one walk: what its outputs do not need may ask for what is not here.
        Graph pruned = Passes.beforeGradients(graph);
        Set<Value> read = pruned.reads();
        List<Graph.Port> inputs =
                pruned.inputs().stream().filter(p -> read.contains(p.value())).toList();
        Graph needed = new Graph(pruned.name(), inputs, pruned.nodes(), pruned.outputs());
        Map<Value, Value> arguments = new HashMap<>();
        inputs.forEach(p -> arguments.put(p.value(), argument(p)));
        List<Value> results = b.inline(needed, arguments);
        Map<String, Value> byName = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            byName.put(graph.outputs().get(i).name(), results.get(i));
        }
        return byName;
    }

    private Value argument(Graph.Port p) {
        Value known = bound.get(p.name());
        if (known != null) {
            return known;
        }
        if (p.name().equals("weights")) {
            return weights();
        }
        Value made = p.name().startsWith(DATA)
                ? load(program.load(p.name()))
                : program.state(p.name(), p.value().type());
        bound.put(p.name(), made);
        return made;
    }

    private Value gather(Value all) {
        return IndexOps.gather(b, all, indices());
    }

    private Value load(Graph load) {
        Map<Value, Value> arguments = new HashMap<>();
        for (Graph.Port p : load.inputs()) {
            boolean stored = p.name().startsWith(DATA);
            arguments.put(p.value(), stored ? program.data(p.name(), p.value().type()) : indices());
        }
        return b.inline(load, arguments).get(0);
    }

    private Value indices() {
        if (rows == null) {
            throw new IllegalStateException("data where there is no batch");
        }
        return rows;
    }
}
