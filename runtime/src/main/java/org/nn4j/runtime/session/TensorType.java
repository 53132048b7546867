package org.nn4j.runtime.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;

/**
 * What ONNX says about an input or output of a graph.
 *
 * @param dtype the type of its elements; null when nn4j has none of that kind
 * @param dims its dims; -1 where any number may stand
 */
@SuppressWarnings("ArrayRecordComponent")
public record TensorType(@Nullable DType dtype, long[] dims) {

    static TensorType of(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo info
                ? new TensorType(Native.optionalDtype(info.type), info.getShape())
                : new TensorType(null, new long[0]);
    }

    /** Whether a tensor is of this type. */
    public boolean accepts(Tensor tensor) {
        long[] shape = tensor.shape();
        boolean fits = tensor.dtype() == dtype && shape.length == dims.length;
        for (int i = 0; fits && i < dims.length; i++) {
            fits = dims[i] < 0 || dims[i] == shape[i];
        }
        return fits;
    }

    /** The size of a tensor of this type in bytes; -1 when a dim is open. */
    public long bytes() {
        if (dtype == null || Arrays.stream(dims).anyMatch(dim -> dim < 0)) {
            return -1;
        }
        return Tensor.elements(dims) * dtype.bytes();
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(dims).replace("-1", "_");
    }
}
