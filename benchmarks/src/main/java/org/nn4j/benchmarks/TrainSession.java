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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code train.onnx} of a model folder in ONNX Runtime, on one thread, with rows and data that stay: a run goes on from
 * the state that the one before left. Nothing is between ONNX Runtime and the caller that a step would wait for.
 */
final class TrainSession implements AutoCloseable {

    static final long SEED = 42;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    /** What the next run takes; a run replaces the state in it. */
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    /** The output that is the next value of a state, by the state's name. */
    private final Map<String, String> next = new LinkedHashMap<>();

    private final String losses;
    private final Set<String> fetched = new HashSet<>();
    /** Of the last run, at first that of {@code init.onnx}: the state's tensors belong to it. */
    private Result last;

    /**
     * Opens a folder.
     *
     * @param data the columns of all rows, by feed or target; the first dimension is the rows
     * @param count how many rows there are
     * @param steps for each step of a run, the rows of its batch
     */
    TrainSession(Path folder, Map<String, float[]> data, int count, long[][] steps) throws OrtException {
        try (var options = options();
                var init = environment.createSession(folder.resolve("init.onnx").toString(), options)) {
            session = environment.createSession(folder.resolve("train.onnx").toString(), options);
            last = initialState(init);
            Map<String, OnnxTensor> state = new HashMap<>();
            for (var role : Signature.of(init).outputs("state")) {
                state.put(role.stateName(), tensor(last, role.name()));
            }
            Signature signature = Signature.of(session);
            Map<String, NodeInfo> infos = session.getInputInfo();
            for (var role : signature.inputs()) {
                NodeInfo info = infos.get(role.name());
                if (info != null) {
                    var type = (TensorInfo) info.getInfo();
                    inputs.put(
                            role.name(),
                            switch (role.role()) {
                                case "state" -> known(state, role.name());
                                case "data" -> column(known(data, String.valueOf(role.feed())), type, count);
                                case "weights" -> filled(type.type, new long[] {count}, 1);
                                case "rows" -> OnnxTensor.createTensor(environment, steps);
                                case "total_steps" -> filled(type.type, type.getShape(), steps.length);
                                case "lr_scale" -> filled(type.type, type.getShape(), 1);
                                case "total" ->
                                    filled(type.type, type.getShape(), role.start() == null ? 0 : role.start());
                                default -> throw new IllegalArgumentException(role + " is not for training");
                            });
                }
            }
            signature.outputs("state").forEach(role -> next.put(role.stateName(), role.name()));
            losses = signature.outputs("losses").get(0).name();
            fetched.addAll(next.values());
            fetched.add(losses);
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

    private Result initialState(OrtSession init) throws OrtException {
        try (OnnxTensor seed = OnnxTensor.createTensor(environment, SEED)) {
            Map<String, OnnxTensor> given = new HashMap<>();
            init.getInputNames().forEach(name -> given.put(name, seed));
            return init.run(given);
        }
    }

    private OnnxTensor column(float[] values, TensorInfo type, int count) throws OrtException {
        long[] shape = type.getShape().clone();
        shape[0] = count;
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
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

    private static <T> T known(Map<String, T> map, String name) {
        T value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not one of " + map.keySet());
        }
        return value;
    }

    private static OnnxTensor tensor(Result result, String name) {
        return (OnnxTensor) result.get(name).orElseThrow();
    }

    /** Trains with all batches. */
    void run() throws OrtException {
        Result result = session.run(inputs, fetched);
        next.forEach((state, output) -> inputs.put(state, tensor(result, output)));
        last.close();
        last = result;
    }

    /** The losses of the last run's steps; there has been one. */
    List<Float> losses() {
        return floats(tensor(last, losses));
    }

    /** A state tensor as it is. */
    List<Float> state(String name) {
        return floats(known(inputs, name));
    }

    private static List<Float> floats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        return IntStream.range(0, buffer.limit()).mapToObj(buffer::get).toList();
    }

    /** What the file says of itself under a key. */
    String metadata(String key) throws OrtException {
        return known(session.getMetadata().getCustomMetadata(), key);
    }

    /** Goes on from other values of a state tensor. */
    void setState(String name, float[] values) throws OrtException {
        long[] shape = known(inputs, name).getInfo().getShape();
        inputs.put(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
    }

    /** Goes on with other batches. */
    void setSteps(long[][] steps) throws OrtException {
        inputs.put("rows", OnnxTensor.createTensor(environment, steps));
    }

    @Override
    public void close() throws OrtException {
        last.close();
        inputs.values().stream().filter(tensor -> !tensor.isClosed()).forEach(OnnxTensor::close);
        session.close();
    }
}
