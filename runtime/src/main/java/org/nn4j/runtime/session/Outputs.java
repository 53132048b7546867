package org.nn4j.runtime.session;

import ai.onnxruntime.OnnxTensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;

/** What a run gave. Closing it closes the tensors that nobody took. */
public final class Outputs implements AutoCloseable {

    private final String graph;
    private final Map<Slot, OnnxTensor> tensors;

    Outputs(String graph, Map<Slot, OnnxTensor> tensors) {
        this.graph = graph;
        this.tensors = tensors;
    }

    /** The tensors of a role, by what they stand for; the caller closes them from now on. */
    public Map<String, OnnxTensor> take(Role role) {
        var taken = new LinkedHashMap<String, OnnxTensor>();
        for (Iterator<Map.Entry<Slot, OnnxTensor>> left = tensors.entrySet().iterator(); left.hasNext(); ) {
            var entry = left.next();
            if (entry.getKey().role() == role) {
                taken.put(entry.getKey().of(), entry.getValue());
                left.remove();
            }
        }
        return taken;
    }

    /** The elements of the one f32 tensor of a role. */
    public float[] floats(Role role) {
        var values = only(role).getFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }

    /** The one i64 scalar of a role. */
    public long integer(Role role) {
        return only(role).getLongBuffer().get(0);
    }

    /** The f64 scalar of a role; NaN where there is none. */
    public double number(Role role) {
        return tensors.keySet().stream().noneMatch(slot -> slot.role() == role)
                ? Double.NaN
                : only(role).getDoubleBuffer().get(0);
    }

    /** Copies of the tensors of a role, by what they stand for. */
    public Map<String, Tensor> copies(Role role) {
        var copies = new LinkedHashMap<String, Tensor>();
        tensors.forEach((slot, tensor) -> {
            if (slot.role() == role) {
                copies.put(slot.of(), Native.copy(tensor));
            }
        });
        return copies;
    }

    private OnnxTensor only(Role role) {
        for (var entry : tensors.entrySet()) {
            if (entry.getKey().role() == role) {
                return entry.getValue();
            }
        }
        throw new InternalException(graph + " has no output " + role, null);
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        tensors.clear();
    }
}
