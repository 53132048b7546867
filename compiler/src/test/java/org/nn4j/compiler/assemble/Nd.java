package org.nn4j.compiler.assemble;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A tensor as bytes, so that equal means equal to the bit. */
record Nd(OnnxJavaType type, List<Long> shape, ByteBuffer bytes) {

    static final List<Long> SCALAR = List.of();

    static List<Long> shape(long... dims) {
        return Arrays.stream(dims).boxed().toList();
    }

    static Nd f32(List<Long> shape, float... values) {
        ByteBuffer b = buffer(4 * values.length);
        for (float v : values) {
            b.putFloat(v);
        }
        return new Nd(OnnxJavaType.FLOAT, shape, b.flip());
    }

    static Nd f64(List<Long> shape, double... values) {
        ByteBuffer b = buffer(8 * values.length);
        for (double v : values) {
            b.putDouble(v);
        }
        return new Nd(OnnxJavaType.DOUBLE, shape, b.flip());
    }

    static Nd i64(List<Long> shape, long... values) {
        ByteBuffer b = buffer(8 * values.length);
        for (long v : values) {
            b.putLong(v);
        }
        return new Nd(OnnxJavaType.INT64, shape, b.flip());
    }

    static Nd i64(long value) {
        return i64(SCALAR, value);
    }

    /** One number everywhere. */
    static Nd full(OnnxJavaType type, List<Long> shape, double value) {
        int n = (int) shape.stream().mapToLong(d -> d).reduce(1, (x, y) -> x * y);
        ByteBuffer b = buffer(n * type.size);
        for (int i = 0; i < n; i++) {
            switch (type) {
                case FLOAT -> b.putFloat((float) value);
                case DOUBLE -> b.putDouble(value);
                case INT64 -> b.putLong((long) value);
                default -> throw new IllegalArgumentException(type.toString());
            }
        }
        return new Nd(type, shape, b.flip());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Nd of(OnnxTensor t) {
        ByteBuffer copy = buffer(t.getByteBuffer().remaining()).put(t.getByteBuffer());
        return new Nd(t.getInfo().type, shape(t.getInfo().getShape()), copy.flip());
    }

    OnnxTensor tensor() throws OrtException {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
        direct.put(bytes.duplicate()).flip();
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                direct,
                shape.stream().mapToLong(d -> d).toArray(),
                type);
    }

    /** The elements as doubles. */
    double[] numbers() {
        ByteBuffer b = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[b.remaining() / type.size];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case FLOAT -> b.getFloat();
                case DOUBLE -> b.getDouble();
                case INT64 -> b.getLong();
                case UINT8, BOOL, INT8 -> b.get();
                default -> throw new IllegalArgumentException(type.toString());
            };
        }
        return numbers;
    }

    double number() {
        return numbers()[0];
    }

    @Override
    public String toString() {
        return type + shape.toString() + Arrays.toString(numbers());
    }
}
