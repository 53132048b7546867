package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.recurrent.RNN;
import java.util.stream.Stream;
import org.nn4j.benchmarks.LayerCase.Inputs;

/** Every layer of the library that has parameters or a gradient of its own. */
final class LayerCases {

    private LayerCases() {}

    static Stream<LayerCase> all() {
        return Stream.of(
                        dense(),
                        normalization(),
                        attention(),
                        recurrence(),
                        ImageLayerCases.all(),
                        ActivationCases.all())
                .flatMap(s -> s);
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

    private static Stream<LayerCase> recurrence() {
        return Stream.of(
                LayerCase.of(
                        "(x |> SimpleRnn(4)).seq",
                        n -> recurrent(n, "simple_rnn", 1).get(0),
                        5,
                        3),
                LayerCase.of(
                        "x |> SimpleRnn(4, relu) |> last",
                        n -> {
                            NDArray h = start(n, 4);
                            for (int t = 0; t < 5; t++) {
                                NDArray z = n.x().get(":, " + t)
                                        .matMul(n.p("simple_rnn.w_x"))
                                        .add(h.matMul(n.p("simple_rnn.w_h")));
                                h = Activation.relu(z.add(n.p("simple_rnn.b")));
                            }
                            return h;
                        },
                        5,
                        3),
                LayerCase.of("(x |> Lstm(4)).seq", n -> recurrent(n, "lstm", 4).get(0), 5, 3),
                LayerCase.of(
                        "x |> Lstm(4, relu) |> last",
                        n -> {
                            NDArray h = start(n, 4);
                            NDArray c = start(n, 4);
                            for (int t = 0; t < 5; t++) {
                                NDArray z = n.x().get(":, " + t)
                                        .matMul(n.p("lstm.w_x"))
                                        .add(h.matMul(n.p("lstm.w_h")))
                                        .add(n.p("lstm.b"));
                                NDList g = z.split(4, 1);
                                c = Activation.sigmoid(g.get(1))
                                        .mul(c)
                                        .add(Activation.sigmoid(g.get(0)).mul(Activation.relu(g.get(2))));
                                h = Activation.sigmoid(g.get(3)).mul(Activation.relu(c));
                            }
                            return h;
                        },
                        5,
                        3),
                LayerCase.of("(x |> Gru(4)).seq", n -> recurrent(n, "gru", 3).get(0), 5, 3),
                LayerCase.of(
                        "(x |> Lstm(4) |> seq |> Lstm(3, reverse = true)).seq",
                        n -> {
                            NDArray first = recurrent(n, "lstm", 4).get(0);
                            Inputs flipped = new Inputs(first.flip(1), n.parameters(), n.training());
                            return recurrent(flipped, "lstm_2", 4).get(0).flip(1);
                        },
                        5,
                        3));
    }

    private static NDArray start(Inputs n, int units) {
        return n.x().getManager().zeros(new Shape(n.x().getShape().get(0), units));
    }

    /** PyTorch's own recurrent layers; their gates of a GRU stand in the order r, z, n. */
    private static NDList recurrent(Inputs n, String path, int gates) {
        NDArray wx = n.p(path + ".w_x");
        NDArray wh = n.p(path + ".w_h");
        NDArray bx = n.p(path + ".b");
        NDArray bh = bx.zerosLike();
        int units = (int) wh.getShape().get(0);
        if (gates == 3) {
            wx = resetFirst(wx, 1);
            wh = resetFirst(wh, 1);
            bx = resetFirst(bx, 0);
            bh = n.x().getManager().zeros(new Shape(2L * units)).concat(n.p(path + ".b_h"), 0);
        }
        var weights = new NDList(wx.transpose(), wh.transpose(), bx, bh);
        NDArray zeros = n.x().getManager().zeros(new Shape(1, n.x().getShape().get(0), units));
        var ex = n.x().getNDArrayInternal();
        return switch (gates) {
            case 1 -> ex.rnn(n.x(), zeros, weights, true, 1, RNN.Activation.TANH, 0, n.training(), false, true);
            case 3 -> ex.gru(n.x(), zeros, weights, true, 1, 0, n.training(), false, true);
            default ->
                ex.lstm(n.x(), new NDList(zeros, zeros.duplicate()), weights, true, 1, 0, n.training(), false, true);
        };
    }

    private static NDArray resetFirst(NDArray gates, int axis) {
        NDList parts = gates.split(3, axis);
        return parts.get(1).concat(parts.get(0), axis).concat(parts.get(2), axis);
    }
}
