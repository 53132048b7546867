package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;
import org.nn4j.runtime.session.State;
import org.nn4j.runtime.session.TensorType;
import org.nn4j.runtime.storage.WeightsFile;

/** The state of a model: as its program begins with it, and as its weights file keeps it. */
final class Weights {

    private Weights() {}

    /** The state that {@code init.onnx} makes of a seed. */
    static State fresh(Graph init, long seed) {
        check(init);
        try (OnnxTensor tensor = Native.of(seed);
                var outputs = init.run(slot -> tensor, EnumSet.of(Role.STATE))) {
            return new State(outputs.take(Role.STATE));
        }
    }

    /** The state that a weights file keeps; {@code init.onnx} says which types it has. */
    static State load(Graph init, WeightsFile file) {
        check(init);
        Map<String, TensorType> types = types(init);
        var tensors = new LinkedHashMap<String, OnnxTensor>();
        long at = 0;
        for (String name : init.model().weights().order()) {
            TensorType type = typeOf(types, name);
            if (type.dtype() != null) {
                tensors.put(name, Native.of(file.read(type.dtype(), at, type.dims())));
            }
            at += type.bytes();
        }
        return new State(tensors);
    }

    /** That the state, in the order of the file, has the size that the file's tensors have. */
    private static void check(Graph init) {
        ModelSpec.Weights weights = init.model().weights();
        Map<String, TensorType> types = types(init);
        long bytes = weights.order().stream()
                .mapToLong(name -> typeOf(types, name).bytes())
                .sum();
        if (bytes != weights.dataBytes()) {
            throw new UserException(
                    Place.of(init.file()),
                    "makes a state of " + bytes + " bytes, its metadata speaks of " + weights.dataBytes(),
                    "The file is damaged: compile again.");
        }
    }

    private static Map<String, TensorType> types(Graph init) {
        var types = new LinkedHashMap<String, TensorType>();
        for (Slot slot : init.signature().outputs()) {
            types.put(slot.of(), init.output(slot));
        }
        return types;
    }

    private static TensorType typeOf(Map<String, TensorType> types, String name) {
        TensorType type = types.get(name);
        if (type == null || type.bytes() < 0) {
            throw new InternalException("init.onnx gives no state " + name + " of known size", null);
        }
        return type;
    }
}
