package org.nn4j.benchmarks.step;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.nn4j.benchmarks.Statistics;

/**
 * Prints how long a training step of each workload takes, ours beside the peers'. Everyone trains in a process of its
 * own, and they take turns, a block at a time, so that whatever else the machine does meets them all.
 */
public final class StepTimes {

    private static final String USAGE = "usage: StepTimes [--threads 1,2] [--rounds 12] [--warmup 2] [--millis 1000]"
            + " [--only nn4j,pytorch] [workload…]";

    private String threads = "1,2";
    private int rounds = 12;
    private int warmup = 2;
    private int millis = 1000;
    private List<String> only = List.of();
    private final List<Workload> workloads = new ArrayList<>();

    private StepTimes(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                workloads.add(Workload.of(args[i]));
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(USAGE);
            }
            String value = args[++i];
            switch (args[i - 1]) {
                case "--threads" -> threads = value;
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--warmup" -> warmup = Integer.parseInt(value);
                case "--millis" -> millis = Integer.parseInt(value);
                case "--only" -> only = Arrays.asList(value.split(",", -1));
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (workloads.isEmpty()) {
            workloads.addAll(Arrays.asList(Workload.values()));
        }
    }

    /** Measures, and prints a table for each number of threads of each workload. */
    public static void main(String[] args) throws IOException {
        var times = new StepTimes(args);
        for (Workload workload : times.workloads) {
            for (String count : times.threads.split(",", -1)) {
                times.measure(workload, Integer.parseInt(count), System.out);
            }
        }
    }

    private void measure(Workload workload, int count, PrintStream out) throws IOException {
        var rivals = new ArrayList<Rival>();
        try {
            for (String name : Contest.contenders(workload, count).keySet()) {
                if (only.isEmpty() ? !name.startsWith("nn4j-") : only.contains(name)) {
                    rivals.add(new Rival(workload, count, name));
                }
            }
            for (int round = 0; round < warmup + rounds; round++) {
                for (Rival rival : rivals) {
                    rival.block(millis, round >= warmup);
                }
            }
        } finally {
            for (Rival rival : rivals) {
                rival.close();
            }
        }
        print(workload + ", " + count + (count == 1 ? " thread" : " threads"), rivals, out);
    }

    /** Ratios are ours to theirs: below 1 we are faster. */
    private static void print(String title, List<Rival> rivals, PrintStream out) {
        Rival first = rivals.get(0);
        out.printf("| %s | median, ms | fastest, ms | processor, ms | loss | median | fastest | processor |%n", title);
        out.println("|---|---:|---:|---:|---|---:|---:|---:|");
        for (Rival rival : rivals) {
            double median = Statistics.median(rival.millis());
            double fastest = Collections.min(rival.millis());
            double processor = Statistics.median(rival.processor());
            out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.3f | %.3f to %.3f | %.2f | %.2f | %.2f |%n",
                    rival.name(),
                    median,
                    fastest,
                    processor,
                    rival.firstLoss(),
                    rival.lastLoss(),
                    Statistics.median(first.millis()) / median,
                    Collections.min(first.millis()) / fastest,
                    Statistics.median(first.processor()) / processor);
        }
        out.println();
    }
}
