package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/**
 * Convolution over one to three axes. Images are {@code [B, C, ...S]}, weights {@code [F, C / groups, ...K]}; attributes
 * are those of {@link ConvGeometry}.
 *
 * <p>Three operators are one sum, {@code Σ x · w · y} over all pairs of places where the kernel lies, seen from its three
 * sides: {@link #CONV} gives what stands beside y, {@link #CONV_TRANSPOSE} what stands beside x, and {@link
 * #CONV_WEIGHTS} what stands beside w. So the gradients of each are the other two.
 */
public final class Convolution {

    private static final int MAX_AXES = 3;

    private Convolution() {}

    public static final Op CONV = Op.define(
                    "conv", "Cross-correlation of images x with kernels w, and a number for each filter.")
            .variadic("x", "w")
            .type((in, a, r) -> {
                TensorType x = in.get(0);
                TensorType w = in.get(1);
                ConvGeometry g = checked("conv", in, a);
                Shape image = x.shape();
                Shape weights = w.shape();
                requireChannels("conv", in, weights.dim(1).times(Dim.of(g.groups())), image.dim(1), g);
                requireDivides("conv", weights.dim(0), g.groups(), "filters");
                requireBias("conv", in, weights.dim(0));
                List<Dim> kernel = sizes(weights);
                return List.of(image(x, image.dim(0), weights.dim(0), g.output("conv", image, kernel)));
            })
            .gradient((b, n, dy) -> {
                ConvGeometry g = ConvGeometry.of(n.attributes());
                Value x = n.input(0);
                Value w = n.input(1);
                // A factor of each filter has fewer kernels to scale than places; normalisation leaves one.
                Node scaled = ChannelOps.scaled(b, dy);
                if (scaled == null) {
                    return withBias(
                            b,
                            n,
                            dy,
                            convTranspose(b, dy, w, g, sizes(x.shape())),
                            convWeights(b, x, dy, g, sizes(w.shape())));
                }
                Value plain = scaled.input(0);
                List<Integer> inner = IntStream.range(1, w.rank()).boxed().toList();
                Value factors = ShapeOps.unsqueeze(b, scaled.input(1), inner);
                return withBias(
                        b,
                        n,
                        dy,
                        convTranspose(b, plain, Elementwise.mul(b, w, factors), g, sizes(x.shape())),
                        Elementwise.mul(b, convWeights(b, x, plain, g, sizes(w.shape())), factors));
            })
            .onnx((e, n) -> e.define(n.output(), ConvolutionForms.conv(e, n)));

    public static final Op CONV_TRANSPOSE = Op.define(
                    "conv_transpose", "The images of the given size whose gradient under a convolution is w * x.")
            .variadic("x", "w")
            .type((in, a, r) -> {
                TensorType x = in.get(0);
                TensorType w = in.get(1);
                ConvGeometry g = checked("conv_transpose", in, a);
                Shape image = x.shape();
                Shape weights = w.shape();
                requireChannels("conv_transpose", in, weights.dim(0), image.dim(1), g);
                requireDivides("conv_transpose", weights.dim(0), g.groups(), "channels");
                Dim filters = weights.dim(1).times(Dim.of(g.groups()));
                requireBias("conv_transpose", in, filters);
                TensorType out = image(x, image.dim(0), filters, a.dims("size"));
                List<Dim> back = g.output("conv_transpose", out.shape(), sizes(weights));
                if (!back.equals(sizes(image))) {
                    throw OpTypeException.disagree(
                            Kind.SIZES,
                            "`conv_transpose` to " + a.dims("size") + " takes images of size " + back + ", not "
                                    + sizes(image),
                            in,
                            null);
                }
                return List.of(out);
            })
            .gradient((b, n, dy) -> {
                ConvGeometry g = ConvGeometry.of(n.attributes());
                Value x = n.input(0);
                Value w = n.input(1);
                return withBias(b, n, dy, conv(b, dy, w, g), convWeights(b, dy, x, g, sizes(w.shape())));
            })
            .onnx((e, n) -> e.define(n.output(), ConvolutionForms.convTranspose(e, n)));

    public static final Op CONV_WEIGHTS = Op.define(
                    "conv_weights", "The gradient of the kernels of a convolution of x, from that of its output.")
            .inputs("x", "dy")
            .type((in, a, r) -> {
                TensorType x = in.get(0);
                TensorType dy = in.get(1);
                ConvGeometry g = checked("conv_weights", in, a);
                List<Dim> kernel = a.dims("kernel");
                requireDivides("conv_weights", x.shape().dim(1), g.groups(), "channels");
                requireDivides("conv_weights", dy.shape().dim(1), g.groups(), "filters");
                List<Dim> places = g.output("conv_weights", x.shape(), kernel);
                if (!x.shape().dim(0).equals(dy.shape().dim(0)) || !places.equals(sizes(dy.shape()))) {
                    throw OpTypeException.disagree(
                            Kind.SIZES,
                            "`conv_weights` of a kernel " + kernel + " takes gradients of size " + places,
                            in,
                            null);
                }
                Dim inGroup = x.shape().dim(1).floorDiv(Dim.of(g.groups()));
                return List.of(image(x, dy.shape().dim(1), inGroup, kernel));
            })
            .gradient((b, n, dw) -> {
                ConvGeometry g = ConvGeometry.of(n.attributes());
                Value x = n.input(0);
                Value dy = n.input(1);
                return List.of(convTranspose(b, dy, dw, g, sizes(x.shape())), conv(b, x, dw, g));
            })
            .onnx((e, n) -> e.define(n.output(), ConvWeightsForms.emit(e, n)));

