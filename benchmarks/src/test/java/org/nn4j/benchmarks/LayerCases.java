package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;
import java.util.stream.Stream;
import org.nn4j.benchmarks.LayerCase.Inputs;

/** Every layer of the library that has parameters or a gradient of its own. */
final class LayerCases {

    private LayerCases() {}

    static Stream<LayerCase> all() {
        return Stream.of(dense(), normalization(), attention()).flatMap(s -> s);
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

    private static NDArray layerNorm(Inputs n, String path, NDArray x) {
        long width = x.getShape().get(x.getShape().dimension() - 1);
        return LayerNorm.layerNorm(x, new Shape(width), n.p(path + ".scale"), n.p(path + ".shift"), 1e-5f)
                .singletonOrThrow();
    }

    private static Stream<LayerCase> normalization() {
        return Stream.of(
                LayerCase.of(
                        "x |> Dense(6) |> LayerNorm()",
                        n -> layerNorm(n, "layer_norm", linear(n, "dense", n.x())),
                        3,
                        5),
                LayerCase.of(
                        "x |> Dense(6) |> RmsNorm()",
                        n -> {
                            NDArray x = linear(n, "dense", n.x());
                            NDArray size = x.square()
                                    .mean(new int[] {-1}, true)
                                    .add(1e-6f)
                                    .sqrt();
                            return x.div(size).mul(n.p("rms_norm.scale"));
                        },
                        3,
                        5));
    }

    private static Stream<LayerCase> attention() {
        return Stream.of(
                LayerCase.ofTokens(
                        "x |> Embedding(7, 5)",
                        7,
                        n -> Embedding.embedding(
                                        n.x().toType(DataType.INT64, false), n.p("embedding.table"), SparseFormat.DENSE)
                                .singletonOrThrow(),
                        6),
                LayerCase.of(
                        "x |> MultiHeadAttention(2)",
                        n -> attention(n, "multi_head_attention", n.x(), 2, 2, false),
                        5,
                        8),
                LayerCase.of(
                        "x |> MultiHeadAttention(4, causal = true, kv_heads = 2)",
                        n -> attention(n, "multi_head_attention", n.x(), 4, 2, true),
                        5,
                        8),
                LayerCase.of(
                        "x |> TransformerBlock(2, causal = true)",
                        n -> {
                            String path = "transformer_block.";
                            NDArray a = attention(
                                    n, path + "attention", layerNorm(n, path + "attention_norm", n.x()), 2, 2, true);
                            NDArray h = n.x().add(a);
                            NDArray wide =
                                    linear(n, path + "feed_forward.dense", layerNorm(n, path + "feed_forward_norm", h));
                            return h.add(linear(n, path + "feed_forward.dense_2", Activation.gelu(wide)));
                        },
                        5,
                        8));
    }

    /** softmax(q kᵀ / √d) v for each head; heads in a row share keys and values. */
    private static NDArray attention(Inputs n, String path, NDArray x, int heads, int kvHeads, boolean causal) {
        long time = x.getShape().get(1);
        long width = x.getShape().get(2) / heads;
        NDArray q = heads(linear(n, path + ".query", x), heads);
        NDArray k = heads(linear(n, path + ".key", x), kvHeads).repeat(1, heads / kvHeads);
        NDArray v = heads(linear(n, path + ".value", x), kvHeads).repeat(1, heads / kvHeads);
        NDArray scores = q.matMul(k.swapAxes(2, 3)).div(Math.sqrt(width));
        if (causal) {
            NDArray t = x.getManager().arange((int) time);
            NDArray hidden = t.reshape(1, time).gt(t.reshape(time, 1));
            scores = scores.add(hidden.toType(DataType.FLOAT32, false).mul(-1e9f));
        }
        NDArray y = scores.softmax(-1).matMul(v).swapAxes(1, 2);
        return linear(n, path + ".out", y.reshape(x.getShape().get(0), time, heads * width));
    }

    private static NDArray heads(NDArray x, int heads) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads).swapAxes(1, 2);
    }
}
