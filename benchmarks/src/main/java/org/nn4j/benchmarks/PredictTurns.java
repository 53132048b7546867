package org.nn4j.benchmarks;

import ai.djl.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The contenders of {@link PredictRow} by turns, a block of time each, with one thread and with sixteen: what else a
 * machine does meets all of them alike. Prints medians over the rounds, in thousands of predictions a second, and what
 * part of plain ONNX Runtime's throughput they are.
 */
public final class PredictTurns {

    private static final int ROUNDS = 25;
    private static final int WARM_UPS = 5;
    private static final long BLOCK_NANOS = 200_000_000L;
    private static final String PLAIN = "ONNX Runtime";

    private PredictTurns() {}

    /** A prediction. */
    private interface Work {
        float predict() throws Exception;
    }

    /** Runs it; there are no arguments. */
    public static void main(String[] arguments) throws Exception {
        // Before anybody else uses ONNX Runtime: DJL refuses to start afterwards.
        System.setProperty("ai.djl.onnx.disable_alternative", "true");
        Engine.getEngine("OnnxRuntime");
        var row = new PredictRow();
        var plain = new PredictRow.Plain();
        plain.load();
        var ours = new PredictRow.Ours();
        ours.load();
        var serving = new PredictRow.Serving();
        serving.load();
        var djl = new PredictRow.Djl();
        djl.load();
        Map<String, Supplier<Work>> contenders = new LinkedHashMap<>();
        contenders.put(PLAIN, () -> () -> row.onnxRuntime(plain));
        contenders.put("nn4j", () -> () -> row.ours(ours));
        contenders.put("nn4j, requests together", () -> () -> row.oursBatched(serving));
        contenders.put("DJL", () -> {
            var thread = new PredictRow.DjlThread();
            thread.open(djl);
            return () -> row.djl(thread);
        });
        for (int threads : new int[] {1, 16}) {
            report(threads, contest(threads, contenders));
        }
    }

    private static Map<String, List<Double>> contest(int threads, Map<String, Supplier<Work>> contenders)
            throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Map<String, List<Work>> work = new LinkedHashMap<>();
            contenders.forEach((name, each) -> {
                List<Work> ofThreads = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    ofThreads.add(each.get());
                }
                work.put(name, ofThreads);
            });
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
                for (var contender : work.entrySet()) {
                    double rate = block(pool, contender.getValue());
                    if (round >= WARM_UPS) {
                        rates.computeIfAbsent(contender.getKey(), any -> new ArrayList<>())
                                .add(rate);
                    }
                }
            }
            return rates;
        } finally {
            pool.shutdown();
        }
    }

    /** How many thousands a second all threads make together. */
    private static double block(ExecutorService pool, List<Work> work) throws Exception {
        long start = System.nanoTime();
        List<Callable<Long>> tasks = new ArrayList<>();
        for (Work each : work) {
            tasks.add(() -> {
                long made = 0;
                while (System.nanoTime() - start < BLOCK_NANOS) {
                    each.predict();
                    made++;
                }
                return made;
            });
        }
        long made = 0;
        for (Future<Long> each : pool.invokeAll(tasks)) {
            made += each.get();
        }
        return made * 1e6 / (System.nanoTime() - start);
    }

    private static void report(int threads, Map<String, List<Double>> rates) {
        System.out.println(threads + (threads == 1 ? " thread" : " threads"));
        List<Double> plain = rates.getOrDefault(PLAIN, List.of());
        rates.forEach((name, all) -> {
            double[] ratios = new double[all.size()];
            Arrays.setAll(ratios, i -> all.get(i) / plain.get(i));
            System.out.printf("  %-24s %7.1f  %5.2f%n", name, median(all), median(ratios));
        });
    }

    private static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
