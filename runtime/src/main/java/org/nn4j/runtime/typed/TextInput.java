package org.nn4j.runtime.typed;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Source;

/**
 * An input that takes the indices of a text's tokens, i64.
 *
 * @param name of the input
 * @param component what the row calls the text
 * @param value the text of a row
 * @param cut what tokens are, and how a text is read
 */
record TextInput<I>(String name, String component, Function<I, @Nullable String> value, Cut cut)
        implements SequenceInput<I> {

    /**
     * How a text becomes indices.
     *
     * @param of words or characters
     * @param trims whether blanks at both ends are no part of it
     * @param most how many tokens are read; the others are left out
     * @param length how many there must be; -1 where any number but 0 will do
     * @param first the index of the vocabulary's first token
     * @param unknown the index of tokens that are not in it; -1 where they are refused
     */
    record Cut(Source.Sequence.Of of, boolean trims, int most, int length, int first, int unknown) {

        List<String> tokens(String text) {
            char[] all = (trims ? text.trim() : text).toCharArray();
            List<String> tokens = new ArrayList<>();
            for (int at = 0; at < all.length && tokens.size() < most; ) {
                int end = of.end(all, at, all.length);
                tokens.add(new String(all, at, end - at));
                at = of.next(all, end, all.length);
            }
            return tokens;
        }

        String noun() {
            return of == Source.Sequence.Of.WORDS ? "word" : "character";
        }
    }

    @Override
    public int length(I row) {
        String text = value.apply(row);
        return text == null ? 0 : cut.tokens(text).size();
    }

    @Override
    public Object form(I row) {
        return length(row);
    }

    @Override
    public Tensor tensor(List<I> rows, @Nullable Learned learned) {
        Map<String, Integer> indices = indices(learned);
        int length = length(rows.get(0));
        Tensor tensor = Tensor.room(DType.I64, rows.size(), length);
        LongBuffer to = tensor.longs();
        for (int row = 0; row < rows.size(); row++) {
            String text = value.apply(rows.get(row));
            if (text == null) {
                throw Fault.missing(row, component);
            }
            List<String> tokens = cut.tokens(text);
            requireLength(row, tokens.size());
            for (String token : tokens) {
                to.put(index(row, token, indices));
            }
        }
        return tensor;
    }

    private Map<String, Integer> indices(@Nullable Learned learned) {
        List<String> vocabulary = learned == null ? List.of() : learned.names().getOrDefault(name, List.of());
        if (vocabulary.isEmpty()) {
            throw new UserException(
                    Place.NOWHERE,
                    "the vocabulary of " + Quote.text(component) + " is not known yet: it is learned from data",
                    "Train the model first.");
        }
        Map<String, Integer> indices = new HashMap<>();
        vocabulary.forEach(token -> indices.put(token, indices.size() + cut.first()));
        return indices;
    }

    private void requireLength(int row, int length) {
        if (cut.length() < 0 ? length == 0 : length != cut.length()) {
            throw Fault.of(
                    row,
                    component,
                    "has " + Quote.count(length, cut.noun()),
                    cut.length() < 0
                            ? "Give at least one " + cut.noun() + "."
                            : "Give " + Quote.count(cut.length(), cut.noun()) + ".");
        }
    }

    private int index(int row, String token, Map<String, Integer> indices) {
        int index = indices.getOrDefault(token, cut.unknown());
        if (index < 0) {
            throw Fault.of(
                    row,
                    component,
                    "has " + Quote.text(token) + ", which stands in no training row",
                    "Leave it out, or say unknown = true in the recipe and train again.");
        }
        return index;
    }
}
