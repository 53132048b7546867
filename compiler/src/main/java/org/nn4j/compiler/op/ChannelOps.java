package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Constants.scalarLike;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.neg;
import static org.nn4j.compiler.op.Elementwise.sub;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/**
 * Operators on the channels of {@code x[B, C, ...]}. The language could say them; ONNX Runtime has a kernel that walks
 * over the tensor once, where the decomposed form takes a walk for each of its operators.
 */
public final class ChannelOps {

    private ChannelOps() {}

    /** The axis of channels. */
    private static final int CHANNELS = 1;

    public static final Op SCALE_SHIFT = Op.define(
                    "scale_shift", "Each channel times its factor, plus its summand: x scale[C] + shift[C].")
            .inputs("x", "scale", "shift")
            .type((in, a, r) -> {
                requireChannels("scale_shift", in);
                return List.of(in.get(0));
            })
            .gradient((b, n, dy) -> {
                Value zero = zeros(b, n.input(1));
                return List.of(scaleShift(b, dy, n.input(1), zero), sum(b, mul(b, dy, n.input(0))), sum(b, dy));
            })
            .onnx((e, n) -> {
                String zeros = each(e, n.input(1), 0);
                String ones = each(e, n.input(1), 1);
                List<String> in = List.of(e.name(n.input(0)), e.name(n.input(1)), e.name(n.input(2)), zeros, ones);
                e.define(n.output(), e.emit("BatchNormalization", in, Map.of("epsilon", 0.0f)));
            });

    /** Attribute: {@code eps}. Outputs: the result, the mean and the variance of each channel. */
    public static final Op BATCH_NORM = Op.define(
                    "batch_norm",
                    "Each channel, centred and scaled by the mean and the variance (that of the numbers at hand) of the "
                            + "batch: (x - mean) / sqrt(var + eps) scale[C] + shift[C].")
            .inputs("x", "scale", "shift")
            .type((in, a, r) -> {
                requireChannels("batch_norm", in);
                return List.of(in.get(0), in.get(1), in.get(1));
            })
            .gradientOfOutputs(ChannelOps::gradient)
            .onnx((e, n) -> {
                List<String> in =
                        List.of(e.name(n.input(0)), e.name(n.input(1)), e.name(n.input(2)), place(e, n), place(e, n));
                Map<String, Object> attributes =
                        Map.of("epsilon", (float) n.attributes().number("eps"), "momentum", 0.0f, "training_mode", 1);
                List<String> out = e.emit("BatchNormalization", in, attributes, 3);
                IntStream.range(0, 3).forEach(i -> e.define(n.outputs().get(i), out.get(i)));
            });

    /**
     * With x' = (x - mean) / sqrt(var + eps): dx = scale / sqrt(var + eps) (dy - mean(dy) - x' mean(dy x')), and what
     * comes back from the statistics, mean(dmean) + 2 (x - mean) mean(dvar). All of it is a factor and a summand of each
     * channel for dy and for x - mean. The factor of both is left for last: a convolution before takes it into its kernels.
     */
    private static List<@Nullable Value> gradient(GraphBuilder b, Node n, List<@Nullable Value> dys) {
        Value x = n.input(0);
        Value scale = n.input(1);
        Value mean = n.outputs().get(1);
        Value var = n.outputs().get(2);
        Value one = scalarLike(b, scale, 1);
        Value eps = scalarLike(b, scale, n.attributes().number("eps"));
        Value factor = div(b, one, b.add(Elementwise.SQRT, Attributes.NONE, add(b, var, eps)));
        Value share = div(b, one, cast(b, Constants.dim(b, count(x)), x.dtype()));
        Value centred = scaleShift(b, x, add(b, zeros(b, scale), one), neg(b, mean));
        Value dy = dys.get(0);
        Value ofMean = dys.get(1);
        Value ofVar = dys.get(2);
        Value perCentred = ofVar == null ? zeros(b, scale) : mul(b, ofVar, mul(b, share, scalarLike(b, scale, 2)));
        Value perPlace = ofMean == null ? zeros(b, scale) : mul(b, ofMean, share);
        if (dy == null) {
            return Arrays.asList(scaleShift(b, centred, perCentred, perPlace), null, null);
        }
        Value dScale = mul(b, sum(b, mul(b, dy, centred)), factor);
        Value dShift = sum(b, dy);
        Value perDy = mul(b, scale, factor);
        if (ofMean == null && ofVar == null) {
            Value ofCentred = neg(b, mul(b, mul(b, share, factor), dScale));
            Value rest = scaleShift(b, centred, ofCentred, neg(b, mul(b, share, dShift)));
            return List.of(scaleShift(b, add(b, dy, rest), perDy, zeros(b, scale)), dScale, dShift);
        }
        Value back = mul(b, mul(b, perDy, share), factor);
        Value ofX = scaleShift(b, centred, sub(b, perCentred, mul(b, back, dScale)), perPlace);
        Value shift = neg(b, mul(b, mul(b, perDy, share), dShift));
        return List.of(add(b, scaleShift(b, dy, perDy, shift), ofX), dScale, dShift);
    }

