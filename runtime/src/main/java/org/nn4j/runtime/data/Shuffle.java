package org.nn4j.runtime.data;

/** Puts numbers into a random order: a Fisher-Yates shuffle driven by {@link SplitMix64}. */
public final class Shuffle {

    private Shuffle() {}

    /** Shuffles in place; each stream of a seed gives another order. */
    public static void shuffle(int[] values, long seed, long stream) {
        shuffle(values, new SplitMix64(seed, stream));
    }

    /** Shuffles in place, with the random numbers that come next. */
    static void shuffle(int[] values, SplitMix64 random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
