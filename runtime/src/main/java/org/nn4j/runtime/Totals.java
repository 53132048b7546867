package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;
import org.nn4j.runtime.session.Outputs;
import org.nn4j.runtime.session.State;
import org.nn4j.runtime.session.TensorType;

/** What a pass over rows amounts to so far: accumulators, and rows that were collected as they are. */
final class Totals implements AutoCloseable {

    private final Map<String, CollectedRows> rows = new LinkedHashMap<>();
    private State accumulators;

    private Totals(Graph graph, State accumulators) {
        this.accumulators = accumulators;
        for (Slot slot : graph.signature().outputs()) {
            if (slot.collects()) {
                TensorType type = graph.output(slot);
                rows.put(slot.of(), new CollectedRows(dtype(slot, type), type.dims()));
            }
        }
    }

    /** The totals that a graph takes, each filled with its start. */
    static Totals fresh(Graph graph) {
        var totals = new LinkedHashMap<String, OnnxTensor>();
        for (Slot slot : graph.signature().inputs()) {
            if (slot.role() == Role.TOTAL) {
                totals.put(slot.of(), Native.of(filled(graph.input(slot), slot)));
            }
        }
        return new Totals(graph, new State(totals));
    }

    /** What a run takes for this total: of rows none, since it gives its own. */
    OnnxTensor get(Slot slot) {
        return accumulators.get(slot.of());
    }

    /** Takes a run's totals out of its outputs. */
    void add(Outputs outputs) {
        Map<String, OnnxTensor> taken = outputs.take(Role.TOTAL);
        rows.forEach((name, collected) -> {
            try (OnnxTensor more = taken.remove(name)) {
                if (more != null) {
                    collected.add(more);
                }
            }
        });
        State next = accumulators.with(taken);
        accumulators.closeExcept(next);
        accumulators = next;
    }

    /** All that was accumulated and collected, as one state; the accumulators in it stay with this object. */
    State whole() {
        var collected = new LinkedHashMap<String, OnnxTensor>();
        rows.forEach((name, all) -> collected.put(name, Native.of(all.all())));
        return accumulators.with(collected);
    }

    /** Closes what {@link #whole} has made. */
    void release(State whole) {
        whole.closeExcept(accumulators);
    }

    /**
     * The totals of several passes as one: sums are added, in order; a total that starts at the largest number is a
     * minimum, one that starts at the smallest a maximum; rows come in the order of the passes.
     */
    static Totals joined(Graph graph, List<Totals> passes) {
        var totals = new LinkedHashMap<String, OnnxTensor>();
        for (Slot slot : graph.signature().inputs()) {
            if (slot.role() == Role.TOTAL) {
                Tensor all = Native.copy(passes.get(0).get(slot));
                DoubleBinaryOperator join = slot.start() == 0 ? Double::sum : slot.start() > 0 ? Math::min : Math::max;
                for (Totals pass : passes.subList(1, passes.size())) {
                    join(all, Native.copy(pass.get(slot)), join);
                }
                totals.put(slot.of(), Native.of(all));
            }
        }
        Totals joined = new Totals(graph, new State(totals));
        joined.rows.forEach((name, all) -> passes.forEach(pass -> all.add(pass.rowsOf(name))));
        return joined;
    }

    private CollectedRows rowsOf(String name) {
        CollectedRows collected = rows.get(name);
        if (collected == null) {
            throw new InternalException("no rows of " + name, null);
        }
        return collected;
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

    private static DType dtype(Slot slot, TensorType type) {
        DType dtype = type.dtype();
        if (dtype == null) {
            throw new InternalException("the total " + slot.name() + " is " + type, null);
        }
        return dtype;
    }

    private static Tensor filled(TensorType type, Slot slot) {
        DType dtype = dtype(slot, type);
        if (slot.collects()) {
            return new CollectedRows(dtype, type.dims()).all();
        }
        if (type.bytes() < 0) {
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

    @Override
    public void close() {
        accumulators.closeExcept();
    }
}
