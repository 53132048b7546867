package org.nn4j.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.serving.ServingModel;
import org.nn4j.runtime.serving.ServingOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Predictions for one row by the article's network, 8 → 10 → 5 → 1: a request of a service. In thousands a second, of all
 * threads together ({@code -t 16}).
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-ups.
public class PredictRow {

    private static final int FEATURES = 8;

    private static final String PROGRAM = """
            model Patients {
              input x: f32[B, 8]
              let logit = x |> Dense(10, relu) |> Dense(5, relu) |> Dense(1) |> squeeze(-1)
              output probability: f32[B] = sigmoid(logit)
            }
            """;

    /** A request: a row that is new every time. */
    private static float[] row() {
        float[] row = new float[FEATURES];
        row[0] = ThreadLocalRandom.current().nextFloat();
        return row;
    }

    private static Path compiled() throws IOException {
        Path folder = Files.createTempDirectory("nn4j-predict");
        Path file = Files.writeString(folder.resolve("patients.nn"), PROGRAM);
        Path target = folder.resolve("Patients");
        NnCompiler.compile(file, NnCompiler.Options.DEFAULT).write(target);
        Model.initialize(target, 1);
        return target;
    }

    /** A model of nn4j. */
    @State(Scope.Benchmark)
    public static class Ours {
        Model model;

        @Setup
        public void load() throws IOException {
            model = Model.load(compiled());
        }

        @TearDown
        public void close() {
            model.close();
        }
    }

    /** A model of nn4j that answers requests together. */
    @State(Scope.Benchmark)
    public static class Serving {
        ServingModel model;

        @Setup
        public void load() throws IOException {
            model = ServingModel.open(compiled(), ServingOptions.DEFAULT.batchingUpTo(64));
        }

        @TearDown
        public void close() {
            model.close();
        }
    }

    /** A session of ONNX Runtime, with one thread a run, as small networks want it. */
    @State(Scope.Benchmark)
    public static class Plain {
        OrtEnvironment environment;
        OrtSession session;

        @Setup
        public void load() throws IOException, OrtException {
            environment = OrtEnvironment.getEnvironment();
            var options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            session = environment.createSession(compiled().resolve("model.onnx").toString(), options);
        }

        @TearDown
        public void close() throws OrtException {
            session.close();
        }
    }

    /** DJL's engine of ONNX Runtime; a predictor belongs to a thread. */
    @State(Scope.Benchmark)
    public static class Djl {
        ZooModel<NDList, NDList> model;

        @Setup
        public void load() throws IOException, ModelNotFoundException, MalformedModelException {
            // Before anybody else uses ONNX Runtime: DJL refuses to start afterwards.
            Engine.getEngine("OnnxRuntime");
            model = Criteria.builder()
                    .setTypes(NDList.class, NDList.class)
                    .optModelPath(compiled())
                    .optEngine("OnnxRuntime")
                    .optOption("intraOpNumThreads", "1")
                    .build()
                    .loadModel();
        }

        @TearDown
        public void close() {
            model.close();
        }
    }

    /** A thread's predictor. */
    @State(Scope.Thread)
    public static class DjlThread {
        Predictor<NDList, NDList> predictor;
        NDManager manager;

        @Setup
        public void open(Djl shared) {
            predictor = shared.model.newPredictor(new NoopTranslator());
            manager = shared.model.getNDManager();
        }

        @TearDown
        public void close() {
            predictor.close();
        }
    }

    @Benchmark
    public float ours(Ours ours) {
        return ours.model
                .predict(Map.of("x", Tensor.of(row(), 1, FEATURES)))
                .output("probability")
                .floats()
                .get(0);
    }

    /** A request that is answered with those that come while others are answered. */
    @Benchmark
    public float oursBatched(Serving serving) {
        return serving.model
                .predict(Map.of("x", Tensor.of(row(), 1, FEATURES)))
                .output("probability")
                .floats()
                .get(0);
    }

    @Benchmark
    public float onnxRuntime(Plain plain) throws OrtException {
        try (var x = OnnxTensor.createTensor(plain.environment, FloatBuffer.wrap(row()), new long[] {1, FEATURES});
                var result = plain.session.run(Map.of("x", x))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        }
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = "-Dai.djl.onnx.disable_alternative=true") // Otherwise it looks for PyTorch as well.
    public float djl(DjlThread thread) throws TranslateException {
        try (NDManager manager = thread.manager.newSubManager()) {
            NDList result = thread.predictor.predict(new NDList(manager.create(row(), new Shape(1, FEATURES))));
            try (result) {
                return result.get(0).toFloatArray()[0];
            }
        }
    }
}
