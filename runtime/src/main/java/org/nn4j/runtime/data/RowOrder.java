package org.nn4j.runtime.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which rows an epoch trains on, and in which order. It depends on the seed and the number of the epoch alone. */
@FunctionalInterface
public interface RowOrder {

    /**
     * The rows of an epoch, equally many in each.
     *
     * @param train the rows to train on
     * @param batch how many of them make a batch
     * @param epoch from 1
     */
    int[] epoch(int[] train, int batch, long seed, long epoch);

    /** Every row once, shuffled. */
    static RowOrder shuffled() {
        return (train, batch, seed, epoch) -> {
            int[] rows = train.clone();
            Shuffle.shuffle(rows, seed, epoch);
            return rows;
        };
    }

    /**
     * For windows that lie end to end in a series: every window once, shuffled, each moved on by less than its length
     * so that an epoch cuts the series elsewhere than the one before.
     *
     * @param length of a window
     * @param last the last row at which a window may begin
     */
    static RowOrder moved(int length, int last) {
        return (train, batch, seed, epoch) -> {
            var random = new SplitMix64(seed, epoch);
            int[] rows = train.clone();
            Shuffle.shuffle(rows, random);
            for (int i = 0; i < rows.length; i++) {
                rows[i] += random.below(Math.min(length, last - rows[i] + 1));
            }
            return rows;
        };
    }

    /**
     * Every row once, rows of similar length together: the shuffled rows are sorted within stretches of many batches,
     * and the batches, whole, shuffled again. Only the rows that do not fill a batch come last.
     *
     * @param lengths of all rows
     */
    static RowOrder bucketed(long[] lengths) {
        return (train, batch, seed, epoch) -> {
            var random = new SplitMix64(seed, epoch);
            int[] rows = train.clone();
            Shuffle.shuffle(rows, random);
            int whole = rows.length / batch * batch;
            int stretch = (int) Math.min(Integer.MAX_VALUE, 64L * batch);
            for (int from = 0; from < whole; from += stretch) {
                sort(rows, from, Math.min(whole, from + stretch), lengths);
            }
            int[] batches = IntStream.range(0, whole / batch).toArray();
            Shuffle.shuffle(batches, random);
            int[] ordered = rows.clone();
            for (int i = 0; i < batches.length; i++) {
                System.arraycopy(rows, batches[i] * batch, ordered, i * batch, batch);
            }
            return ordered;
        };
    }

    private static void sort(int[] rows, int from, int to, long[] lengths) {
        int[] sorted = Arrays.stream(rows, from, to)
                .boxed()
                .sorted(Comparator.comparingLong(row -> lengths[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, rows, from, sorted.length);
    }
}
