package org.nn4j.benchmarks.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The workloads' networks as TensorFlow graphs, images with their channels last; their results are logits. */
final class TensorFlowNets {

    private final Ops tf;
    private final SplittableRandom random = new SplittableRandom(1);

    TensorFlowNets(Ops tf) {
        this.tf = tf;
    }

    /** The logits, one row for each label; {@code x} is f32 of the workload's shape, and i32 for tokens. */
    Operand<TFloat32> of(Workload workload, Operand<?> x) {
        if (workload.isText()) {
            return transformer(workload, x.asOutput().expect(TInt32.class));
        }
        Operand<TFloat32> in = x.asOutput().expect(TFloat32.class);
        return switch (workload) {
            case DENSE -> dense(tf.nn.relu(dense(tf.nn.relu(dense(in, 784, 2048)), 2048, 2048)), 2048, 10);
            case CNN -> cnn(in);
            case LSTM10, LSTM100 -> lstm(in, workload.shape().get(0));
            case SEPARABLE -> separable(in);
            case TRANSFORMER -> throw new IllegalArgumentException("tokens are no numbers");
        };
    }

    static TFloat32 tensor(Shape shape, float[] values) {
        return TFloat32.tensorOf(shape, DataBuffers.of(values));
    }

    private Operand<TFloat32> variable(float[] values, long... shape) {
        return tf.variable(tf.withInitScope().constantOf(tensor(Shape.of(shape), values)));
    }

    private Operand<TFloat32> filled(float value, long size) {
        float[] values = new float[Math.toIntExact(size)];
        Arrays.fill(values, value);
        return variable(values, size);
    }

