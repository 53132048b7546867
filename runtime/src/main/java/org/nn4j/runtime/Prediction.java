package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Port;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;

/** Runs {@code model.onnx} over any number of rows, some at a time. */
final class Prediction {

    private static final int ROWS = 256;

    private final Graph graph;
    private final ModelSpec spec;
    private final String batch;

    Prediction(Graph graph, ModelSpec spec) {
        this.graph = graph;
        this.spec = spec;
        this.batch = batch(spec);
    }

    /** The outputs for these inputs, by name. */
    Map<String, Tensor> of(Map<String, Tensor> inputs) {
        var symbols = new HashMap<String, Long>();
        for (Port port : spec.inputs()) {
            check(port, inputs, symbols);
        }
        Long rows = symbols.get(batch);
        if (rows == null || rows <= ROWS) {
            return run(inputs);
        }
        var outputs = new LinkedHashMap<String, Tensor>();
        for (int from = 0; from < rows; from += ROWS) {
            int to = (int) Math.min(rows, from + ROWS);
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
                    "the input " + port + " is missing, there is only " + Quote.names(inputs.keySet()),
                    "Give a tensor for each input of the model, by name."
                            + Quote.didYouMean(port.name(), inputs.keySet()));
        }
        long[] shape = tensor.shape();
        boolean fits =
                tensor.dtype() == port.dtype() && shape.length == port.shape().size();
        for (int i = 0; fits && i < shape.length; i++) {
            Dim dim = port.shape().get(i);
            Long bound = symbols.putIfAbsent(dim.name(), shape[i]);
            fits = dim.isSymbol() ? bound == null || bound == shape[i] : dim.size() == shape[i];
        }
        if (!fits) {
            throw new UserException(
                    Place.NOWHERE,
                    "the model takes " + port + ", not " + tensor,
                    "Give a tensor of that type; a symbol is one number in all inputs.");
        }
    }

    /** The symbol that is the batch: the first dim of every input and of every output. Empty if there is none. */
    private static String batch(ModelSpec spec) {
        var firsts = new ArrayList<String>();
        for (List<Port> ports : List.of(spec.inputs(), spec.outputs())) {
            ports.forEach(
                    port -> firsts.add(port.isBatched() ? port.shape().get(0).name() : ""));
        }
        return firsts.stream().distinct().count() == 1 ? firsts.get(0) : "";
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

    private static void append(Map<String, Tensor> outputs, String name, Tensor part, long rows, int from) {
        Tensor whole = outputs.computeIfAbsent(name, any -> {
            long[] shape = part.shape();
            shape[0] = rows;
            return Tensor.zeros(part.dtype(), shape);
        });
        whole.rows(from, from + part.rows()).bytes().put(part.bytes());
    }

    private Map<String, Tensor> run(Map<String, Tensor> inputs) {
        var tensors = new HashMap<String, OnnxTensor>();
        try {
            for (Port port : spec.inputs()) {
                Tensor tensor = inputs.get(port.name());
                if (tensor != null) {
                    tensors.put(port.name(), Native.of(tensor));
                }
            }
            try (var outputs = graph.run(slot -> input(tensors, slot.name()), EnumSet.of(Role.OUTPUT))) {
                return outputs.copies(Role.OUTPUT);
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor input(Map<String, OnnxTensor> tensors, String name) {
        OnnxTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InternalException("model.onnx takes " + name + ", which its metadata does not know", null);
        }
        return tensor;
    }
}
