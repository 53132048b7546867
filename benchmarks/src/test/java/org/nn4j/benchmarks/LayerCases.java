package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import java.util.stream.Stream;
import org.nn4j.benchmarks.LayerCase.Inputs;

/** Every layer of the library that has parameters or a gradient of its own. */
final class LayerCases {

    private LayerCases() {}

    static Stream<LayerCase> all() {
        return Stream.of(dense(), normalization()).flatMap(s -> s);
    }

    private static Stream<LayerCase> dense() {
        return Stream.of(
                LayerCase.of(
                        "x |> Dense(3, tanh)", n -> linear(n, "dense", n.x()).tanh(), 5),
                LayerCase.of("x |> Dense(3, gelu)", n -> Activation.gelu(linear(n, "dense", n.x())), 2, 5),
                LayerCase.of(
                        "x |> Dense(4, bias = false) |> softmax",
                        n -> n.x().matMul(n.p("dense.w")).softmax(-1),
                        5));
    }

    private static NDArray linear(Inputs n, String path, NDArray x) {
        return x.matMul(n.p(path + ".w")).add(n.p(path + ".b"));
    }

    private static Stream<LayerCase> normalization() {
        return Stream.of(LayerCase.of(
                "x |> Dense(6) |> LayerNorm()",
                n -> LayerNorm.layerNorm(
                                linear(n, "dense", n.x()),
                                new Shape(6),
                                n.p("layer_norm.scale"),
                                n.p("layer_norm.shift"),
                                1e-5f)
                        .singletonOrThrow(),
                3,
                5));
    }
}
