package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A layer of the library, and the same written with PyTorch's kernels.
 *
 * @param program the layer in the language: from {@code x} to its result
 * @param shape of one row of {@code x}
 * @param tokens how many different integers x is made of; 0 where it is made of numbers
 * @param peer the result of PyTorch
 */
record LayerCase(String program, List<Long> shape, int tokens, Function<Inputs, NDArray> peer) {

    static LayerCase of(String program, Function<Inputs, NDArray> peer, long... shape) {
        return new LayerCase(program, Arrays.stream(shape).boxed().toList(), 0, peer);
    }

    static LayerCase ofTokens(String program, int tokens, Function<Inputs, NDArray> peer, long... shape) {
        return new LayerCase(program, Arrays.stream(shape).boxed().toList(), tokens, peer);
    }

    /**
     * What PyTorch computes with.
     *
     * @param x rows, {@code [B, …]}
     * @param parameters by their paths, in our layout
     * @param training whether it is trained or serves
     */
    record Inputs(NDArray x, Map<String, NDArray> parameters, boolean training) {
        NDArray p(String path) {
            NDArray p = parameters.get(path);
            if (p == null) {
                throw new IllegalArgumentException(path + " is not one of " + parameters.keySet());
            }
            return p;
        }
    }

    int size() {
        return Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
    }

    @Override
    public String toString() {
        return program;
    }
}
