package org.nn4j.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step of a small classifier, 8 inputs, 10 and 5 hidden units with ReLU, one output: binary cross-entropy,
 * Adam, batches of 32. The score is the time of one step, whoever trains and however many steps it takes at a time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(value = 3, jvmArgsAppend = "-XX:+UseSerialGC")
@Threads(1)
public class FeedForwardStep {

    /** Opens a peer before a trial; after it, sees to it that what was measured is training. */
    abstract static class Peer {

        private final Function<NoisyRows, TrainingStep> open;
        private @Nullable TrainingStep step;
        private double before;

        Peer(Function<NoisyRows, TrainingStep> open) {
            this.open = open;
        }

        @Setup
        public void open() {
            TrainingStep opened = open.apply(new NoisyRows(7));
            opened.train();
            before = opened.loss();
            step = opened;
        }

        void train() {
            if (step != null) {
                step.train();
            }
        }

        @TearDown
        public void close() {
            if (step != null) {
                double after = step.loss();
                step.close();
                if (!(after > 0 && after < before)) {
                    throw new IllegalStateException("the loss was " + before + " and is " + after);
                }
            }
        }
    }

    @State(Scope.Benchmark)
    public static class Ours extends Peer {
        public Ours() {
            super(OurStep::open);
        }
    }

    @State(Scope.Benchmark)
    public static class Djl extends Peer {
        public Djl() {
            super(DjlStep::new);
        }
    }

    @State(Scope.Benchmark)
    public static class TensorFlow extends Peer {
        public TensorFlow() {
            super(TensorFlowStep::new);
        }
    }

    @State(Scope.Benchmark)
    public static class TensorFlowPool extends Peer {
        public TensorFlowPool() {
            super(rows -> new TensorFlowStep(rows, 1));
        }
    }

    @Benchmark
    @OperationsPerInvocation(OurStep.STEPS)
    public void ours(Ours peer) {
        peer.train();
    }

    @Benchmark
    public void djlPyTorch(Djl peer) {
        peer.train();
    }

    @Benchmark
    public void tensorFlow(TensorFlow peer) {
        peer.train();
    }

    @Benchmark
    public void tensorFlowPool(TensorFlowPool peer) {
        peer.train();
    }
}
