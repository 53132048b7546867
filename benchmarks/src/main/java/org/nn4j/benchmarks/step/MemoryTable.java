package org.nn4j.benchmarks.step;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.nn4j.benchmarks.Statistics;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.summary.Summary;
import org.nn4j.runtime.Model;

/**
 * Prints the memory that {@code nn summary} reckons with, and what processes take that train and predict: the most they
 * have resident, less that of one which does the same with next to nothing. Linux only.
 */
public final class MemoryTable {

    private static final int RUNS = 3;
    private static final double MIB = 1 << 20;

    /** Next to nothing: some 50 000 parameters, a row at a time. */
    private static final Workload IDLE = Workload.LSTM10;

    private static final Map<Workload, List<Integer>> BATCHES = Map.of(
            Workload.DENSE, List.of(128, 256),
            Workload.CNN, List.of(32, 256),
            Workload.LSTM100, List.of(64, 256),
            Workload.TRANSFORMER, List.of(16, 128),
            Workload.SEPARABLE, List.of(32, 128));

    private MemoryTable() {}

    /** Names of workloads; all of them where there are none. */
    public static void main(String[] args) throws IOException {
        List<Workload> workloads = args.length == 0
                ? Arrays.asList(Workload.values())
                : Arrays.stream(args).map(Workload::of).toList();
        double idleTraining = measured("training", IDLE, 1);
        double idleInference = measured("inference", IDLE, 1);
        System.out.printf(
                Locale.ROOT, "next to nothing: training %.0f MiB, inference %.0f MiB%n%n", idleTraining, idleInference);
        System.out.println(
                "| | batch | training, reckoned | measured | ratio | inference, reckoned | measured | ratio |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (Workload workload : workloads) {
            for (int batch : BATCHES.getOrDefault(workload, List.of())) {
                Summary summary = summary(workload, batch);
                double training = Objects.requireNonNull(summary.training()).total() / MIB;
                double inference = Objects.requireNonNull(summary.inference()).total() / MIB;
                double trained = measured("training", workload, batch) - idleTraining;
                double predicted = measured("inference", workload, batch) - idleInference;
                System.out.printf(
                        Locale.ROOT,
                        "| `%s` | %d | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f |%n",
                        workload,
                        batch,
                        training,
                        trained,
                        trained / training,
                        inference,
                        predicted,
                        predicted / inference);
            }
        }
    }

    private static Summary summary(Workload workload, int batch) throws IOException {
        Path folder = Ours.compile(workload);
        try {
            return NnCompiler.summary(folder.resolve(workload + ".nn"), NnCompiler.Options.DEFAULT, Map.of(), batch);
        } finally {
            Ours.delete(folder);
        }
    }

    /** The median of some runs, in MiB. */
    private static double measured(String what, Workload workload, int batch) throws IOException {
        Path folder = Ours.compile(workload);
        try {
            Model.initialize(folder, 1);
            List<Double> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(run(what, workload, batch, folder) / MIB);
            }
            return Statistics.median(runs);
        } finally {
            Ours.delete(folder);
        }
    }

    private static long run(String what, Workload workload, int batch, Path folder) throws IOException {
        // A heap that is all there from the beginning is the same in every run.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResidentMemory.class.getName(),
                        what,
                        workload.toString(),
                        Integer.toString(batch),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("the process that measures printed nothing");
            }
            return Long.parseLong(line);
        }
    }
}
