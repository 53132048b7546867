package org.nn4j.runtime;

/**
 * How many steps one run takes: enough that calling it costs nothing, few enough that progress shows and a
 * cancellation is prompt. It changes no bit of the result.
 */
final class Pace {

    private static final double SECONDS = 0.15;
    private static final int MOST = 1 << 14;

    private final boolean fixed;
    private int steps;

    private Pace(int steps, boolean fixed) {
        this.steps = steps;
        this.fixed = fixed;
    }

    /** A pace that adapts to how long runs take. */
    static Pace adaptive() {
        return new Pace(1, false);
    }

    /** Always so many steps to a run, as long as there are. */
    static Pace of(int steps) {
        return new Pace(steps, true);
    }

    /** The steps of the next run, of which {@code left} are left. */
    int next(int left) {
        return Math.min(steps, left);
    }

    /** Learns from a run; one with fewer steps than asked for says little, and can only slow the pace. */
    void took(int done, double seconds) {
        double fitting = done * SECONDS / Math.max(seconds, 1e-6);
        if (!fixed && (done == steps || fitting < steps)) {
            steps = (int) Math.max(1, Math.min(MOST, Math.min(steps * 4.0, fitting)));
        }
    }
}