    /** Uniform after Glorot. */
    private Operand<TFloat32> weights(long fanIn, long fanOut, long... shape) {
        double limit = Math.sqrt(6.0 / (fanIn + fanOut));
        float[] values = new float[Math.toIntExact(Shape.of(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-limit, limit);
        }
        return variable(values, shape);
    }

    private Operand<TFloat32> dense(Operand<TFloat32> x, long in, long out) {
        return tf.nn.biasAdd(tf.linalg.matMul(x, weights(in, out, in, out)), filled(0, out));
    }

    private Operand<TFloat32> cnn(Operand<TFloat32> x) {
        Operand<TFloat32> flat = tf.reshape(pooled(pooled(x, 1, 32), 32, 64), tf.array(-1, 1600));
        return dense(tf.nn.relu(dense(flat, 1600, 64)), 64, 10);
    }

    private Operand<TFloat32> pooled(Operand<TFloat32> x, long in, long out) {
        var convolved = tf.nn.conv2d(x, weights(9 * in, 9 * out, 3, 3, in, out), List.of(1L, 1L, 1L, 1L), "VALID");
        var active = tf.nn.relu(tf.nn.biasAdd(convolved, filled(0, out)));
        return tf.nn.maxPool(active, tf.array(1, 2, 2, 1), tf.array(1, 2, 2, 1), "VALID");
    }

    /** Unrolled: TensorFlow's C interface has no gradient of a loop. */
    private Operand<TFloat32> lstm(Operand<TFloat32> x, long steps) {
        Operand<TFloat32> projected =
                tf.reshape(dense(tf.reshape(x, tf.array(-1, 10)), 10, 400), tf.array(-1, (int) steps, 400));
        Operand<TFloat32> recurrent = weights(100, 400, 100, 400);
        Operand<TFloat32> h = null;
        Operand<TFloat32> c = null;
        for (Output<TFloat32> xt :
                tf.unstack(projected, steps, Unstack.axis(1L)).output()) {
            Operand<TFloat32> sum = h == null ? xt : tf.math.add(xt, tf.linalg.matMul(h, recurrent));
            List<Output<TFloat32>> gates = tf.split(tf.constant(1), sum, 4L).output();
            Operand<TFloat32> fresh = tf.math.mul(tf.math.sigmoid(gates.get(0)), tf.math.tanh(gates.get(2)));
            c = c == null ? fresh : tf.math.add(tf.math.mul(tf.math.sigmoid(gates.get(1)), c), fresh);
            h = tf.math.mul(tf.math.sigmoid(gates.get(3)), tf.math.tanh(c));
        }
        return dense(tf.nn.relu(dense(some(h), 100, 50)), 50, 2);
    }

    private static Operand<TFloat32> some(@Nullable Operand<TFloat32> value) {
        if (value == null) {
            throw new IllegalArgumentException("no steps");
        }
        return value;
    }

    private Operand<TFloat32> separable(Operand<TFloat32> x) {
        List<Long> once = List.of(1L, 1L, 1L, 1L);
        Operand<TFloat32> y = normalised(tf.nn.conv2d(x, weights(27, 288, 3, 3, 3, 32), once, "SAME"), 32);
        long before = 32;
        long[][] blocks = {{64, 1}, {128, 2}, {128, 2}};
        for (long[] block : blocks) {
            List<Long> strides = List.of(1L, block[1], block[1], 1L);
            var depthwise = tf.nn.depthwiseConv2dNative(y, weights(9, 9, 3, 3, before, 1), strides, "SAME");
            var pointwise = weights(before, block[0], 1, 1, before, block[0]);
            y = normalised(tf.nn.conv2d(normalised(depthwise, before), pointwise, once, "SAME"), block[0]);
            before = block[0];
        }
        return dense(tf.math.mean(y, tf.array(1, 2)), 128, 10);
    }

    /** Batch normalisation, then ReLU; the running statistics are not kept, which favours TensorFlow. */
    private Operand<TFloat32> normalised(Operand<TFloat32> x, long channels) {
        Operand<TFloat32> none = tf.constant(new float[0]);
        var norm = tf.nn.fusedBatchNorm(
                x, filled(1, channels), filled(0, channels), none, none, FusedBatchNorm.isTraining(true));
        return tf.nn.relu(norm.y());
    }

    /** A pre-norm decoder as GPT-2 has it, over rows of places. */
    private Operand<TFloat32> transformer(Workload workload, Operand<TInt32> tokens) {
        int context = workload.features();
        Operand<TFloat32> table = weights(65, 128, workload.classes(), 128);
        Operand<TFloat32> embedded = tf.gather(table, tokens, tf.constant(0));
        Operand<TFloat32> placed = tf.math.add(embedded, weights(context, 128, context, 128));
        Operand<TFloat32> x = tf.reshape(placed, tf.array(-1, 128));
        float[] future = new float[context * context];
        for (int i = 0; i < context; i++) {
            Arrays.fill(future, i * context + i + 1, (i + 1) * context, -1e9f);
        }
        Operand<TFloat32> mask = tf.constantOf(tensor(Shape.of(context, context), future));
        for (int layer = 0; layer < 2; layer++) {
            x = tf.math.add(x, dense(attention(dense(layerNorm(x), 128, 384), mask, context), 128, 128));
            x = tf.math.add(x, dense(gelu(dense(layerNorm(x), 128, 512)), 512, 128));
        }
        return dense(layerNorm(x), 128, workload.classes());
    }

    private Operand<TFloat32> attention(Operand<TFloat32> projected, Operand<TFloat32> mask, int context) {
        List<Operand<TFloat32>> qkv = new ArrayList<>();
        for (Output<TFloat32> part : tf.split(tf.constant(1), projected, 3L).output()) {
            qkv.add(tf.linalg.transpose(tf.reshape(part, tf.array(-1, context, 4, 32)), tf.array(0, 2, 1, 3)));
        }
        Operand<TFloat32> keys = tf.linalg.transpose(qkv.get(1), tf.array(0, 1, 3, 2));
        Operand<TFloat32> products = tf.train.batchMatMul(qkv.get(0), keys, TFloat32.class);
        Operand<TFloat32> scaled = tf.math.mul(products, tf.constant((float) (1 / Math.sqrt(32))));
        Operand<TFloat32> mixed =
                tf.train.batchMatMul(tf.nn.softmax(tf.math.add(scaled, mask)), qkv.get(2), TFloat32.class);
        return tf.reshape(tf.linalg.transpose(mixed, tf.array(0, 2, 1, 3)), tf.array(-1, 128));
    }

    private Operand<TFloat32> layerNorm(Operand<TFloat32> x) {
        var centred = tf.math.sub(x, tf.math.mean(x, tf.array(-1), Mean.keepDims(true)));
        var variance = tf.math.mean(tf.math.square(centred), tf.array(-1), Mean.keepDims(true));
        var unit = tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(1e-5f))));
        return tf.math.add(tf.math.mul(unit, filled(1, 128)), filled(0, 128));
    }

    private Operand<TFloat32> gelu(Operand<TFloat32> x) {
        var erf = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
        return tf.math.mul(tf.math.mul(x, tf.constant(0.5f)), tf.math.add(erf, tf.constant(1f)));
    }
}
