package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;

/**
 * Memory for the gradients of a batch's parts. The vectors of all parts lie one after the other, so that each part
 * writes its own and {@code apply.onnx} reads them together: nothing is copied in between.
 */
final class PartGradients implements AutoCloseable {

    /** By a part's number, the tensor of each output of {@code gradient.onnx}. */
    private final List<Map<String, OnnxTensor>> ofPart = new ArrayList<>();
    /** By the number of parts less one, the tensor of each input of {@code apply.onnx}. */
    private final List<Map<String, OnnxTensor>> ofFirst = new ArrayList<>();

    PartGradients(Graph gradient, int parts) {
        for (int i = 0; i < parts; i++) {
            ofPart.add(new LinkedHashMap<>());
            ofFirst.add(new LinkedHashMap<>());
        }
        for (Slot slot : gradient.signature().outputs()) {
            if (slot.role() == Role.GRADIENT) {
                Tensor all =
                        Tensor.zeros(DType.F32, parts, gradient.output(slot).dims()[0]);
                for (int i = 0; i < parts; i++) {
                    Tensor row = all.rows(i, i + 1);
                    ofPart.get(i).put(slot.name(), Native.of(row.reshape(row.size())));
                    ofFirst.get(i).put(slot.of(), Native.of(all.rows(0, i + 1)));
                }
            }
        }
    }

    /** Where a part's gradients are written, by the names of the outputs. */
    Map<String, OnnxTensor> ofPart(int part) {
        return ofPart.get(part);
    }

    /** The gradients of the first parts, by the names of the inputs of {@code apply.onnx}. */
    Map<String, OnnxTensor> ofFirst(int parts) {
        return ofFirst.get(parts - 1);
    }

    @Override
    public void close() {
        ofPart.forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
        ofFirst.forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
    }
}
