package org.nn4j.compiler.ir;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor known at compile time. Elements are kept as doubles, which hold every f32, i32 and the integers up to 2^53
 * exactly; larger integers are refused where they are made.
 */
public final class Tensor {
    private final DType dtype;
    private final Shape shape;
    private final double[] elements;
    private final int hash;

    public Tensor(DType dtype, Shape shape, double... elements) {
        if (elements.length != shape.elements().value()) {
            throw new IllegalArgumentException(elements.length + " elements for shape " + shape);
        }
        this.dtype = dtype;
        this.shape = shape;
        this.elements = elements.clone();
        // Graphs are searched for equal nodes all the time, and constants may be large.
        this.hash = 31 * (31 * dtype.hashCode() + shape.hashCode()) + Arrays.hashCode(elements);
    }

    public DType dtype() {
        return dtype;
    }

    public Shape shape() {
        return shape;
    }

    /** The elements, outermost axis first; a copy. */
    public double[] elements() {
        return elements.clone();
    }

    public static Tensor scalar(DType dtype, double value) {
        return new Tensor(dtype, Shape.SCALAR, value);
    }

    public boolean isScalar() {
        return shape.isScalar();
    }

    /** The value of a scalar. */
    public double scalarValue() {
        return elements[0];
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Tensor t
                && hash == t.hash
                && dtype == t.dtype
                && shape.equals(t.shape)
                && Arrays.equals(elements, t.elements);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        if (elements.length > 8) {
            return dtype + shape.toString() + "{" + elements.length + " elements}";
        }
        String text = Arrays.toString(elements);
        return isScalar() ? dtype + " " + text.substring(1, text.length() - 1) : dtype + shape.toString() + text;
    }
}
