package org.nn4j.runtime.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nn4j.runtime.error.Quote;

/**
 * The characters that a model knows, each with its index: Unicode code points in ascending order, so that a character
 * beyond U+FFFF is one and not two. Where unknown characters are allowed, index 0 is theirs.
 */
public final class Vocabulary {

    private static final String UNKNOWN = "\uFFFD";

    private final int[] characters;
    private final boolean unknown;

    private Vocabulary(int[] characters, boolean unknown) {
        this.characters = characters;
        this.unknown = unknown;
    }

    /** Every character of a text once. */
    static Vocabulary learn(int[] text, boolean unknown) {
        return new Vocabulary(Arrays.stream(text).sorted().distinct().toArray(), unknown);
    }

    /** The vocabulary that training learned. */
    public static Vocabulary of(List<String> characters, boolean unknown) {
        return new Vocabulary(
                characters.stream().mapToInt(c -> c.codePointAt(0)).toArray(), unknown);
    }

    /** The characters in the order of their indices, without the one for unknown ones. */
    public List<String> characters() {
        return Arrays.stream(characters).mapToObj(Character::toString).toList();
    }

    /** The number of indices. */
    public int size() {
        return characters.length + (unknown ? 1 : 0);
    }

    /** The index of a character; -1 if it has none. */
    public int index(int codePoint) {
        int found = Arrays.binarySearch(characters, codePoint);
        if (found < 0) {
            return unknown ? 0 : -1;
        }
        return unknown ? found + 1 : found;
    }

    /** The character of an index; U+FFFD for the index of unknown ones. */
    public String character(int index) {
        int place = unknown ? index - 1 : index;
        return place < 0 ? UNKNOWN : Character.toString(characters[place]);
    }

    /** How a message names a character: {@code "é" (U+00E9)}. */
    static String name(int codePoint) {
        return String.format(Locale.ROOT, "%s (U+%04X)", Quote.text(Character.toString(codePoint)), codePoint);
    }
}
