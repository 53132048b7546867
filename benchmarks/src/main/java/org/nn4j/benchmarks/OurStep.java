package org.nn4j.benchmarks;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled model's training by ONNX Runtime alone: {@code train.onnx} of a model folder, many steps in one run. Its
 * recipe feeds {@code x} and has one target; optimizer and network are the folder's affair.
 */
final class OurStep implements TrainingStep {

    /** Steps in one run: ten times through the rows. */
    static final int STEPS = 10 * NoisyRows.BATCHES;

    /** The system property that names the model folder. */
    static final String FOLDER = "nn4j.benchmarks.folder";

    private static final long SEED = 42;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    /** What the next run takes; a run replaces the state in it. */
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    /** The output that is the next value of a state, by the state's name. */
    private final Map<String, String> next = new LinkedHashMap<>();

    private final String losses;
    private final Set<String> fetched = new HashSet<>();
    private @Nullable Result last;

    OurStep(Path folder, NoisyRows rows) throws OrtException {
        try (var options = options();
                var init = environment.createSession(folder.resolve("init.onnx").toString(), options)) {
            session = environment.createSession(folder.resolve("train.onnx").toString(), options);
            Map<String, OnnxTensor> state = initialState(init);
            Signature signature = Signature.of(session);
            Map<String, NodeInfo> infos = session.getInputInfo();
            for (var role : signature.inputs()) {
                NodeInfo info = infos.get(role.name());
                if (info != null) {
                    inputs.put(role.name(), input(role, (TensorInfo) info.getInfo(), state, rows));
                }
            }
            state.forEach((name, tensor) -> {
                if (!inputs.containsKey(name)) {
                    tensor.close();
                }
            });
            signature.outputs("state").forEach(role -> next.put(role.stateName(), role.name()));
            losses = signature.outputs("losses").get(0).name();
            fetched.addAll(next.values());
            fetched.add(losses);
        }
    }

    /** Opens the folder that {@value #FOLDER} names. */
    static OurStep open(NoisyRows rows) {
        String folder = System.getProperty(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("-D" + FOLDER + "=<model folder> is missing");
        }
        try {
            return new OurStep(Path.of(folder), rows);
        } catch (OrtException e) {
            throw new IllegalStateException("cannot open " + folder, e);
        }
    }

    private static SessionOptions options() throws OrtException {
        var options = new SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(SessionOptions.OptLevel.BASIC_OPT);
        return options;
    }

    private Map<String, OnnxTensor> initialState(OrtSession init) throws OrtException {
        Map<String, OnnxTensor> state = new HashMap<>();
        try (OnnxTensor seed = OnnxTensor.createTensor(environment, SEED)) {
            Map<String, OnnxTensor> given = new HashMap<>();
            init.getInputNames().forEach(name -> given.put(name, seed));
            // The result is not closed: its tensors live on as the state.
            Result result = init.run(given);
            for (var role : Signature.of(init).outputs("state")) {
                state.put(role.stateName(), (OnnxTensor) result.get(role.name()).orElseThrow());
            }
        }
        return state;
    }

    private OnnxTensor input(Signature.Role role, TensorInfo info, Map<String, OnnxTensor> state, NoisyRows rows)
            throws OrtException {
        switch (role.role()) {
            case "state" -> {
                OnnxTensor tensor = state.get(role.name());
                if (tensor == null) {
                    throw new IllegalArgumentException("init.onnx does not make the state " + role.name());
                }
                return tensor;
            }
            case "data" -> {
                float[] values = "x".equals(role.feed()) ? rows.x() : rows.y();
                long[] shape = info.getShape().clone();
                shape[0] = NoisyRows.ROWS;
                return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
            }
            case "weights" -> {
                return filled(info.type, new long[] {NoisyRows.ROWS}, 1);
            }
            case "rows" -> {
                long[] indices = IntStream.range(0, STEPS * NoisyRows.BATCH)
                        .mapToLong(i -> i % NoisyRows.ROWS)
                        .toArray();
                return OnnxTensor.createTensor(
                        environment, LongBuffer.wrap(indices), new long[] {STEPS, NoisyRows.BATCH});
            }
            case "total_steps" -> {
                return filled(info.type, info.getShape(), STEPS);
            }
            case "lr_scale" -> {
                return filled(info.type, info.getShape(), 1);
            }
            case "total" -> {
                return filled(info.type, info.getShape(), role.start() == null ? 0 : role.start());
            }
            default -> throw new IllegalArgumentException("input " + role.name() + " has the role " + role.role());
        }
    }

    private OnnxTensor filled(OnnxJavaType type, long[] shape, double value) throws OrtException {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        switch (type) {
            case FLOAT -> {
                float[] values = new float[size];
                Arrays.fill(values, (float) value);
                return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
            }
            case DOUBLE -> {
                double[] values = new double[size];
                Arrays.fill(values, value);
                return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
            }
            case INT64 -> {
                long[] values = new long[size];
                Arrays.fill(values, (long) value);
                return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
            }
            default -> throw new IllegalArgumentException("cannot fill a tensor of " + type);
        }
    }

    @Override
    public void train() {
        try {
            Result result = session.run(inputs, fetched);
            next.forEach((name, output) -> {
                OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
                OnnxTensor before = inputs.replace(name, tensor);
                if (last == null && before != null) {
                    before.close();
                }
            });
            if (last != null) {
                last.close();
            }
            last = result;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The mean over the last time through the rows, each batch with the weights of its step. */
    @Override
    public double loss() {
        if (last == null) {
            throw new IllegalStateException("not trained yet");
        }
        FloatBuffer values = ((OnnxTensor) last.get(losses).orElseThrow()).getFloatBuffer();
        return IntStream.range(values.limit() - NoisyRows.BATCHES, values.limit())
                .mapToDouble(values::get)
                .average()
                .orElseThrow();
    }

    /** The state as it is, by name: for checks. */
    float[] state(String name) {
        OnnxTensor tensor = inputs.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no state " + name);
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public void close() {
        try {
            if (last != null) {
                last.close();
            }
            inputs.values().stream().filter(tensor -> !tensor.isClosed()).forEach(OnnxTensor::close);
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
