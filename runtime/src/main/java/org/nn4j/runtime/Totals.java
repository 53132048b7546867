package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
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

    /**
     * The totals of several passes as one: sums are added, in order; a total that starts at the largest number is a
     * minimum, one that starts at the smallest a maximum.
     */
    static State joined(Graph graph, List<State> passes) {
        var totals = new LinkedHashMap<String, OnnxTensor>();
        for (Slot slot : graph.signature().inputs()) {
            if (slot.role() == Role.TOTAL) {
                Tensor all = Native.copy(passes.get(0).get(slot.of()));
                DoubleBinaryOperator join = slot.start() == 0 ? Double::sum : slot.start() > 0 ? Math::min : Math::max;
                for (State pass : passes.subList(1, passes.size())) {
                    join(all, Native.copy(pass.get(slot.of())), join);
                }
                totals.put(slot.of(), Native.of(all));
            }
        }
        return new State(totals);
    }

    private static void join(Tensor all, Tensor more, DoubleBinaryOperator join) {
        ByteBuffer to = all.bytes();
        ByteBuffer from = more.bytes();
        for (int at = 0; at < to.capacity(); at += all.dtype().bytes()) {
            switch (all.dtype()) {
                case F32 -> to.putFloat(at, (float) join.applyAsDouble(to.getFloat(at), from.getFloat(at)));
                case F64 -> to.putDouble(at, join.applyAsDouble(to.getDouble(at), from.getDouble(at)));
                case I32 -> to.putInt(at, (int) join.applyAsDouble(to.getInt(at), from.getInt(at)));
                case I64 -> to.putLong(at, (long) join.applyAsDouble(to.getLong(at), from.getLong(at)));
                case U8, BOOL -> throw new InternalException("a total of " + all.dtype(), null);
            }
        }
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
