package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.benchmarks.LayerCase.Inputs;

/**
 * The layers for {@code [B, channels, …]}. What has no parameters stands behind or between layers that have some, so that
 * their gradients tell of its own.
 */
final class ImageLayerCases {

    private ImageLayerCases() {}

    static Stream<LayerCase> all() {
        return Stream.of(convolution(), pooling(), normalization(), blocks()).flatMap(s -> s);
    }

    private static Stream<LayerCase> convolution() {
        return Stream.of(
                LayerCase.of(
                        "x |> Conv1d(4, 3, tanh, padding = \"same\") |> Conv1d(2, 2, stride = 2, dilation = 2)",
                        n -> {
                            NDArray h = Conv1d.conv1d(n.x(), n.p("conv1d.w"), n.p("conv1d.b"), one(1), one(1))
                                    .singletonOrThrow()
                                    .tanh();
                            return Conv1d.conv1d(h, n.p("conv1d_2.w"), n.p("conv1d_2.b"), one(2), one(0), one(2))
                                    .singletonOrThrow();
                        },
                        2,
                        9),
                LayerCase.of(
                        "x |> Conv1d(2, 3, padding = \"causal\")",
                        n -> {
                            NDArray before = n.x().getManager()
                                    .zeros(new Shape(n.x().getShape().get(0), 2, 2));
                            NDArray late = before.concat(n.x(), 2);
                            return Conv1d.conv1d(late, n.p("conv1d.w"), n.p("conv1d.b"))
                                    .singletonOrThrow();
                        },
                        2,
                        6),
                LayerCase.of(
                        "x |> Conv2d(4, 3, tanh) |> Conv2d(3, (3, 2), stride = (2, 1), padding = (1, 0))",
                        n -> {
                            NDArray h = conv(n, "conv2d", n.x(), 1, 0, 1).tanh();
                            return Conv2d.conv2d(
                                            h, n.p("conv2d_2.w"), n.p("conv2d_2.b"), new Shape(2, 1), new Shape(1, 0))
                                    .singletonOrThrow();
                        },
                        1,
                        8,
                        7),
                LayerCase.of(
                        "x |> Conv2d(4, 3, tanh, padding = \"same\") |> Conv2d(6, 3, groups = 2, dilation = 2)",
                        n -> {
                            NDArray h = conv(n, "conv2d", n.x(), 1, 1, 1).tanh();
                            return Conv2d.conv2d(h, n.p("conv2d_2.w"), n.p("conv2d_2.b"), two(1), two(0), two(2), 2)
                                    .singletonOrThrow();
                        },
                        2,
                        7,
                        7),
                LayerCase.of(
                        "x |> Conv3d(2, 2, tanh) |> Conv3d(2, 2, stride = 2)",
                        n -> {
                            NDArray h = Conv3d.conv3d(n.x(), n.p("conv3d.w"), n.p("conv3d.b"))
                                    .singletonOrThrow()
                                    .tanh();
                            return Conv3d.conv3d(h, n.p("conv3d_2.w"), n.p("conv3d_2.b"), new Shape(2, 2, 2))
                                    .singletonOrThrow();
                        },
                        2,
                        5,
                        5,
                        5),
                LayerCase.of(
                        "x |> ConvTranspose2d(3, 3, tanh) |> ConvTranspose2d(2, 3, stride = 2, padding = 1, output_padding = 1)",
                        n -> {
                            NDArray h = transposed(n, "conv_transpose2d", n.x(), 1, 0, 0)
                                    .tanh();
                            return transposed(n, "conv_transpose2d_2", h, 2, 1, 1);
                        },
                        2,
                        4,
                        3),
                LayerCase.of(
                        "x |> DepthwiseConv2d(3, tanh, padding = \"same\") |> DepthwiseConv2d(3, stride = 2, padding = 1)",
                        n -> {
                            NDArray h =
                                    conv(n, "depthwise_conv2d", n.x(), 1, 1, 3).tanh();
                            return conv(n, "depthwise_conv2d_2", h, 2, 1, 3);
                        },
                        3,
                        6,
                        6),
                LayerCase.of(
                        "x |> SeparableConv2d(4, 3, tanh) |> SeparableConv2d(2, 2, multiplier = 2)",
                        n -> {
                            NDArray h = conv(n, "separable_conv2d.depthwise_conv2d", n.x(), 1, 0, 2);
                            h = conv(n, "separable_conv2d.conv2d", h, 1, 0, 1).tanh();
                            h = conv(n, "separable_conv2d_2.depthwise_conv2d", h, 1, 0, 4);
                            return conv(n, "separable_conv2d_2.conv2d", h, 1, 0, 1);
                        },
                        2,
                        6,
                        6));
    }