    /** The node that scales the channels of a value and adds nothing; null if there is none. */
    static @Nullable Node scaled(GraphBuilder b, Value v) {
        Node n = b.definition(v);
        return n != null && n.op() == SCALE_SHIFT && n.input(2).equals(zeros(b, n.input(1))) ? n : null;
    }

    /** How many numbers a channel has. */
    private static Dim count(Value x) {
        return x.shape().without(List.of(CHANNELS)).elements();
    }

    /** The sum of each channel. */
    private static Value sum(GraphBuilder b, Value x) {
        List<Integer> others =
                IntStream.range(0, x.rank()).filter(i -> i != CHANNELS).boxed().toList();
        return Reduction.sum(b, x, others, false);
    }

    private static Value zeros(GraphBuilder b, Value like) {
        return Constants.fill(b, like.dtype(), 0, like.shape());
    }

    /**
     * Where ONNX Runtime puts a statistic. It writes it over the running one that it is given, whoever else reads that; so
     * it is given one of its own, which no optimisation makes one with another's. Its numbers have no weight.
     */
    private static String place(OnnxEmitter e, Node n) {
        return e.emit("Mul", List.of(e.name(n.input(1)), e.scalar(n.input(1).dtype(), e.unique() + 2)));
    }

    /** A number for each channel, in ONNX. */
    private static String each(OnnxEmitter e, Value like, double value) {
        Dim channels = like.shape().dim(0);
        if (!channels.isKnown()) {
            Tensor one = new Tensor(like.dtype(), Shape.of(1), new double[] {value});
            return e.emit("ConstantOfShape", List.of(e.dims(List.of(channels))), Map.of("value", one));
        }
        double[] all = new double[Math.toIntExact(channels.value())];
        Arrays.fill(all, value);
        return e.constant(new Tensor(like.dtype(), like.shape(), all));
    }

    private static void requireChannels(String op, List<TensorType> in) {
        TensorType x = in.get(0);
        TypeRules.requireFloat(op, x);
        if (x.rank() <= CHANNELS) {
            throw OpTypeException.disagree(
                    Kind.RANK, "`" + op + "` of " + x, List.of(x), "channels are axis 1: it needs [B, C] or more axes");
        }
        TensorType needed = x.withShape(Shape.of(x.shape().dim(CHANNELS)));
        for (int i = 1; i < in.size(); i++) {
            if (!in.get(i).equals(needed)) {
                throw OpTypeException.disagree(
                        Kind.SIZES,
                        "`" + op + "` of " + x + " takes a number for each channel, " + needed + ", not " + in.get(i),
                        List.of(x, in.get(i)),
                        "channels are axis 1");
            }
        }
    }

    public static Value scaleShift(GraphBuilder b, Value x, Value scale, Value shift) {
        return b.add(SCALE_SHIFT, Attributes.NONE, x, scale, shift);
    }

    /** The result, the mean and the variance. */
    public static List<Value> batchNorm(GraphBuilder b, Value x, Value scale, Value shift, double eps) {
        return b.addAll(BATCH_NORM, Attributes.of("eps", eps), List.of(x, scale, shift));
    }
}
