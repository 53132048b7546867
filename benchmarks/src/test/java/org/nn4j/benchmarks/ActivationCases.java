package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nn4j.benchmarks.LayerCase.Inputs;

/** Activations and losses of the library behind a dense layer; a loss makes its targets of the input. */
final class ActivationCases {

    private ActivationCases() {}

    static Stream<LayerCase> all() {
        return Stream.concat(activations(), losses());
    }

    private static NDArray dense(Inputs n) {
        return n.x().matMul(n.p("dense.w")).add(n.p("dense.b"));
    }

    private static LayerCase activation(String name, UnaryOperator<NDArray> peer) {
        return LayerCase.of("x |> Dense(4) |> " + name, n -> peer.apply(dense(n)), 5);
    }

    private static Stream<LayerCase> activations() {
        return Stream.of(
                activation("relu", Activation::relu),
                activation("relu6", Activation::relu6),
                activation("sigmoid", Activation::sigmoid),
                activation("softplus", Activation::softPlus),
                activation("softsign", Activation::softSign),
                activation("leaky_relu(0.2)", x -> Activation.leakyRelu(x, 0.2f)),
                activation("elu(0.5)", x -> Activation.elu(x, 0.5f)),
                activation("selu", Activation::selu),
                activation("gelu", Activation::gelu),
                activation("silu", x -> Activation.swish(x, 1)),
                // DJL's own takes the logarithm to the base 2.
                activation("mish", x -> x.mul(Activation.softPlus(x).tanh())),
                activation("log_softmax", x -> x.logSoftmax(-1)),
                activation(
                        "logsumexp(keep = true)",
                        x -> x.exp().sum(new int[] {-1}, true).log()),
                LayerCase.of(
                        "x |> PRelu()",
                        n -> n.x().maximum(0).add(n.x().minimum(0).mul(n.p("prelu.slope"))),
                        5));
    }

    /** Whether the first element is positive, the class of the largest of three, and numbers. */
    private static NDArray bit(Inputs n) {
        return n.x().get(":, 0").gt(0).toType(DataType.FLOAT32, false);
    }

    private static NDArray oneHot(Inputs n) {
        return n.x().get(":, :3").argMax(1).oneHot(3);
    }

    private static final String BIT = "cast(x[:, 0] > 0, f32)";
    private static final String CLASS = "argmax(x[:, :3], 1)";

    private static LayerCase loss(String program, Function<Inputs, NDArray> peer) {
        return LayerCase.of("unsqueeze(" + program + ", 1)", n -> peer.apply(n).reshape(-1, 1), 5);
    }

    private static NDArray only(NDArray column) {
        return column.reshape(-1);
    }

    private static Stream<LayerCase> losses() {
        return Stream.of(
                loss(
                        "cross_entropy(x |> Dense(3), " + CLASS + ")",
                        n -> dense(n).logSoftmax(-1)
                                .mul(oneHot(n))
                                .sum(new int[] {1})
                                .neg()),
                loss(
                        "cross_entropy(x |> Dense(3), " + CLASS + ", smoothing = 0.1)",
                        n -> dense(n).logSoftmax(-1)
                                .mul(oneHot(n).mul(0.9f).add(0.1f / 3))
                                .sum(new int[] {1})
                                .neg()),
                loss(
                        "binary_cross_entropy(x |> Dense(1) |> squeeze(-1), " + BIT + ")",
                        n -> Activation.softPlus(only(dense(n)))
                                .sub(only(dense(n)).mul(bit(n)))),
                loss("focal(x |> Dense(3), " + CLASS + ")", n -> {
                    NDArray log = dense(n).logSoftmax(-1).mul(oneHot(n)).sum(new int[] {1});
                    return log.exp().neg().add(1).square().mul(log).neg();
                }),
                loss(
                        "soft_cross_entropy(x |> Dense(3), softmax(x[:, :3]))",
                        n -> dense(n).logSoftmax(-1)
                                .mul(n.x().get(":, :3").softmax(-1))
                                .sum(new int[] {1})
                                .neg()),
                loss("kl_divergence(x |> Dense(3), softmax(x[:, :3]))", n -> {
                    NDArray p = n.x().get(":, :3").softmax(-1);
                    return p.mul(p.log().sub(dense(n).logSoftmax(-1))).sum(new int[] {1});
                }),
                loss("huber(x |> Dense(3), 2 * x[:, :3], 0.5)", n -> {
                    NDArray far = dense(n).sub(n.x().get(":, :3").mul(2)).abs();
                    NDArray near = far.minimum(0.5f);
                    return near.mul(far.sub(near.mul(0.5f))).mean(new int[] {1});
                }),
                loss(
                        "hinge(x |> Dense(1) |> squeeze(-1), " + BIT + ")",
                        n -> Activation.relu(
                                only(dense(n)).mul(bit(n).mul(2).sub(1)).neg().add(1))),
                loss(
                        "poisson(x |> Dense(3), abs(x[:, :3]))",
                        n -> dense(n).exp()
                                .sub(dense(n).mul(n.x().get(":, :3").abs()))
                                .mean(new int[] {1})));
    }
}
