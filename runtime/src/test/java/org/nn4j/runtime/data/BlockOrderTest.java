package org.nn4j.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BlockOrderTest {

    private static final int[] ROWS = IntStream.range(0, 103).map(i -> 3 * i).toArray();

    /** All stretches of a size, one after the other. */
    private static int[] all(BlockOrder order, int size) {
        return IntStream.iterate(0, from -> from < ROWS.length, from -> from + size)
                .flatMap(from -> Arrays.stream(order.stretch(from, Math.min(ROWS.length, from + size))))
                .toArray();
    }

    @Test
    void stretchesHoldEveryRowOnceInAscendingOrder() {
        for (int block : new int[] {1, 7, 10, 103, 500}) {
            for (int size : new int[] {1, 10, 33, 103}) {
                BlockOrder order = BlockOrder.shuffled(ROWS, block, 5, 1);
                assertArrayEquals(ROWS, Arrays.stream(all(order, size)).sorted().toArray(), block + " " + size);
                int[] stretch = order.stretch(0, size);
                assertArrayEquals(Arrays.stream(stretch).sorted().toArray(), stretch);
            }
        }
        assertArrayEquals(ROWS, all(BlockOrder.unchanged(ROWS), 10));
        assertArrayEquals(new int[0], BlockOrder.unchanged(new int[0]).stretch(0, 0));
    }

    @Test
    void dependsOnSeedAndStreamAlone() {
        int[] one = all(BlockOrder.shuffled(ROWS, 10, 5, 1), 10);
        assertArrayEquals(one, all(BlockOrder.shuffled(ROWS, 10, 5, 1), 10));
        assertFalse(Arrays.equals(one, all(BlockOrder.shuffled(ROWS, 10, 5, 2), 10)));
        assertFalse(Arrays.equals(one, all(BlockOrder.shuffled(ROWS, 10, 6, 1), 10)));
    }

    @Test
    void blocksStayTogether() {
        int[] first = BlockOrder.shuffled(ROWS, 10, 1, 1).stretch(0, 9);
        for (int i = 1; i < first.length; i++) {
            // The block of the three last rows may be the first one.
            assertFalse(first[i] - first[i - 1] != 3 && first[0] != 300 && first[i] != 300, Arrays.toString(first));
        }
    }
}
