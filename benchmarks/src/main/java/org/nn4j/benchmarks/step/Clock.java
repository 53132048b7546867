package org.nn4j.benchmarks.step;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Measures a training block by block, so that several processes can take turns: it waits for a line with the length of
 * the next block in milliseconds, and answers with the time of a step, the processor's time of a step over all threads
 * (which tells more where other programs want the processor too), both in milliseconds, and the loss.
 */
final class Clock {

    /** What an answer begins with; libraries print other lines. */
    static final String ANSWER = "block ";

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final BufferedReader in;
    private final PrintStream out;
    private long steps;
    private long start;
    private long startOfProcessor;
    private double millis;

    Clock(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** Everything is ready: waits for the first block. False when there is none. */
    boolean ready() {
        return next();
    }

    /**
     * Counts steps that were done since the last call.
     *
     * @param lossNow computes the loss; the time that this takes does not count
     * @return whether to go on
     */
    boolean stepped(long count, DoubleSupplier lossNow) {
        steps += count;
        double passed = (System.nanoTime() - start) / 1e6;
        if (passed < millis) {
            return true;
        }
        double processor = (PROCESS.getProcessCpuTime() - startOfProcessor) / 1e6;
        double loss = lossNow.getAsDouble();
        out.printf(Locale.ROOT, "%s%.6f %.6f %.6f%n", ANSWER, passed / steps, processor / steps, loss);
        return next();
    }

    private boolean next() {
        out.flush();
        try {
            String line = in.readLine();
            if (line == null) {
                return false;
            }
            millis = Double.parseDouble(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        steps = 0;
        startOfProcessor = PROCESS.getProcessCpuTime();
        start = System.nanoTime();
        return true;
    }
}
