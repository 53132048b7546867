package org.nn4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** TensorFlow Java in graph mode: the step is one target of a session, fed with a batch. */
final class TensorFlowStep implements TrainingStep {

    private record Batch(TFloat32 x, TFloat32 y) implements AutoCloseable {
        @Override
        public void close() {
            x.close();
            y.close();
        }
    }

    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Batch> batches = new ArrayList<>();
    private final Placeholder<TFloat32> x;
    private final Placeholder<TFloat32> y;
    private final Operand<TFloat32> loss;
    private final Op step;
    private final Session session;
    private final Batch all;
    private int next;

    /** Opens it as fast as it goes on one thread: operations run in the thread that asks for the step. */
    TensorFlowStep(NoisyRows rows) {
        this(rows, -1);
    }

    /**
     * Opens it with a number of inter-op threads.
     *
     * @param threads of the pool that runs operations; -1 for no pool. With a pool every step waits for a hand-over
     */
    TensorFlowStep(NoisyRows rows, int threads) {
        x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, NoisyRows.FEATURES)));
        y = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
        var hidden = tf.nn.relu(dense(x, NoisyRows.FEATURES, 10));
        var logit = dense(tf.nn.relu(dense(hidden, 10, 5)), 5, 1);
        loss = binaryCrossEntropy(logit);
        step = new Adam(graph, 1e-3f).minimize(loss);

        for (int i = 0; i < NoisyRows.BATCHES; i++) {
            batches.add(batch(NoisyRows.BATCH, rows.x(i), rows.y(i)));
        }
        all = batch(NoisyRows.ROWS, rows.x(), rows.y());
        var config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(1)
                .setInterOpParallelismThreads(threads)
                .build();
        session = new Session(graph, config);
        session.initialize();
    }

    /** Whether the native code is on the class path. */
    static boolean isPresent() {
        return TensorFlowStep.class
                        .getClassLoader()
                        .getResource("org/tensorflow/internal/c_api/" + Loader.getPlatform())
                != null;
    }

    private static Batch batch(int rows, float[] x, float[] y) {
        return new Batch(tensor(x, rows, NoisyRows.FEATURES), tensor(y, rows, 1));
    }

    private static TFloat32 tensor(float[] values, long... shape) {
        return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values));
    }

    private Operand<TFloat32> dense(Operand<TFloat32> in, int inputs, int units) {
        double limit = Math.sqrt(6.0 / (inputs + units));
        float[] weights = new float[inputs * units];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(-limit, limit);
        }
        var product = tf.linalg.matMul(in, variable(weights, inputs, units));
        return tf.math.add(product, variable(new float[units], units));
    }

    private Operand<TFloat32> variable(float[] values, long... shape) {
        return tf.variable(tf.withInitScope().constantOf(tensor(values, shape)));
    }

    /** The form that does not overflow: max(z, 0) - z y + log(1 + exp(-|z|)). */
    private Operand<TFloat32> binaryCrossEntropy(Operand<TFloat32> logit) {
        var tail = tf.math.log1p(tf.math.exp(tf.math.neg(tf.math.abs(logit))));
        var each = tf.math.add(tf.math.sub(tf.nn.relu(logit), tf.math.mul(logit, y)), tail);
        return tf.math.mean(each, tf.array(0, 1));
    }

    @Override
    public void train() {
        Batch batch = batches.get(next);
        next = (next + 1) % batches.size();
        session.runner().feed(x, batch.x).feed(y, batch.y).addTarget(step).run().close();
    }

    @Override
    public double loss() {
        try (Result result =
                session.runner().feed(x, all.x).feed(y, all.y).fetch(loss).run()) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }

    @Override
    public void close() {
        session.close();
        graph.close();
        batches.forEach(Batch::close);
        all.close();
    }
}
