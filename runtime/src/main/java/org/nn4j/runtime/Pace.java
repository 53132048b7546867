package org.nn4j.runtime;

/**
 * How many steps one run takes: enough that calling it costs nothing, few enough that progress shows and a
 * cancellation is prompt. It changes no bit of the result.
 */
final class Pace {

    private static final double SECONDS = 0.15;
    private static final int MOST = 1 << 14;

    private int steps = 1;

    /** The steps of the next run, of which {@code left} are left. */
    int next(int left) {
        return Math.min(steps, left);
    }

    /** Learns from a run; one with fewer steps than asked for says little, and can only slow the pace. */
    void took(int done, double seconds) {
        double fitting = done * SECONDS / Math.max(seconds, 1e-6);
        if (done == steps || fitting < steps) {
            steps = (int) Math.max(1, Math.min(MOST, Math.min(steps * 4.0, fitting)));
        }
    }
}
