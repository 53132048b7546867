package org.nn4j.runtime.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows shuffled coarsely: in blocks that stay as they are, so that a disk still reads rows that are near each other.
 * Stretches of it are windows, to be shuffled in themselves.
 */
public final class BlockOrder {

    private final int[] rows;
    private final int block;
    private final int[] order;
    /** How many rows come before each block, and at the end the number of all. */
    private final int[] starts;

    private BlockOrder(int[] rows, int block, int[] order) {
        this.rows = rows;
        this.block = block;
        this.order = order;
        this.starts = new int[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            starts[i + 1] = starts[i] + Math.min(block, rows.length - order[i] * block);
        }
    }

    /** Rows as they are. */
    public static BlockOrder unchanged(int[] rows) {
        return new BlockOrder(rows, Math.max(1, rows.length), rows.length == 0 ? new int[0] : new int[1]);
    }

    /**
     * Rows in blocks.
     *
     * @param block how many rows stay together
     * @param stream which of the orders that the seed gives
     */
    public static BlockOrder shuffled(int[] rows, int block, long seed, long stream) {
        int[] order =
                IntStream.range(0, (int) ((rows.length + block - 1L) / block)).toArray();
        Shuffle.shuffle(order, seed, stream);
        return new BlockOrder(rows, block, order);
    }

    /** The rows of a stretch, in ascending order. */
    public int[] stretch(int from, int to) {
        int[] stretch = new int[to - from];
        int at = Arrays.binarySearch(starts, from);
        for (int i = at >= 0 ? at : -at - 2, filled = 0; filled < stretch.length; i++) {
            int skipped = from + filled - starts[i];
            int count = Math.min(starts[i + 1] - starts[i] - skipped, stretch.length - filled);
            System.arraycopy(rows, order[i] * block + skipped, stretch, filled, count);
            filled += count;
        }
        Arrays.sort(stretch);
        return stretch;
    }
}
