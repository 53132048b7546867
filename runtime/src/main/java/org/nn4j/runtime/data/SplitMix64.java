package org.nn4j.runtime.data;

/**
 * Random numbers that depend on a seed and a stream alone, today and in every later version: SplitMix64 (Steele, Lea
 * and Flood, 2014).
 */
public final class SplitMix64 {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Numbers from the beginning; each stream of a seed gives others. */
    public SplitMix64(long seed, long stream) {
        this.state = mix(mix(seed + GAMMA) + stream);
    }

    /** A whole number from 0 to {@code bound} - 1; the bias is under {@code bound} / 2^32. */
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** A number from 0 to below 1, a multiple of 2^-53. */
    public double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    private long next() {
        state += GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
