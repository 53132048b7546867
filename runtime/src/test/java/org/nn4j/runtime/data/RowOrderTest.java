package org.nn4j.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowOrderTest {

    private static final int[] ROWS = IntStream.range(0, 1000).toArray();

    private static void assertDependsOnSeedAndEpochAlone(RowOrder order) {
        int[] first = order.epoch(ROWS, 8, 5, 1);
        assertArrayEquals(first, order.epoch(ROWS, 8, 5, 1));
        assertFalse(Arrays.equals(first, order.epoch(ROWS, 8, 5, 2)));
        assertFalse(Arrays.equals(first, order.epoch(ROWS, 8, 6, 1)));
        assertArrayEquals(IntStream.range(0, 1000).toArray(), ROWS, "the rows given are not touched");
    }

    private static int[] sorted(int[] rows) {
        return Arrays.stream(rows).sorted().toArray();
    }

    @Test
    void shuffledHasEachRowOnce() {
        assertDependsOnSeedAndEpochAlone(RowOrder.shuffled());
        assertArrayEquals(ROWS, sorted(RowOrder.shuffled().epoch(ROWS, 8, 5, 1)));
    }

    @Test
    void movedBeginsInEachStretchOnceAndNeverBehindTheLast() {
        int[] starts = IntStream.range(0, 50).map(i -> i * 10).toArray();
        RowOrder order = RowOrder.moved(10, 493);
        boolean[] seen = new boolean[494];
        for (int epoch = 1; epoch <= 200; epoch++) {
            int[] rows = sorted(order.epoch(starts, 8, 5, epoch));
            assertEquals(starts.length, rows.length);
            for (int i = 0; i < rows.length; i++) {
                assertEquals(i, rows[i] / 10);
                seen[rows[i]] = true;
            }
        }
        assertTrue(IntStream.range(0, seen.length).allMatch(i -> seen[i]), "every start comes up");
        assertDependsOnSeedAndEpochAlone(RowOrder.moved(1000, 2000));
    }

    @Test
    void bucketedHasEachRowOnceAndAlikeLengthsInABatch() {
        long[] lengths = LongStream.range(0, 1003).map(i -> 1 + i * 7919 % 100).toArray();
        int[] rows = IntStream.range(0, 1003).toArray();
        RowOrder order = RowOrder.bucketed(lengths);
        int[] epoch = order.epoch(rows, 8, 5, 1);
        assertArrayEquals(rows, sorted(epoch));
        long spread = 0;
        for (int batch = 0; batch < 125; batch++) {
            int from = batch * 8;
            long[] inBatch = IntStream.range(from, from + 8)
                    .mapToLong(i -> lengths[epoch[i]])
                    .toArray();
            spread += LongStream.of(inBatch).max().orElseThrow()
                    - LongStream.of(inBatch).min().orElseThrow();
        }
        // Rows at random would have a spread of about 78.
        assertTrue(spread / 125 <= 4, "mean spread " + spread / 125.0);
        assertDependsOnSeedAndEpochAlone(RowOrder.bucketed(lengths));
    }

    @Test
    void bucketedTakesFewerRowsThanABatch() {
        assertArrayEquals(
                new int[] {0, 1, 2},
                sorted(RowOrder.bucketed(new long[] {3, 1, 2}).epoch(new int[] {0, 1, 2}, 8, 1, 1)));
    }
}
