package org.nn4j.benchmarks.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * TensorFlow Java in graph mode: a step is a target of a session, with the Adam of TensorFlow Java's framework. Batches
 * are ready-made tensors, labels in one-hot form, and the loss is not fetched.
 */
final class TensorFlowStep implements Contender {

    private record Batch(Tensor x, TFloat32 y) {}

    private final Workload workload;
    private final int threads;
    private final int pool;

    /**
     * Trains a workload.
     *
     * @param threads threads of one operation
     * @param pool threads that run operations; -1 to run them in the thread that asks for the step
     */
    TensorFlowStep(Workload workload, int threads, int pool) {
        this.workload = workload;
        this.threads = threads;
        this.pool = pool;
    }

    /** Whether the native code is on the class path. */
    static boolean isPresent() {
        return TensorFlowStep.class
                        .getClassLoader()
                        .getResource("org/tensorflow/internal/c_api/" + Loader.getPlatform())
                != null;
    }

    @Override
    public void train(Clock clock) {
        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Shape shape = Shape.of(
                    channelsLast(workload).stream().mapToLong(Long::longValue).toArray());
            var form = Placeholder.shape(Shape.of(workload.batch()).append(shape));
            Operand<?> x =
                    workload.isText() ? tf.placeholder(TInt32.class, form) : tf.placeholder(TFloat32.class, form);
            long labels = (long) workload.batch() * workload.labels();
            Operand<TFloat32> y =
                    tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(labels, workload.classes())));
            Operand<TFloat32> logits = new TensorFlowNets(tf).of(workload, x);
            Operand<TFloat32> loss =
                    tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss(), tf.array(0));
            Op step = new Adam(graph, 1e-3f).minimize(loss);
            var config = ConfigProto.newBuilder()
                    .setIntraOpParallelismThreads(threads)
                    .setInterOpParallelismThreads(pool)
                    .build();
            try (var session = new Session(graph, config)) {
                session.initialize();
                List<Batch> batches = batches(Shape.of(workload.batch()).append(shape));
                boolean wanted = clock.ready();
                for (int i = 0; wanted; i++) {
                    Batch batch = batches.get(i % batches.size());
                    session.runner()
                            .feed(x, batch.x)
                            .feed(y, batch.y)
                            .addTarget(step)
                            .run()
                            .close();
                    wanted = clock.stepped(1, () -> {
                        try (Result result = session.runner()
                                .feed(x, batch.x)
                                .feed(y, batch.y)
                                .fetch(loss)
                                .run()) {
                            return ((TFloat32) result.get(0)).getFloat();
                        }
                    });
                }
                batches.forEach(batch -> {
                    batch.x.close();
                    batch.y.close();
                });
            }
        }
    }

    /** TensorFlow on the CPU trains no convolution whose channels come first. */
    private static List<Long> channelsLast(Workload workload) {
        List<Long> dims = workload.shape();
        return dims.size() == 3 ? List.of(dims.get(1), dims.get(2), dims.get(0)) : dims;
    }

    private List<Batch> batches(Shape shape) {
        var rows = new MadeUpRows(workload);
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < Workload.BATCHES; i++) {
            int[] labels = rows.labels(i);
            float[] oneHot = new float[labels.length * workload.classes()];
            for (int k = 0; k < labels.length; k++) {
                oneHot[k * workload.classes() + labels[k]] = 1;
            }
            batches.add(new Batch(
                    input(shape, rows.inputs(i)),
                    TensorFlowNets.tensor(Shape.of(labels.length, workload.classes()), oneHot)));
        }
        return batches;
    }

    private Tensor input(Shape shape, float[] values) {
        if (workload.isText()) {
            int[] tokens = new int[values.length];
            Arrays.setAll(tokens, i -> (int) values[i]);
            return TInt32.tensorOf(shape, DataBuffers.of(tokens));
        }
        // Made-up images: which number is whose channel changes nothing.
        return TensorFlowNets.tensor(shape, values);
    }
}
