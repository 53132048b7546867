package org.nn4j.runtime.typed;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;

/** Elements of tensors as Java has them: {@code f32} is a float, {@code i64} a long, {@code u8} a byte, and so on. */
final class Elements {

    private Elements() {}

    /** The Java type of an element. */
    static Class<?> type(DType dtype) {
        return switch (dtype) {
            case F32 -> float.class;
            case F64 -> double.class;
            case I64 -> long.class;
            case I32 -> int.class;
            case U8 -> byte.class;
            case BOOL -> boolean.class;
        };
    }

    /** The element at a place of a tensor's memory. */
    static Object read(Tensor tensor, int at) {
        ByteBuffer bytes = tensor.bytes();
        return switch (tensor.dtype()) {
            case F32 -> bytes.getFloat(at * Float.BYTES);
            case F64 -> bytes.getDouble(at * Double.BYTES);
            case I64 -> bytes.getLong(at * Long.BYTES);
            case I32 -> bytes.getInt(at * Integer.BYTES);
            case U8 -> bytes.get(at);
            case BOOL -> bytes.get(at) != 0;
        };
    }

    /** Puts an element, of the Java type, behind those that are there. */
    static void put(ByteBuffer to, DType dtype, Object element) {
        switch (dtype) {
            case F32 -> to.putFloat((Float) element);
            case F64 -> to.putDouble((Double) element);
            case I64 -> to.putLong((Long) element);
            case I32 -> to.putInt((Integer) element);
            case U8 -> to.put((Byte) element);
            case BOOL -> to.put((byte) ((Boolean) element ? 1 : 0));
        }
    }

    /**
     * A part of a tensor as an array of arrays, or as one element where no dims are left.
     *
     * @param axis the first dim of the part
     * @param at the place of its first element
     */
    static Object array(Tensor tensor, int axis, int at) {
        long[] shape = tensor.shape();
        if (axis == shape.length) {
            return read(tensor, at);
        }
        int stride = 1;
        int[] dims = new int[shape.length - axis];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = (int) shape[axis + i];
            stride *= i == 0 ? 1 : dims[i];
        }
        Object array = Array.newInstance(type(tensor.dtype()), dims);
        for (int i = 0; i < dims[0]; i++) {
            Array.set(array, i, array(tensor, axis + 1, at + i * stride));
        }
        return array;
    }
}
