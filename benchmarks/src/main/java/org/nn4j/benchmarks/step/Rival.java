package org.nn4j.benchmarks.step;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender in a process of its own, and what its blocks took. It works only while a block is asked of it. */
final class Rival implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader in;
    private final PrintStream out;
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();
    private double firstLoss = Double.NaN;
    private double lastLoss = Double.NaN;

    /** Starts it with as many threads as everyone. */
    Rival(Workload workload, int threads, String name) throws IOException {
        this.name = name;
        var command = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-cp",
                System.getProperty("java.class.path"),
                Contest.class.getName(),
                workload.toString(),
                String.valueOf(threads),
                name);
        // A BLAS of PyTorch's may not ask PyTorch how many threads to use.
        command.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
        command.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
        command.redirectError(ProcessBuilder.Redirect.INHERIT);
        process = command.start();
        in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    String name() {
        return name;
    }

    /**
     * Lets it train for a time.
     *
     * @param counts whether the block is kept, and not for warming up
     */
    void block(int milliseconds, boolean counts) throws IOException {
        out.println(milliseconds);
        String line = in.readLine();
        while (line != null && !line.startsWith(Clock.ANSWER)) {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException(name + " ended");
        }
        String[] answer = line.substring(Clock.ANSWER.length()).split(" ", -1);
        lastLoss = Double.parseDouble(answer[2]);
        firstLoss = Double.isNaN(firstLoss) ? lastLoss : firstLoss;
        if (counts) {
            millis.add(Double.parseDouble(answer[0]));
            processor.add(Double.parseDouble(answer[1]));
        }
    }

    /** Milliseconds a step, of each block that counts. */
    List<Double> millis() {
        return millis;
    }

    /** Milliseconds of all its threads together for a step, of each block that counts. */
    List<Double> processor() {
        return processor;
    }

    /** The loss after the first block. */
    double firstLoss() {
        return firstLoss;
    }

    /** The loss after the last block. */
    double lastLoss() {
        return lastLoss;
    }

    @Override
    public void close() throws IOException {
        out.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
