package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;

/** A data set as graphs take it: its columns, and a weight for each row. */
final class NativeData implements AutoCloseable {

    private final Map<String, OnnxTensor> columns = new HashMap<>();
    private final OnnxTensor weights;
    private final @Nullable Tensor each;

    /**
     * Prepares what these graphs take of a data set; rows without weights weigh 1.
     *
     * @throws UserException if a column is missing, or is not of the type that a graph takes
     */
    NativeData(Dataset data, Graph... graphs) {
        for (Graph graph : graphs) {
            for (Slot slot : graph.signature().inputs()) {
                if (slot.role() == Role.DATA) {
                    check(data.column(slot.of()), slot, graph);
                }
            }
        }
        for (Graph graph : graphs) {
            for (Slot slot : graph.signature().inputs()) {
                if (slot.role() == Role.DATA) {
                    columns.computeIfAbsent(slot.of(), name -> Native.of(data.column(name)));
                }
            }
        }
        each = data.weights();
        weights = Native.of(each == null ? ones(data.rows()) : each);
    }

    private static Tensor ones(int rows) {
        Tensor ones = Tensor.zeros(DType.F32, rows);
        for (int i = 0; i < rows; i++) {
            ones.floats().put(i, 1);
        }
        return ones;
    }

    private static void check(Tensor tensor, Slot slot, Graph graph) {
        if (!graph.input(slot).accepts(tensor)) {
            throw new UserException(
                    Place.NOWHERE,
                    Quote.text(slot.of()) + " is " + tensor + ", the program takes " + graph.input(slot),
                    "Give a tensor of that type; _ may be any number.");
        }
    }

    /** The tensor of a feed or target. */
    OnnxTensor column(String name) {
        OnnxTensor tensor = columns.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no graph takes " + name);
        }
        return tensor;
    }

    /** The weight of each row. */
    OnnxTensor weights() {
        return weights;
    }

    /** What these rows weigh together. */
    double weight(Tensor rows) {
        if (each == null) {
            return rows.size();
        }
        FloatBuffer from = each.floats();
        LongBuffer indices = rows.longs();
        double sum = 0;
        while (indices.hasRemaining()) {
            sum += from.get((int) indices.get());
        }
        return sum;
    }

    @Override
    public void close() {
        columns.values().forEach(OnnxTensor::close);
        weights.close();
    }
}
