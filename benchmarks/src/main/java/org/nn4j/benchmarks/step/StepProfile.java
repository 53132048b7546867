package org.nn4j.benchmarks.step;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.nn4j.benchmarks.Signature;

/**
 * Prints where the time of a training step goes, by ONNX Runtime's own profiler: for each kind of operator, and for the
 * slowest nodes.
 */
public final class StepProfile {

    private static final int STEPS = 20;
    private static final int SLOWEST = 25;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Workload workload;
    private final int threads;

    private StepProfile(Workload workload, int threads) {
        this.workload = workload;
        this.threads = threads;
    }

    /** Prints the profile of a workload with so many threads. */
    public static void main(String[] args) throws IOException, OrtException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: StepProfile <workload> <threads>");
        }
        new StepProfile(Workload.of(args[0]), Integer.parseInt(args[1])).print();
    }

    private void print() throws IOException, OrtException {
        Path folder = Ours.compile(workload);
        try {
            Path trace = Path.of(run(folder));
            try {
                print(JsonParser.parseString(Files.readString(trace))
                        .getAsJsonArray()
                        .asList());
            } finally {
                Files.delete(trace);
            }
        } finally {
            Ours.delete(folder);
        }
    }

    /** Trains once to warm up, then with a trace, whose file it names. */
    private String run(Path folder) throws OrtException {
        Map<String, OnnxTensor> given = new HashMap<>();
        try (var options = options();
                var init = environment.createSession(folder.resolve("init.onnx").toString(), options)) {
            OnnxTensor seed = OnnxTensor.createTensor(environment, 42L);
            OrtSession.Result first =
                    init.run(Map.of(init.getInputNames().iterator().next(), seed));
            for (Signature.Role role : Signature.of(init).outputs("state")) {
                given.put(role.stateName(), tensor(first, role.name()));
            }
        }
        try (var options = options()) {
            options.enableProfiling(folder.resolve("profile").toString());
            try (var train =
                    environment.createSession(folder.resolve("train.onnx").toString(), options)) {
                fill(given, Signature.of(train));
                Map<String, OnnxTensor> inputs = new HashMap<>(given);
                inputs.keySet().retainAll(train.getInputNames());
                train.run(inputs).close();
                train.run(inputs).close();
                return train.endProfiling();
            }
        }
    }

    private SessionOptions options() throws OrtException {
        var options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setOptimizationLevel(SessionOptions.OptLevel.BASIC_OPT);
        return options;
    }

    private static OnnxTensor tensor(OrtSession.Result result, String name) {
        OnnxValue value = result.get(name).orElseThrow();
        return (OnnxTensor) value;
    }

    private void fill(Map<String, OnnxTensor> given, Signature signature) throws OrtException {
        var rows = new MadeUpRows(workload);
        long count = (long) workload.batch() * Workload.BATCHES;
        float[] ones = new float[Math.toIntExact(count)];
        Arrays.fill(ones, 1);
        long[] indices = LongStream.range(0, (long) STEPS * workload.batch())
                .map(i -> i % count)
                .toArray();
        // Labels of a text are columns, and so numbers.
        OnnxTensor labels = workload.isText()
                ? floats(rows.labelNumbers(), count, workload.labels())
                : longs(Arrays.stream(rows.labels()).asLongStream().toArray(), count);
        given.put("data.x", floats(rows.inputs(), count, workload.features()));
        given.put("data.y", labels);
        given.put("weights", floats(ones, count));
        given.put("rows", longs(indices, STEPS, workload.batch()));
        given.put("total_steps", longs(new long[] {STEPS}));
        given.put("lr_scale", OnnxTensor.createTensor(environment, DoubleBuffer.wrap(new double[] {1}), new long[0]));
        for (Signature.Role role : signature.inputs()) {
            if (role.role().equals("total")) {
                double[] zero = {role.start() == null ? 0 : role.start()};
                given.put(role.name(), OnnxTensor.createTensor(environment, DoubleBuffer.wrap(zero), new long[0]));
            }
        }
    }

    private OnnxTensor floats(float[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    }

    private OnnxTensor longs(long[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    /** Of the second run alone: what the first took for each node was for warming up. */
    private static void print(List<JsonElement> events) {
        Map<String, Long> byKind = new TreeMap<>();
        Map<String, Long> byNode = new TreeMap<>();
        double start = events.stream()
                .map(JsonElement::getAsJsonObject)
                .filter(event -> event.get("name").getAsString().equals("model_run"))
                .mapToDouble(event -> event.get("ts").getAsDouble())
                .max()
                .orElseThrow();
        for (JsonElement element : events) {
            JsonObject event = element.getAsJsonObject();
            String name = event.get("name").getAsString();
            if (!name.endsWith("_kernel_time") || event.get("ts").getAsDouble() < start) {
                continue;
            }
            JsonObject about = event.getAsJsonObject("args");
            String kind = about.get("op_name").getAsString();
            // Their time is that of the nodes inside.
            if (!List.of("Loop", "If", "Scan").contains(kind)) {
                long micros = event.get("dur").getAsLong();
                byKind.merge(kind, micros, Long::sum);
                String output = about.has("output_type_shape")
                        ? about.get("output_type_shape").toString()
                        : "";
                byNode.merge(kind + " " + name.replace("_kernel_time", "") + " " + output, micros, Long::sum);
            }
        }
        print(byKind, byKind.size());
        print(byNode, SLOWEST);
    }

    private static void print(Map<String, Long> micros, int most) {
        long all = micros.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(Locale.ROOT, "%.1f us a step%n", (double) all / STEPS);
        micros.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .forEach(entry -> System.out.printf(
                        Locale.ROOT,
                        "%10.1f us %5.1f %%  %s%n",
                        (double) entry.getValue() / STEPS,
                        100.0 * entry.getValue() / all,
                        entry.getKey()));
    }
}
