package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;
import org.nn4j.runtime.session.State;
import org.nn4j.runtime.session.TensorType;

/** Accumulators that a pass over rows begins with. */
final class Totals {

    private Totals() {}

    /** The totals that a graph takes, each filled with its start. */
    static State fresh(Graph graph) {
        var totals = new LinkedHashMap<String, OnnxTensor>();
        for (Slot slot : graph.signature().inputs()) {
            if (slot.role() == Role.TOTAL) {
                totals.put(slot.of(), Native.of(filled(graph.input(slot), slot)));
            }
        }
        return new State(totals);
    }

    private static Tensor filled(TensorType type, Slot slot) {
        DType dtype = type.dtype();
        if (dtype == null || type.bytes() < 0) {
            throw new InternalException("the total " + slot.name() + " is " + type, null);
        }
        Tensor total = Tensor.zeros(dtype, type.dims());
        ByteBuffer bytes = total.bytes();
        while (bytes.hasRemaining()) {
            switch (dtype) {
                case F32 -> bytes.putFloat((float) slot.start());
                case F64 -> bytes.putDouble(slot.start());
                case I32 -> bytes.putInt((int) slot.start());
                case I64 -> bytes.putLong((long) slot.start());
                case U8, BOOL -> bytes.put((byte) slot.start());
            }
        }
        return total;
    }
}
