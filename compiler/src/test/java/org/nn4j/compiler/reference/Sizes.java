package org.nn4j.compiler.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Arithmetic of sizes and of indices. */
final class Sizes {

    private Sizes() {}

    /** The common sizes: aligned from the right, where 1 gives way. */
    static int[] broadcast(List<NdArray> in) {
        int[] sizes = new int[in.stream().mapToInt(NdArray::rank).max().orElseThrow()];
        Arrays.fill(sizes, 1);
        for (NdArray x : in) {
            for (int i = 0; i < x.rank(); i++) {
                int at = sizes.length - x.rank() + i;
                if (sizes[at] != 1 && x.size(i) != 1 && sizes[at] != x.size(i)) {
                    throw new IllegalStateException("sizes " + sizes[at] + " and " + x.size(i));
                }
                sizes[at] = sizes[at] == 1 ? x.size(i) : sizes[at];
            }
        }
        return sizes;
    }

    static int[] without(int[] sizes, List<Integer> axes) {
        return IntStream.range(0, sizes.length)
                .filter(i -> !axes.contains(i))
                .map(i -> sizes[i])
                .toArray();
    }

    static int[] inserted(int[] sizes, int axis, int size) {
        int[] out = new int[sizes.length + 1];
        System.arraycopy(sizes, 0, out, 0, axis);
        out[axis] = size;
        System.arraycopy(sizes, axis, out, axis + 1, sizes.length - axis);
        return out;
    }

    static int[] joined(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
}