    private static List<@Nullable Value> withBias(GraphBuilder b, Node n, Value dy, Value dx, Value dw) {
        List<Integer> others =
                IntStream.range(0, dy.rank()).filter(i -> i != 1).boxed().toList();
        return n.inputs().size() < 3
                ? Arrays.asList(dx, dw)
                : Arrays.asList(dx, dw, Reduction.sum(b, dy, others, false));
    }

    /** What all of them ask of their inputs, and the geometry. */
    private static ConvGeometry checked(String op, List<TensorType> in, Attributes a) {
        ConvGeometry g = ConvGeometry.of(a);
        TensorType first = in.get(0);
        int rank = first.rank();
        if (rank < 3 || rank > 2 + MAX_AXES) {
            throw OpTypeException.disagree(
                    Kind.RANK,
                    "`" + op + "` works on [batch, channels] and one to three axes, not on " + rank
                            + (rank == 1 ? " axis" : " axes"),
                    in,
                    rank == 2 ? "add an axis with `unsqueeze`" : null);
        }
        if (in.get(1).rank() != rank) {
            throw OpTypeException.disagree(
                    Kind.RANK,
                    "`" + op + "` of " + rank + " axes needs " + rank + " axes on both sides, not "
                            + in.get(1).rank(),
                    in,
                    null);
        }
        if (in.size() > 3) {
            throw new OpTypeException(Kind.COUNT, "`" + op + "` takes 3 tensors, not " + in.size());
        }
        TypeRules.sameDType(op, in);
        TypeRules.requireFloat(op, first);
        for (List<Integer> numbers : List.of(g.strides(), g.before(), g.after(), g.dilations())) {
            if (numbers.size() != rank - 2) {
                throw new OpTypeException(
                        Kind.ARGUMENT, "`" + op + "` of " + (rank - 2) + " axes with " + numbers.size() + " numbers");
            }
        }
        requireAtLeast(op, "stride", 1, g.strides());
        requireAtLeast(op, "dilation", 1, g.dilations());
        requireAtLeast(op, "padding", 0, g.before());
        requireAtLeast(op, "padding", 0, g.after());
        requireAtLeast(op, "number of groups", 1, List.of(g.groups()));
        return g;
    }

    private static void requireAtLeast(String op, String what, int least, List<Integer> numbers) {
        for (int k : numbers) {
            if (k < least) {
                throw new OpTypeException(
                        Kind.ARGUMENT, "the " + what + " of `" + op + "` is at least " + least + ", not " + k);
            }
        }
    }

    private static void requireChannels(String op, List<TensorType> in, Dim wanted, Dim found, ConvGeometry g) {
        requireDivides(op, found, g.groups(), "channels");
        if (!wanted.equals(found)) {
            throw OpTypeException.disagree(
                    Kind.SIZES,
                    "`" + op + "` with kernels for " + wanted + " channels on an image of " + found,
                    in,
                    g.groups() > 1 ? "each of the " + g.groups() + " groups sees its own part of the channels" : null);
        }
    }

    private static void requireDivides(String op, Dim size, int groups, String what) {
        if (size.isKnown() && size.value() % groups != 0) {
            throw new OpTypeException(
                    Kind.SIZES,
                    "`" + op + "`: " + size + " " + what + " do not fall into " + groups + " equal groups",
                    Map.of(),
                    "`groups` must divide both the channels and the filters");
        }
    }

    private static void requireBias(String op, List<TensorType> in, Dim filters) {
        if (in.size() > 2 && !in.get(2).shape().equals(Shape.of(filters))) {
            throw OpTypeException.disagree(
                    Kind.SIZES,
                    "`" + op + "` adds one number to each of " + filters + " filters, not "
                            + in.get(2).shape(),
                    in,
                    null);
        }
    }

    private static TensorType image(TensorType like, Dim outer, Dim inner, List<Dim> sizes) {
        List<Dim> dims = new ArrayList<>(List.of(outer, inner));
        dims.addAll(sizes);
        return like.withShape(new Shape(dims));
    }

    /** The sizes behind batch and channels, or behind filters and channels. */
    public static List<Dim> sizes(Shape shape) {
        return shape.dims().subList(2, shape.rank());
    }

    public static Value conv(GraphBuilder b, Value x, Value w, ConvGeometry g) {
        return b.add(CONV, g.attributes(), x, w);
    }

    /** @param size the sizes of the axes behind batch and channels */
    public static Value convTranspose(GraphBuilder b, Value x, Value w, ConvGeometry g, List<Dim> size) {
        return b.add(CONV_TRANSPOSE, g.attributes("size", List.copyOf(size)), x, w);
    }

    public static Value convWeights(GraphBuilder b, Value x, Value dy, ConvGeometry g, List<Dim> kernel) {
        return b.add(CONV_WEIGHTS, g.attributes("kernel", List.copyOf(kernel)), x, dy);
    }
}