    private static Stream<LayerCase> pooling() {
        return Stream.of(
                pooled("MaxPool2d(2)", h -> Pool.maxPool2d(h, two(2), two(2), two(0), false)),
                pooled("MaxPool2d(3, stride = 2, padding = 1)", h -> Pool.maxPool2d(h, two(3), two(2), two(1), false)),
                pooled("AvgPool2d(3)", h -> Pool.avgPool2d(h, two(3), two(3), two(0), false, true)),
                pooled("AvgPool2d(3, stride = 2, padding = 1)", h -> {
                    // DJL counts zeros of the padding whatever one asks.
                    NDArray ones = h.onesLike();
                    NDArray inside = Pool.avgPool2d(ones, two(3), two(2), two(1), false, true);
                    return Pool.avgPool2d(h, two(3), two(2), two(1), false, true)
                            .div(inside);
                }),
                pooled(
                        "AvgPool2d(3, stride = 2, padding = 1, count_padding = true)",
                        h -> Pool.avgPool2d(h, two(3), two(2), two(1), false, true)),
                pooled("AdaptiveMaxPool2d(1) |> flatten", Pool::globalMaxPool2d),
                pooled("AdaptiveAvgPool2d(1) |> flatten", Pool::globalAvgPool2d),
                pooled("AdaptiveAvgPool2d(3)", h -> Pool.avgPool2d(h, two(2), two(2), two(0), false, true)));
    }

    /** Of images of 6 × 6. */
    private static LayerCase pooled(String layer, java.util.function.UnaryOperator<NDArray> peer) {
        return LayerCase.of(
                "x |> Conv2d(3, 3, tanh) |> " + layer,
                n -> peer.apply(conv(n, "conv2d", n.x(), 1, 0, 1).tanh()),
                1,
                8,
                8);
    }

    private static Stream<LayerCase> normalization() {
        return Stream.of(
                LayerCase.of(
                        "x |> Conv2d(3, 3) |> BatchNorm() |> tanh |> Conv2d(2, 2, bias = false)",
                        n -> conv(
                                n,
                                "conv2d_2",
                                batchNorm(n, "batch_norm", conv(n, "conv2d", n.x(), 1, 0, 1))
                                        .tanh(),
                                1,
                                0,
                                1),
                        2,
                        6,
                        6),
                LayerCase.of(
                        "x |> Dense(6) |> BatchNorm(eps = 0.1) |> tanh |> Dense(2)",
                        n -> {
                            NDArray h = n.x().matMul(n.p("dense.w")).add(n.p("dense.b"));
                            NDArray zeros = h.getManager().zeros(new Shape(6));
                            NDArray y = BatchNorm.batchNorm(
                                            h,
                                            zeros,
                                            zeros.add(1),
                                            n.p("batch_norm.scale"),
                                            n.p("batch_norm.shift"),
                                            1,
                                            0.9f,
                                            0.1f,
                                            n.training())
                                    .singletonOrThrow();
                            return y.tanh().matMul(n.p("dense_2.w")).add(n.p("dense_2.b"));
                        },
                        5),
                LayerCase.of(
                        "x |> Conv2d(4, 3) |> GroupNorm(2) |> tanh",
                        n -> grouped(n, "group_norm", conv(n, "conv2d", n.x(), 1, 0, 1), 2)
                                .tanh(),
                        2,
                        6,
                        6),
                LayerCase.of(
                        "x |> Conv2d(3, 3) |> InstanceNorm() |> tanh",
                        n -> grouped(n, "instance_norm", conv(n, "conv2d", n.x(), 1, 0, 1), 3)
                                .tanh(),
                        2,
                        6,
                        6));
    }

    private static Stream<LayerCase> blocks() {
        return Stream.of(
                LayerCase.of(
                        "x |> ResidualBlock(2) |> ResidualBlock(4, stride = 2)",
                        n -> residual(n, "residual_block_2.", residual(n, "residual_block.", n.x(), 1), 2),
                        2,
                        6,
                        6),
                LayerCase.of(
                        "x |> Conv2d(4, 3) |> SqueezeExcite(2)",
                        n -> squeezeExcite(n, "squeeze_excite.", conv(n, "conv2d", n.x(), 1, 0, 1)),
                        2,
                        6,
                        6),
                LayerCase.of(
                        "x |> InvertedResidual(3, expansion = 2) |> InvertedResidual(4, expansion = 2, stride = 2, squeeze = 2)",
                        n -> {
                            NDArray h = n.x().add(inverted(n, "inverted_residual.", n.x(), 1, false));
                            return inverted(n, "inverted_residual_2.", h, 2, true);
                        },
                        3,
                        6,
                        6));
    }

