package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Source;

/** Sequences, one a cell, each at most as long as the recipe says: what a cell has beyond that is left out. */
abstract sealed class SequenceGather extends Gather permits TokensGather, NumbersGather {

    /** A number or the code of a token. */
    private static final int ELEMENT_BYTES = 4;

    private final int most;
    private int[] lengths = new int[0];

    SequenceGather(Feed feed, Source.Sequence source) {
        super(feed, false, List.of(source.column()));
        this.most = source.max();
    }

    /** Takes the sequence of the current row from characters that are not all blank; answers its length. */
    abstract int take(char[] text, int from, int to, int atMost);

    /** The sequences of all rows, {@code [rows, longest]}, with zeros behind them. */
    final Tensor padded(Tensor to, int longest) {
        for (int row = 0; row < rows(); row++) {
            put(to, row * longest, row, lengths[row]);
        }
        return to;
    }

    /** Writes a row's sequence to a place of a tensor. */
    abstract void put(Tensor to, int at, int row, int length);

    @Override
    final Cell take(int position, char[] text, int from, int to) {
        if (from == to) {
            return Cell.EMPTY;
        }
        int length = take(text, from, to, most);
        lengths[rows()] = length;
        return length < 0 ? Cell.WRONG : Cell.TAKEN;
    }

    @Override
    final int rowBytes() {
        return Integer.BYTES + most * ELEMENT_BYTES;
    }

    @Override
    final void store(ByteBuffer to) {
        int next = to.position() + rowBytes();
        to.putInt(lengths[rows()]);
        storeElements(to);
        to.position(next);
    }

    @Override
    final void load(ByteBuffer from) {
        int next = from.position() + rowBytes();
        lengths[rows()] = from.getInt();
        loadElements(from, lengths[rows()]);
        from.position(next);
    }

    /** Writes the elements of the current row. */
    abstract void storeElements(ByteBuffer to);

    /** Takes the elements of the current row. */
    abstract void loadElements(ByteBuffer from, int length);

    /** The length of each row's sequence. */
    final long[] lengths() {
        return Arrays.stream(lengths, 0, rows()).asLongStream().toArray();
    }

    @Override
    final boolean fillsEmptyCells() {
        return false;
    }

    @Override
    final int capacity() {
        return lengths.length;
    }

    @Override
    void grow(int capacity) {
        lengths = Arrays.copyOf(lengths, capacity);
    }
}
