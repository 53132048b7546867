package org.nn4j.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes of a tensor's axes, outermost first. */
public record Shape(List<Dim> dims) {

    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        dims = List.copyOf(dims);
    }

    public static Shape of(Dim... dims) {
        return new Shape(Arrays.asList(dims));
    }

    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).mapToObj(Dim::of).toList());
    }

    public int rank() {
        return dims.size();
    }

    public boolean isScalar() {
        return dims.isEmpty();
    }

    /** The size of an axis; negative axes count from the end. */
    public Dim dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    public Dim elements() {
        return dims.stream().reduce(Dim.of(1), Dim::times);
    }

    public boolean isKnown() {
        return dims.stream().allMatch(Dim::isKnown);
    }

    /** The sizes, where all are known. */
    public long[] toLongs() {
        return dims.stream().mapToLong(Dim::value).toArray();
    }

    public Shape with(int axis, Dim size) {
        List<Dim> d = new ArrayList<>(dims);
        d.set(axis, size);
        return new Shape(d);
    }

    public Shape without(List<Integer> axes) {
        List<Dim> d = new ArrayList<>();
        for (int i = 0; i < rank(); i++) {
            if (!axes.contains(i)) {
                d.add(dims.get(i));
            }
        }
        return new Shape(d);
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