    private static NDArray residual(Inputs n, String path, NDArray x, int stride) {
        NDArray h = batchNorm(n, path + "batch_norm", conv(n, path + "conv2d", x, stride, 1, 1));
        h = batchNorm(n, path + "batch_norm_2", conv(n, path + "conv2d_2", Activation.relu(h), 1, 1, 1));
        NDArray past = n.parameters().containsKey(path + "conv2d_3.w")
                ? batchNorm(n, path + "batch_norm_3", conv(n, path + "conv2d_3", x, stride, 0, 1))
                : x;
        return Activation.relu(h.add(past));
    }

    private static NDArray squeezeExcite(Inputs n, String path, NDArray x) {
        NDArray h = x.mean(new int[] {3}).mean(new int[] {2});
        h = Activation.relu(h.matMul(n.p(path + "dense.w")).add(n.p(path + "dense.b")));
        NDArray factor = Activation.sigmoid(h.matMul(n.p(path + "dense_2.w")).add(n.p(path + "dense_2.b")));
        return x.mul(factor.reshape(factor.getShape().add(1, 1)));
    }

    private static NDArray inverted(Inputs n, String path, NDArray x, int stride, boolean squeeze) {
        NDArray wide = relu6(batchNorm(n, path + "batch_norm", conv(n, path + "conv2d", x, 1, 0, 1)));
        int channels = (int) wide.getShape().get(1);
        NDArray deep = relu6(
                batchNorm(n, path + "batch_norm_2", conv(n, path + "depthwise_conv2d", wide, stride, 1, channels)));
        NDArray kept = squeeze ? squeezeExcite(n, path + "squeeze_excite.", deep) : deep;
        return batchNorm(n, path + "batch_norm_3", conv(n, path + "conv2d_2", kept, 1, 0, 1));
    }

    private static NDArray relu6(NDArray x) {
        return x.clip(0, 6);
    }

    private static NDArray conv(Inputs n, String path, NDArray x, int stride, int padding, int groups) {
        @Nullable NDArray bias = n.parameters().get(path + ".b");
        return Conv2d.conv2d(x, n.p(path + ".w"), bias, two(stride), two(padding), two(1), groups)
                .singletonOrThrow();
    }

    /** A convolution, with the kernel turned, of x with zeros between its elements: DJL has no transposed one of PyTorch's. */
    private static NDArray transposed(Inputs n, String path, NDArray x, int stride, int padding, int more) {
        Shape s = x.getShape();
        NDArray wide = x.reshape(s.get(0), s.get(1), s.get(2), 1, s.get(3), 1);
        for (int axis : new int[] {3, 5}) {
            NDArray zeros = wide.zerosLike();
            for (int i = 1; i < stride; i++) {
                wide = wide.concat(zeros, axis);
            }
        }
        wide = wide.reshape(s.get(0), s.get(1), s.get(2) * stride, s.get(3) * stride);
        long cut = stride - 1L - more;
        wide = wide.get(":, :, :" + (s.get(2) * stride - cut) + ", :" + (s.get(3) * stride - cut));
        NDArray w = n.p(path + ".w").swapAxes(0, 1).flip(2, 3);
        long margin = w.getShape().get(2) - 1 - padding;
        return Conv2d.conv2d(wide, w, n.p(path + ".b"), two(1), two(margin)).singletonOrThrow();
    }

    private static NDArray batchNorm(Inputs n, String path, NDArray x) {
        NDArray mean = x.getManager().zeros(new Shape(x.getShape().get(1)));
        NDArray scale = n.p(path + ".scale");
        NDList y = BatchNorm.batchNorm(x, mean, mean.add(1), scale, n.p(path + ".shift"), 1, 0.9f, 1e-5f, n.training());
        return y.singletonOrThrow();
    }

    /** PyTorch's normalisation of layers, of each group, has no parameters here: they are those of channels. */
    private static NDArray grouped(Inputs n, String path, NDArray x, int groups) {
        Shape shape = x.getShape();
        long size = shape.get(1) / groups * shape.get(2) * shape.get(3);
        NDArray ones = x.getManager().ones(new Shape(size));
        NDArray y = LayerNorm.layerNorm(
                        x.reshape(shape.get(0), groups, size), new Shape(size), ones, ones.zerosLike(), 1e-5f)
                .singletonOrThrow()
                .reshape(shape);
        Shape channels = new Shape(1, shape.get(1), 1, 1);
        return y.mul(n.p(path + ".scale").reshape(channels))
                .add(n.p(path + ".shift").reshape(channels));
    }

    private static Shape one(long n) {
        return new Shape(n);
    }

    private static Shape two(long n) {
        return new Shape(n, n);
    }
}
