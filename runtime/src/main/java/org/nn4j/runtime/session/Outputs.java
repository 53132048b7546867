package org.nn4j.runtime.session;

import ai.onnxruntime.OnnxTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;

/** What a run gave. Closing it closes the tensors that nobody took. */
public final class Outputs implements AutoCloseable {

    private final String graph;
    private final List<Slot> slots;
    /** One for each slot; null once it is taken. */
    private final @Nullable OnnxTensor[] tensors;

    Outputs(String graph, List<Slot> slots, @Nullable OnnxTensor[] tensors) {
        this.graph = graph;
        this.slots = slots;
        this.tensors = tensors;
    }

    /** The tensors of a role, by what they stand for; the caller closes them from now on. */
    public Map<String, OnnxTensor> take(Role role) {
        var taken = new LinkedHashMap<String, OnnxTensor>();
        for (int i = 0; i < tensors.length; i++) {
            OnnxTensor tensor = tensors[i];
            if (tensor != null && slots.get(i).role() == role) {
                taken.put(slots.get(i).of(), tensor);
                tensors[i] = null;
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
        OnnxTensor tensor = first(role);
        return tensor == null ? Double.NaN : tensor.getDoubleBuffer().get(0);
    }

    /** Copies of the tensors of a role, by what they stand for. */
    public Map<String, Tensor> copies(Role role) {
        var copies = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < tensors.length; i++) {
            OnnxTensor tensor = tensors[i];
            if (tensor != null && slots.get(i).role() == role) {
                copies.put(slots.get(i).of(), Native.copy(tensor));
            }
        }
        return copies;
    }

    private OnnxTensor only(Role role) {
        OnnxTensor tensor = first(role);
        if (tensor == null) {
            throw new InternalException(graph + " has no output " + role, null);
        }
        return tensor;
    }

    private @Nullable OnnxTensor first(Role role) {
        for (int i = 0; i < tensors.length; i++) {
            OnnxTensor tensor = tensors[i];
            if (tensor != null && slots.get(i).role() == role) {
                return tensor;
            }
        }
        return null;
    }

    @Override
    public void close() {
        for (int i = 0; i < tensors.length; i++) {
            OnnxTensor tensor = tensors[i];
            if (tensor != null) {
                tensor.close();
                tensors[i] = null;
            }
        }
    }
}
