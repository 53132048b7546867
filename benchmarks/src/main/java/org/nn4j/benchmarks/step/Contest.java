package org.nn4j.benchmarks.step;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nn4j.benchmarks.PyTorch;

/** Who takes part, by name, and the process that one of them trains in. */
final class Contest {

    private Contest() {}

    /** Those whose libraries are there, ours first: as it chooses to work, with whole batches, and with parts of them. */
    static Map<String, Contender> contenders(Workload workload, int threads) {
        var all = new LinkedHashMap<String, Contender>();
        all.put("nn4j", new Ours(workload, options -> options.threads(threads)));
        all.put(
                "nn4j-whole",
                new Ours(workload, options -> options.threads(threads).parallel(1)));
        all.put(
                "nn4j-parts",
                new Ours(workload, options -> options.threads(threads).parallel(threads)));
        if (PyTorch.isPresent()) {
            all.put("pytorch", new PyTorchStep(workload, false));
            if (workload.shape().size() == 3) {
                all.put("pytorch-channels-last", new PyTorchStep(workload, true));
            }
        }
        if (TensorFlowStep.isPresent()) {
            all.put("tensorflow", new TensorFlowStep(workload, threads, -1));
            all.put("tensorflow-pool", new TensorFlowStep(workload, threads, threads));
        }
        return all;
    }

    /** Trains: workload, threads, name of the contender. Blocks are asked for on standard input. */
    public static void main(String[] args) throws Exception {
        Workload workload = Workload.of(args[0]);
        int threads = Integer.parseInt(args[1]);
        Contender contender = contenders(workload, threads).get(args[2]);
        if (contender == null) {
            throw new IllegalArgumentException("no contender " + args[2]);
        }
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        contender.train(new Clock(in, System.out));
        System.out.flush();
        // Libraries leave threads behind.
        Runtime.getRuntime().halt(0);
    }
}
