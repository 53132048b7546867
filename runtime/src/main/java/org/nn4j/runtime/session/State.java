package org.nn4j.runtime.session;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.InternalException;

/**
 * Named tensors that stay with ONNX Runtime between runs: parameters, moments, buffers, totals. A state never changes;
 * a run leads to a new one, which shares the tensors that the run left alone. Whoever drops a state closes it, and
 * says which others may share its tensors.
 */
public final class State {

    private final Map<String, OnnxTensor> tensors;

    public State(Map<String, OnnxTensor> tensors) {
        this.tensors = tensors;
    }

    /** The tensor of that name. */
    public OnnxTensor get(String name) {
        OnnxTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InternalException("a graph asks for the state " + name + ", which no graph has given", null);
        }
        return tensor;
    }

    /** Its tensors by name. */
    public Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /** This state with new tensors in place of those of the same names. */
    public State with(Map<String, OnnxTensor> newer) {
        var next = new LinkedHashMap<>(tensors);
        next.putAll(newer);
        return new State(next);
    }

    /** Copies of the bytes of some tensors, one after the other; each is made only when its turn comes. */
    public Iterable<ByteBuffer> bytes(List<String> names) {
        return () -> names.stream().map(name -> get(name).getByteBuffer()).iterator();
    }

    /** Closes its tensors, but for those that other states share. */
    public void closeExcept(@Nullable State... others) {
        Set<OnnxTensor> shared = Collections.newSetFromMap(new IdentityHashMap<>());
        for (State other : others) {
            if (other != null) {
                shared.addAll(other.tensors.values());
            }
        }
        tensors.values().stream().filter(tensor -> !shared.contains(tensor)).forEach(OnnxTensor::close);
    }
}
