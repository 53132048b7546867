package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.format.Feed;

/**
 * Names, each kept as a number: its index in a list that is given, or the order in which the names came until {@link
 * #learned} is the list.
 */
final class NameGather extends Gather {

    /** A name that is not in the list, or an empty cell. */
    private static final int UNKNOWN = -1;

    private final boolean unknown;
    private final boolean given;
    private final Names names = new Names();
    private final BitSet learned = new BitSet();
    private int[] codes = new int[0];

    /**
     * Gathers names of {@code list}, or any names if it is null; with {@code unknown}, index 0 stands for names that
     * are not in the list, and the others count from 1.
     */
    NameGather(Feed feed, boolean target, String column, @Nullable List<String> list, boolean unknown) {
        super(feed, target, List.of(column));
        this.unknown = unknown;
        this.given = list != null;
        if (list != null) {
            list.forEach(name -> names.add(name.toCharArray(), 0, name.length()));
        }
    }

    @Override
    Cell take(int position, char[] text, int from, int to) {
        if (from == to) {
            codes[rows()] = UNKNOWN;
            return Cell.EMPTY;
        }
        int code = given ? names.find(text, from, to) : names.add(text, from, to);
        codes[rows()] = code;
        return code == UNKNOWN && !unknown ? Cell.WRONG : Cell.TAKEN;
    }

    @Override
    boolean fillsEmptyCells() {
        return unknown && !isTarget();
    }

    @Override
    String wanted() {
        return "one of " + Quote.names(names.list());
    }

    @Override
    int capacity() {
        return codes.length;
    }

    @Override
    void grow(int capacity) {
        codes = Arrays.copyOf(codes, capacity);
    }

    @Override
    int rowBytes() {
        return Integer.BYTES;
    }

    @Override
    void store(ByteBuffer to) {
        to.putInt(codes[rows()]);
    }

    @Override
    void load(ByteBuffer from) {
        codes[rows()] = from.getInt();
    }

    /** Whether the list was given. */
    boolean isGiven() {
        return given;
    }

    /** Whether index 0 stands for names that are not in the list. */
    boolean hasUnknown() {
        return unknown;
    }

    /** The names that came, or the list that was given. */
    List<String> names() {
        return names.list();
    }

    /** The class of a row, for a split by classes. */
    int classOf(int row) {
        return codes[row] - UNKNOWN;
    }

    /** Learns the name in a row. */
    void learn(int row) {
        if (codes[row] != UNKNOWN) {
            learned.set(codes[row]);
        }
    }

    /** The names that were learned, sorted by code point. */
    List<String> learned() {
        return learned.stream()
                .mapToObj(names.list()::get)
                .sorted(Names.BY_CODE_POINT)
                .toList();
    }

    /** The first row whose name is not in the list; -1 if there is none. */
    int firstOutside(List<String> list) {
        int[] indices = indices(list);
        return IntStream.range(0, rows())
                .filter(row -> codes[row] != UNKNOWN && indices[codes[row]] == UNKNOWN)
                .findFirst()
                .orElse(-1);
    }

    /** The name in a row. */
    String name(int row) {
        return names.list().get(codes[row]);
    }

    /** The index in the list of each row's name. */
    Tensor tensor(List<String> list, long... shape) {
        int[] indices = indices(list);
        Tensor tensor = Tensor.zeros(feed().dtype(), shape);
        int first = unknown ? 1 : 0;
        for (int row = 0; row < rows(); row++) {
            int index = first + (codes[row] == UNKNOWN ? UNKNOWN : indices[codes[row]]);
            if (feed().dtype() == DType.F32) {
                tensor.floats().put(row, index);
            } else {
                tensor.longs().put(row, index);
            }
        }
        return tensor;
    }

    private int[] indices(List<String> list) {
        var numbers = new Names();
        list.forEach(name -> numbers.add(name.toCharArray(), 0, name.length()));
        return names.list().stream()
                .mapToInt(name -> numbers.find(name.toCharArray(), 0, name.length()))
                .toArray();
    }
}
