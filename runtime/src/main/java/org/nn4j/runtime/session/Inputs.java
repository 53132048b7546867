package org.nn4j.runtime.session;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.nn4j.runtime.data.Tensor;

/**
 * What one run is given, by name. Closing it closes the tensors. A small tensor on the heap goes by memory that a thread
 * has for all its runs: to take memory outside the heap for each, and to give it back, costs a good part of a small run.
 */
public final class Inputs implements AutoCloseable {

    /** Where any element type may begin. */
    private static final int ALIGNMENT = 8;

    private static final ThreadLocal<ByteBuffer> MEMORY = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(Tensor.SMALL).order(ByteOrder.nativeOrder()));

    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private int used;

    /** Adds a tensor. */
    public void put(String name, Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        int size = bytes.capacity();
        if (bytes.isDirect() || used + size > Tensor.SMALL) {
            tensors.put(name, Native.of(tensor));
            return;
        }
        ByteBuffer copy = MEMORY.get().slice(used, size).order(ByteOrder.nativeOrder());
        copy.put(bytes).flip();
        used = (used + size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        tensors.put(name, Native.over(copy, tensor));
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        for (OnnxTensor tensor : tensors.values()) {
            tensor.close();
        }
    }
}
