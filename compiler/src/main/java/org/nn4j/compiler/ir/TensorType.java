package org.nn4j.compiler.ir;

/** Element type and shape of a tensor. */
public record TensorType(DType dtype, Shape shape) {

    public static TensorType scalar(DType dtype) {
        return new TensorType(dtype, Shape.SCALAR);
    }

    public int rank() {
        return shape.rank();
    }

    public TensorType withShape(Shape other) {
        return new TensorType(dtype, other);
    }

    public TensorType withDType(DType other) {
        return new TensorType(other, shape);
    }

    @Override
    public String toString() {
        return dtype + (shape.isScalar() ? "" : shape.toString());
    }
}
