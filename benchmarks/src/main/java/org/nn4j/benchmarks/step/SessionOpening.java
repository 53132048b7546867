package org.nn4j.benchmarks.step;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.nn4j.benchmarks.Statistics;

/** Prints how long ONNX Runtime takes to open the files of each workload, as the trainer opens them. */
public final class SessionOpening {

    private static final int ROUNDS = 21;

    private SessionOpening() {}

    /** Names of workloads; all of them where there are none. */
    public static void main(String[] args) throws IOException, OrtException {
        List<Workload> workloads = args.length == 0
                ? Arrays.asList(Workload.values())
                : Arrays.stream(args).map(Workload::of).toList();
        System.out.println("| file | median, ms | fastest, ms |");
        System.out.println("|---|---:|---:|");
        for (Workload workload : workloads) {
            Path folder = Ours.compile(workload);
            try {
                for (String file : List.of("train.onnx", "gradient.onnx", "evaluate.onnx")) {
                    print(workload + ", " + file, millis(folder.resolve(file)));
                }
            } finally {
                Ours.delete(folder);
            }
        }
    }

    private static List<Double> millis(Path file) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            try (var options = new SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setOptimizationLevel(SessionOptions.OptLevel.BASIC_OPT);
                long start = System.nanoTime();
                try (OrtSession session = environment.createSession(file.toString(), options)) {
                    millis.add((System.nanoTime() - start) / 1e6);
                    assert !session.getInputNames().isEmpty();
                }
            }
        }
        return millis;
    }

    private static void print(String what, List<Double> millis) {
        System.out.printf(
                Locale.ROOT, "| %s | %.1f | %.1f |%n", what, Statistics.median(millis), Collections.min(millis));
    }
}
