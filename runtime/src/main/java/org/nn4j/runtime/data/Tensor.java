package org.nn4j.runtime.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/**
 * An n-dimensional array in row-major order, outside the Java heap, so that ONNX Runtime reads it without a copy, unless
 * it is small or made over memory of the heap. Its elements are written before it is handed on, and only read afterwards: from then on it is safe to share.
 */
public final class Tensor {

    /** Bytes of a tensor that is on the heap: to copy them costs less than memory outside. */
    public static final int SMALL = 4096;

    private final DType dtype;
    private final long[] shape;
    private final ByteBuffer bytes;

    private Tensor(DType dtype, long[] shape, ByteBuffer bytes) {
        this.dtype = dtype;
        this.shape = shape;
        this.bytes = bytes;
    }

    /** A tensor of zeros; at most 2 GiB. */
    public static Tensor zeros(DType dtype, long... shape) {
        long size = elements(shape);
        if (size > Integer.MAX_VALUE / dtype.bytes()) {
            throw new UserException(
                    Place.NOWHERE,
                    "a tensor " + dtype + Arrays.toString(shape) + " is larger than 2 GiB",
                    "Use fewer rows or columns: a block of memory in Java ends there.");
        }
        int length = (int) size * dtype.bytes();
        try {
            return new Tensor(
                    dtype, shape.clone(), ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder()));
        } catch (OutOfMemoryError e) {
            throw new UserException(
                    Place.NOWHERE,
                    "no memory for a tensor " + dtype + Arrays.toString(shape) + ", " + (length >> 20) + " MiB",
                    "Start Java with a larger -XX:MaxDirectMemorySize (by default it is the same as -Xmx), or use fewer"
                            + " rows.",
                    e);
        }
    }

    /** A tensor of zeros to copy to, on the heap if it is small. */
    public static Tensor room(DType dtype, long... shape) {
        long length = elements(shape) * dtype.bytes();
        return length > SMALL
                ? zeros(dtype, shape)
                : new Tensor(
                        dtype, shape.clone(), ByteBuffer.allocate((int) length).order(ByteOrder.nativeOrder()));
    }

    /**
     * A tensor over memory that is already there, from the buffer's position to its limit. ONNX Runtime copies what is
     * on the heap.
     *
     * @throws IllegalArgumentException if the buffer's size is not that of the shape
     */
    public static Tensor over(DType dtype, ByteBuffer memory, long... shape) {
        if (memory.remaining() != elements(shape) * dtype.bytes()) {
            throw new IllegalArgumentException("not " + dtype + Arrays.toString(shape) + ": " + memory);
        }
        return new Tensor(dtype, shape.clone(), memory.slice().order(ByteOrder.nativeOrder()));
    }

    /**
     * A copy of an array, {@code f32}; without a shape it is a vector.
     *
     * @throws UserException if the shape needs another number of values
     */
    public static Tensor of(float[] values, long... shape) {
        Tensor tensor = room(DType.F32, checked(values.length, shape));
        tensor.bytes.asFloatBuffer().put(values);
        return tensor;
    }

    /**
     * A copy of an array, {@code i64}; without a shape it is a vector.
     *
     * @throws UserException if the shape needs another number of values
     */
    public static Tensor of(long[] values, long... shape) {
        Tensor tensor = room(DType.I64, checked(values.length, shape));
        tensor.bytes.asLongBuffer().put(values);
        return tensor;
    }

    /**
     * A copy of an array, {@code u8}; without a shape it is a vector. Each byte is a number from 0 to 255.
     *
     * @throws UserException if the shape needs another number of values
     */
    public static Tensor of(byte[] values, long... shape) {
        Tensor tensor = room(DType.U8, checked(values.length, shape));
        tensor.bytes.duplicate().put(values);
        return tensor;
    }

    /**
     * A copy of rows of equal length, {@code f32[rows, columns]}.
     *
     * @throws UserException if the rows differ in length
     */
    public static Tensor of(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        Tensor tensor = room(DType.F32, rows.length, columns);
        FloatBuffer to = tensor.bytes.asFloatBuffer();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new UserException(
                        Place.NOWHERE,
                        "row " + i + " has " + rows[i].length + " values, row 0 has " + columns,
                        "All rows of a tensor are of one length.");
            }
            to.put(rows[i]);
        }
        return tensor;
    }

    private static long[] checked(long values, long[] shape) {
        if (shape.length == 0) {
            return new long[] {values};
        }
        if (elements(shape) != values) {
            throw new UserException(
                    Place.NOWHERE,
                    "the shape " + Arrays.toString(shape) + " needs " + elements(shape) + " values, there are "
                            + values,
                    "Give the shape that the values have.");
        }
        return shape;
    }

    /** The number of elements of a shape. */
    public static long elements(long... shape) {
        long product = 1;
        for (long dim : shape) {
            product = Math.multiplyExact(product, dim);
        }
        return product;
    }

    /** The type of the elements. */
    public DType dtype() {
        return dtype;
    }

    /** The dims, outermost first; none for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public int size() {
        return bytes.capacity() / dtype.bytes();
    }

    /** The first dim; 1 for a scalar. */
    public int rows() {
        return shape.length == 0 ? 1 : (int) shape[0];
    }

    /** The same elements in another shape of equal size. */
    public Tensor reshape(long... newShape) {
        return over(dtype, bytes, newShape);
    }

    /** The rows from {@code from} up to {@code to}, on the same memory. */
    public Tensor rows(int from, int to) {
        int rowBytes = rows() == 0 ? 0 : bytes.capacity() / rows();
        long[] part = shape.clone();
        part[0] = (long) to - from;
        return over(dtype, bytes.slice(from * rowBytes, (to - from) * rowBytes), part);
    }

    /** The memory itself, in native byte order, from 0 to its capacity. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder());
    }

    /** The elements of an {@code f32} tensor, on its memory. */
    public FloatBuffer floats() {
        require(DType.F32);
        return bytes.asFloatBuffer();
    }

    /** The elements of an {@code i64} tensor, on its memory. */
    public LongBuffer longs() {
        require(DType.I64);
        return bytes.asLongBuffer();
    }

    /** A copy of the elements of an {@code f32} tensor. */
    public float[] toFloats() {
        float[] values = new float[size()];
        floats().get(values);
        return values;
    }

    /** A copy of the elements of an {@code i64} tensor. */
    public long[] toLongs() {
        long[] values = new long[size()];
        longs().get(values);
        return values;
    }

    private void require(DType wanted) {
        if (dtype != wanted) {
            throw new IllegalStateException("the tensor is " + this + ", not " + wanted);
        }
    }

    /** Type and shape: {@code f32[150, 4]}. */
    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
