package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;

/**
 * A window that moves over the inner axes of {@code [B, C, ...S]}, with an entry for each of them.
 *
 * @param kernel its size
 * @param stride how far it moves at a time
 * @param before the margin before the first element
 * @param after the margin after the last element
 */
public record Window(List<Integer> kernel, List<Integer> stride, List<Integer> before, List<Integer> after) {

    /** The axes that a window does not move over: rows and channels. */
    private static final int OUTER = 2;

    private static final int MAX_RANK = 3;

    public Window {
        kernel = List.copyOf(kernel);
        stride = List.copyOf(stride);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** A window that lies tile beside tile. */
    public static Window tiles(List<Integer> kernel) {
        List<Integer> none = kernel.stream().map(k -> 0).toList();
        return new Window(kernel, kernel, none, none);
    }

    static Window of(Attributes a) {
        return new Window(a.integers("kernel"), a.integers("stride"), a.integers("before"), a.integers("after"));
    }

    Attributes attributes() {
        return new Attributes(entries());
    }

    Map<String, Object> entries() {
        return Map.of("kernel", kernel, "stride", stride, "before", before, "after", after);
    }

    int rank() {
        return kernel.size();
    }

    /** The number of elements that it covers. */
    long count() {
        return kernel.stream().mapToLong(k -> k).reduce(1, (a, b) -> a * b);
    }

    /** The axis of a tensor that an entry is about. */
    static int axis(int i) {
        return i + OUTER;
    }

    /** How many places it has on an axis of this size. */
    Dim places(int i, Dim size) {
        int margins = before.get(i) + after.get(i);
        return size.plus(Dim.of(margins - kernel.get(i) + stride.get(i))).floorDiv(Dim.of(stride.get(i)));
    }

    /** From the first place's beginning to the last one's end, margins included. */
    Dim reach(int i, Dim size) {
        return places(i, size).minus(Dim.of(1)).times(Dim.of(stride.get(i))).plus(Dim.of(kernel.get(i)));
    }

    boolean hasMargins() {
        return before.stream().anyMatch(p -> p > 0) || after.stream().anyMatch(p -> p > 0);
    }

    /** Whether every element of a shape lies in exactly one place. */
    boolean tiles(Shape shape) {
        for (int i = 0; i < rank(); i++) {
            Dim size = shape.dim(axis(i));
            if (!reach(i, size).equals(size)) {
                return false;
            }
        }
        return kernel.equals(stride) && !hasMargins();
    }

    static void requireRank(String op, int inner, TensorType x) {
        if (x.rank() != inner + OUTER || inner < 1 || inner > MAX_RANK) {
            throw OpTypeException.disagree(
                    Kind.RANK,
                    "`" + op + "` over " + inner + " inner axes of " + x,
                    List.of(x),
                    "inner axes are all but the first two, which are rows and channels; there may be 1 to " + MAX_RANK);
        }
    }

    /** What it makes of a shape; the error says why it cannot move there. */
    Shape result(String op, TensorType x) {
        List<TensorType> in = List.of(x);
        requireRank(op, rank(), x);
        List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, OUTER));
        for (int i = 0; i < rank(); i++) {
            int k = kernel.get(i);
            if (k < 1 || stride.get(i) < 1) {
                throw new OpTypeException(
                        Kind.ARGUMENT, "`" + op + "` with a window of " + k + " and a stride of " + stride.get(i));
            }
            if (Math.min(before.get(i), after.get(i)) < 0 || Math.max(before.get(i), after.get(i)) >= k) {
                throw new OpTypeException(
                        Kind.ARGUMENT,
                        "`" + op + "` with margins of " + before.get(i) + " and " + after.get(i) + " for a window of "
                                + k,
                        Map.of(),
                        "a window must reach at least one element: margins are smaller than it");
            }
            Dim size = x.shape().dim(axis(i));
            Dim places = places(i, size);
            if (places.isKnown() && places.value() < 1) {
                throw OpTypeException.disagree(
                        Kind.SIZES,
                        "a window of " + k + " does not fit into axis " + axis(i) + " of size " + size
                                + (before.get(i) + after.get(i) == 0 ? "" : ", margins included"),
                        in,
                        "pool less often before, or take a smaller window");
            }
            dims.add(places);
        }
        return new Shape(dims);
    }
}
