package org.nn4j.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Port;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Inputs;

/** Runs {@code model.onnx} over any number of rows, some at a time. */
final class Prediction {

    private static final int ROWS = 256;
    private static final Set<Role> OUTPUTS = Set.of(Role.OUTPUT);

    private final Graph graph;
    private final ModelSpec spec;
    private final String batch;

    Prediction(Graph graph, ModelSpec spec) {
        this.graph = graph;
        this.spec = spec;
        this.batch = spec.batch().orElse("");
    }

    /** The number of rows of these inputs, which are checked; 1 where the model has no batch. */
    int rows(Map<String, Tensor> inputs) {
        var symbols = new HashMap<String, Long>();
        for (Port port : spec.inputs()) {
            check(port, inputs, symbols);
        }
        return symbols.getOrDefault(batch, 1L).intValue();
    }

    /** The outputs for these inputs, by name. */
    Map<String, Tensor> of(Map<String, Tensor> inputs) {
        int rows = rows(inputs);
        if (rows <= ROWS) {
            return run(inputs);
        }
        var outputs = new LinkedHashMap<String, Tensor>();
        for (int from = 0; from < rows; from += ROWS) {
            int to = Math.min(rows, from + ROWS);
            Map<String, Tensor> part = run(rows(inputs, from, to));
            for (var output : part.entrySet()) {
                append(outputs, output.getKey(), output.getValue(), rows, from);
            }
        }
        return outputs;
    }

    private static void check(Port port, Map<String, Tensor> inputs, Map<String, Long> symbols) {
        Tensor tensor = inputs.get(port.name());
        if (tensor == null) {
            throw new UserException(
                    Place.NOWHERE,
                    "the input " + port + " is "
                            + (inputs.containsKey(port.name())
                                    ? "null"
                                    : "missing, there is only " + Quote.names(inputs.keySet())),
                    "Give a tensor for each input of the model, by name."
                            + Quote.didYouMean(port.name(), inputs.keySet()));
        }
        long[] shape = tensor.shape();
        boolean fits =
                tensor.dtype() == port.dtype() && shape.length == port.shape().size();
        for (int i = 0; fits && i < shape.length; i++) {
            Dim dim = port.shape().get(i);
            Long bound = dim.isSymbol() ? symbols.putIfAbsent(dim.name(), shape[i]) : Long.valueOf(dim.size());
            fits = bound == null || bound == shape[i];
        }
        if (!fits) {
            throw new UserException(
                    Place.NOWHERE,
                    "the model takes " + port + ", not " + tensor,
                    "Give a tensor of that type; a symbol is one number in all inputs.");
        }
    }

    private Map<String, Tensor> rows(Map<String, Tensor> inputs, int from, int to) {
        var part = new HashMap<String, Tensor>();
        for (Port port : spec.inputs()) {
            Tensor tensor = inputs.get(port.name());
            if (tensor != null) {
                part.put(port.name(), tensor.rows(from, to));
            }
        }
        return part;
    }

    private static void append(Map<String, Tensor> outputs, String name, Tensor part, int rows, int from) {
        Tensor whole = outputs.computeIfAbsent(name, any -> {
            long[] shape = part.shape();
            shape[0] = rows;
            return Tensor.zeros(part.dtype(), shape);
        });
        whole.rows(from, from + part.rows()).bytes().put(part.bytes());
    }

    /** Inputs of zeros; a symbol other than the batch is 1. */
    Map<String, Tensor> zeros(int rows) {
        var inputs = new HashMap<String, Tensor>();
        for (Port port : spec.inputs()) {
            long[] shape = port.shape().stream()
                    .mapToLong(dim -> dim.isSymbol() ? dim.name().equals(batch) ? rows : 1 : dim.size())
                    .toArray();
            inputs.put(port.name(), Tensor.zeros(port.dtype(), shape));
        }
        return inputs;
    }

    private Map<String, Tensor> run(Map<String, Tensor> inputs) {
        try (var given = new Inputs()) {
            for (Port port : spec.inputs()) {
                Tensor tensor = inputs.get(port.name());
                if (tensor != null) {
                    given.put(port.name(), tensor);
                }
            }
            try (var outputs = graph.run(given, OUTPUTS)) {
                return outputs.copies(Role.OUTPUT);
            }
        }
    }
}
