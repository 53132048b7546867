package org.nn4j.compiler.reference;

import java.util.Arrays;
import java.util.function.Consumer;
import org.nn4j.compiler.ir.DType;

/**
 * A tensor of the reference evaluator. Elements are doubles whatever the element type: floats are never rounded to f32,
 * integers wrap around as their type does (and must stay below 2^53).
 */
public final class NdArray {

    /** An element by its place. The index array is reused: it must not be kept. */
    @FunctionalInterface
    public interface ElementAt {
        double at(int[] index);
    }

    private final DType dtype;
    private final int[] sizes;
    private final double[] elements;

    private NdArray(DType dtype, int[] sizes, double[] elements) {
        this.dtype = dtype;
        this.sizes = sizes;
        this.elements = elements;
    }

    public static NdArray of(DType dtype, int[] sizes, double... elements) {
        if (elements.length != count(sizes)) {
            throw new IllegalArgumentException(elements.length + " elements for " + Arrays.toString(sizes));
        }
        double[] wrapped = Arrays.stream(elements).map(v -> wrap(dtype, v)).toArray();
        return new NdArray(dtype, sizes.clone(), wrapped);
    }

    public static NdArray scalar(DType dtype, double value) {
        return of(dtype, new int[0], value);
    }

    public static NdArray zeros(DType dtype, int[] sizes) {
        return of(dtype, sizes, new double[count(sizes)]);
    }

    public static NdArray generate(DType dtype, int[] sizes, ElementAt f) {
        double[] elements = new double[count(sizes)];
        forEachIndex(sizes, i -> elements[place(i, sizes)] = f.at(i));
        return of(dtype, sizes, elements);
    }

    /** Visits the indices of a shape in the flat order; the array is reused. */
    public static void forEachIndex(int[] sizes, Consumer<int[]> visit) {
        int[] index = new int[sizes.length];
        for (int left = count(sizes); left > 0; left--) {
            visit.accept(index);
            advance(index, sizes);
        }
    }

    /** A float to an integer is cut off, an integer too large wraps around, a bool is 0 or 1. */
    private static double wrap(DType dtype, double v) {
        return switch (dtype) {
            case F32, F64 -> v;
            case I64 -> (double) (long) v;
            case I32 -> (int) (long) v;
            case U8 -> ((long) v) & 0xFF;
            case U64 -> (double) (long) v;
            case BOOL -> v != 0 ? 1 : 0;
        };
    }

    public DType dtype() {
        return dtype;
    }

    public int rank() {
        return sizes.length;
    }

    public int size(int axis) {
        return sizes[axis];
    }

    public int[] sizes() {
        return sizes.clone();
    }

    public double[] elements() {
        return elements.clone();
    }

    public int count() {
        return elements.length;
    }

    /** The only element. */
    public double value() {
        if (elements.length != 1) {
            throw new IllegalStateException("not one element but " + this);
        }
        return elements[0];
    }

    public double at(int... index) {
        return elements[place(index, sizes)];
    }

    /** The element that broadcasting brings to a place: axes align from the right, size 1 repeats. */
    public double spread(int[] index) {
        int place = 0;
        for (int i = 0; i < sizes.length; i++) {
            int at = index[index.length - sizes.length + i];
            place = place * sizes[i] + (sizes[i] == 1 ? 0 : at);
        }
        return elements[place];
    }

    public NdArray reshaped(int[] other) {
        return of(dtype, other, elements);
    }

    public NdArray withElements(double[] other) {
        return of(dtype, sizes, other);
    }

    public static int count(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }

    /** Where an index stands in the flat order, outermost axis first. */
    public static int place(int[] index, int[] sizes) {
        int place = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (index[i] < 0 || index[i] >= sizes[i]) {
                throw new IndexOutOfBoundsException(Arrays.toString(index) + " in " + Arrays.toString(sizes));
            }
            place = place * sizes[i] + index[i];
        }
        return place;
    }

    private static void advance(int[] index, int[] sizes) {
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (++index[i] < sizes[i]) {
                return;
            }
            index[i] = 0;
        }
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(sizes) + " " + Arrays.toString(elements);
    }
}
