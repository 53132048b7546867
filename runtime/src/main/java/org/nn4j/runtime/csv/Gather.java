package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.List;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Feed;

/**
 * Gathers the values of one feed or target from the cells of its columns, row by row. A row is written in place and
 * counts from {@link #keepRow} on, so that a row can be left out by writing the next one over it.
 */
abstract sealed class Gather permits FloatGather, IntegerGather, NameGather, SequenceGather {

    private static final int FIRST_ROWS = 1024;

    private final Feed feed;
    private final boolean target;
    private final List<String> columns;
    private int rows;

    Gather(Feed feed, boolean target, List<String> columns) {
        this.feed = feed;
        this.target = target;
        this.columns = columns;
    }

    /** Takes the cell of the column at {@code position} from the characters from {@code from} up to {@code to}. */
    abstract Cell take(int position, char[] text, int from, int to);

    /** Makes place for {@code capacity} values. */
    abstract void grow(int capacity);

    /** The number of values that there is place for. */
    abstract int capacity();

    /** The bytes of a row as {@link #store} writes it. */
    abstract int rowBytes();

    /** Writes the current row. */
    abstract void store(ByteBuffer to);

    /** Takes the current row as {@link #store} wrote it. */
    abstract void load(ByteBuffer from);

    /** Whether the rules for empty cells that put a number there, and not those that reject it, can be followed. */
    abstract boolean fillsEmptyCells();

    /** What belongs into a cell, for errors. */
    abstract String wanted();

    final Feed feed() {
        return feed;
    }

    /** Whether it is a target, rather than an input of the model. */
    final boolean isTarget() {
        return target;
    }

    final List<String> columns() {
        return columns;
    }

    final int rows() {
        return rows;
    }

    /** How many values a row has. */
    int width() {
        return columns.size();
    }

    /** Where the current row's value of a column is kept. */
    final int index(int position) {
        return rows * columns.size() + position;
    }

    /** Begins a row. */
    final void beginRow() {
        long needed = (rows + 1L) * width();
        if (needed > capacity()) {
            long wish = Math.max((long) FIRST_ROWS * width(), needed + needed / 2);
            int most = Integer.MAX_VALUE / feed.dtype().bytes();
            if (needed > most) {
                throw new UserException(
                        Place.NOWHERE,
                        "the data of " + feed + " is larger than 2 GiB",
                        "Use fewer rows or columns: a block of memory in Java ends there.");
            }
            grow((int) Math.min(most, wish));
        }
    }

    /** Keeps the current row. */
    final void keepRow() {
        rows++;
    }

    /** Forgets all rows, not what was learned of them. */
    final void clear() {
        rows = 0;
    }
}
