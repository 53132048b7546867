package org.nn4j.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** Tensors on their way to ONNX Runtime and back. */
public final class Native {

    private Native() {}

    /** The one environment of the process. */
    static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError e) {
            throw new UserException(
                    Place.NOWHERE,
                    "ONNX Runtime cannot be loaded on this system: " + e.getMessage(),
                    "Its native library is there for 64-bit systems with a common C library, and needs room in the"
                            + " folder for temporary files.",
                    e);
        }
    }

    /** The tensor as ONNX Runtime takes it, on the same memory unless that is on the heap. It must be closed. */
    public static OnnxTensor of(Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        if (!bytes.isDirect()) {
            // ONNX Runtime would copy it as well, but takes a buffer of bytes for one of doubles.
            bytes = ByteBuffer.allocateDirect(bytes.capacity())
                    .order(ByteOrder.nativeOrder())
                    .put(bytes)
                    .flip();
        }
        return over(bytes, tensor);
    }

    /** The tensor on other memory, outside the heap, with the same bytes. It must be closed. */
    static OnnxTensor over(ByteBuffer bytes, Tensor tensor) {
        try {
            return OnnxTensor.createTensor(environment(), bytes, tensor.shape(), typeOf(tensor.dtype()));
        } catch (OrtException e) {
            throw new InternalException("ONNX Runtime took no " + tensor, e);
        }
    }

    /** A scalar, i64. It must be closed. */
    public static OnnxTensor of(long value) {
        Tensor scalar = Tensor.zeros(DType.I64);
        scalar.bytes().putLong(value);
        return of(scalar);
    }

    /** A scalar, f32. It must be closed. */
    public static OnnxTensor of(float value) {
        Tensor scalar = Tensor.zeros(DType.F32);
        scalar.bytes().putFloat(value);
        return of(scalar);
    }

    /** A scalar, f64. It must be closed. */
    public static OnnxTensor of(double value) {
        Tensor scalar = Tensor.zeros(DType.F64);
        scalar.bytes().putDouble(value);
        return of(scalar);
    }

    /** A copy of what ONNX Runtime gave. */
    public static Tensor copy(OnnxTensor tensor) {
        DType dtype = dtypeOf(tensor.getInfo().type);
        // ONNX Runtime copies to a buffer on the heap; where it is small, a second copy outside would cost more than it
        // saves.
        ByteBuffer copied = tensor.getByteBuffer();
        if (copied.remaining() <= Tensor.SMALL) {
            return Tensor.over(dtype, copied, tensor.getInfo().getShape());
        }
        Tensor copy = Tensor.zeros(dtype, tensor.getInfo().getShape());
        copy.bytes().put(copied);
        return copy;
    }

    /** Its type; null when nn4j has none of that kind. */
    static @Nullable DType optionalDtype(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> DType.F32;
            case DOUBLE -> DType.F64;
            case INT32 -> DType.I32;
            case INT64 -> DType.I64;
            case UINT8 -> DType.U8;
            case BOOL -> DType.BOOL;
            default -> null;
        };
    }

    private static DType dtypeOf(OnnxJavaType type) {
        DType dtype = optionalDtype(type);
        if (dtype == null) {
            throw new InternalException("a tensor of type " + type + " came from a graph", null);
        }
        return dtype;
    }

    private static OnnxJavaType typeOf(DType dtype) {
        return switch (dtype) {
            case F32 -> OnnxJavaType.FLOAT;
            case F64 -> OnnxJavaType.DOUBLE;
            case I32 -> OnnxJavaType.INT32;
            case I64 -> OnnxJavaType.INT64;
            case U8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }
}
