package org.nn4j.runtime.csv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Source;

/**
 * Words, which blanks separate, or characters, which are code points. Their indices begin behind that of padding, 0,
 * and, where there is one, of unknown tokens, 1.
 */
final class TokensGather extends SequenceGather {

    private final Source.Sequence.Of of;
    private final boolean unknown;
    private final Names names = new Names();
    private final BitSet learned = new BitSet();
    private int[][] tokens = new int[0][];

    TokensGather(Feed feed, Source.Sequence source) {
        super(feed, source);
        this.of = source.of();
        this.unknown = source.unknown();
    }

    @Override
    int take(char[] text, int from, int to, int atMost) {
        int[] row = new int[Math.min(to - from, atMost)];
        int length = 0;
        for (int at = from; at < to && length < atMost; ) {
            int end = of.end(text, at, to);
            row[length++] = names.add(text, at, end);
            at = of.next(text, end, to);
        }
        tokens[rows()] = Arrays.copyOf(row, length);
        return length;
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        tokens = Arrays.copyOf(tokens, capacity);
    }

    @Override
    String wanted() {
        return of == Source.Sequence.Of.WORDS ? "words" : "characters";
    }

    /** The number of indices that a vocabulary takes. */
    int indices(List<String> vocabulary) {
        return vocabulary.size() + first();
    }

    private int first() {
        return unknown ? 2 : 1;
    }

    /** Learns the tokens of a row. */
    void learn(int row) {
        for (int token : tokens[row]) {
            learned.set(token);
        }
    }

    /** The tokens that were learned, sorted by code point. */
    List<String> learned() {
        return learned.stream()
                .mapToObj(names.list()::get)
                .sorted(Names.BY_CODE_POINT)
                .toList();
    }

    /** Replaces tokens by their indices in a vocabulary. */
    void index(List<String> vocabulary, CsvTable table) {
        var known = new Names();
        vocabulary.forEach(token -> known.add(token.toCharArray(), 0, token.length()));
        int[] indices = names.list().stream()
                .mapToInt(token -> known.find(token.toCharArray(), 0, token.length()))
                .toArray();
        for (int row = 0; row < rows(); row++) {
            for (int token : tokens[row]) {
                if (indices[token] < 0 && !unknown) {
                    throw new UserException(
                            table.place(row).column(columns().get(0)),
                            Quote.text(names.list().get(token)) + " stands in no training row",
                            "A vocabulary has what the training rows have: correct the cell, or say unknown = true in"
                                    + " the recipe and train again.");
                }
            }
            tokens[row] = IntStream.of(tokens[row])
                    .map(token -> indices[token] < 0 ? 1 : indices[token] + first())
                    .toArray();
        }
    }

    @Override
    void storeElements(ByteBuffer to) {
        for (int token : tokens[rows()]) {
            to.putInt(token);
        }
    }

    @Override
    void loadElements(ByteBuffer from, int length) {
        int[] row = new int[length];
        for (int i = 0; i < length; i++) {
            row[i] = from.getInt();
        }
        tokens[rows()] = row;
    }

    @Override
    void put(Tensor to, int at, int row, int length) {
        for (int i = 0; i < length; i++) {
            to.longs().put(at + i, tokens[row][i]);
        }
    }
}
