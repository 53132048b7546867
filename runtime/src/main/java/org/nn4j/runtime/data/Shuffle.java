package org.nn4j.runtime.data;

/**
 * Puts numbers into a random order that depends on a seed and a stream alone, today and in every later version: a
 * Fisher-Yates shuffle driven by SplitMix64 (Steele, Lea and Flood, 2014).
 */
public final class Shuffle {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Shuffle(long state) {
        this.state = state;
    }

    /** Shuffles in place; each stream of a seed gives another order. */
    public static void shuffle(int[] values, long seed, long stream) {
        var random = new Shuffle(mix(mix(seed + GAMMA) + stream));
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** A number from 0 to {@code bound} - 1; the bias is under {@code bound} / 2^32. */
    private int below(int bound) {
        state += GAMMA;
        return (int) (((mix(state) >>> 32) * bound) >>> 32);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
