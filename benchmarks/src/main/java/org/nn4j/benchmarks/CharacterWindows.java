package org.nn4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.nn4j.runtime.data.SeriesSplits;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.error.Place;

/** A text as numbers of its characters, in windows: the last tenth is judged in the windows that nn4j judges it in. */
final class CharacterWindows {

    private static final double VALIDATION = 0.1;

    private final int[] characters;
    private final int vocabulary;
    private final int window;
    private final Splits begins;

    private CharacterWindows(int[] characters, int vocabulary, int window, Splits begins) {
        this.characters = characters;
        this.vocabulary = vocabulary;
        this.window = window;
        this.begins = begins;
    }

    /** Inputs, the characters of some windows one after the other, and for each of them the character that follows. */
    @SuppressWarnings("ArrayRecordComponent")
    record Batch(long[] tokens, long[] next) {}

    /** Reads a text; its characters are numbered in ascending order. */
    static CharacterWindows read(Path file, int window) throws IOException {
        int[] text = Files.readString(file).codePoints().toArray();
        int[] known = Arrays.stream(text).distinct().sorted().toArray();
        int[] numbers = Arrays.stream(text)
                .map(character -> Arrays.binarySearch(known, character))
                .toArray();
        Splits begins = SeriesSplits.endToEnd(Place.of(file), text.length, "character", window, VALIDATION, 0);
        return new CharacterWindows(numbers, known.length, window, begins);
    }

    /** Different characters. */
    int vocabulary() {
        return vocabulary;
    }

    /** Windows that begin anywhere in the training part. */
    Batch draw(Random random, int count) {
        int[] train = begins.train();
        int places = train[train.length - 1] + 1;
        return batch(random.ints(count, 0, places).toArray());
    }

    /** Windows of the validation part. */
    int validationCount() {
        return begins.validation().length;
    }

    /** Some windows of the validation part, which lie end to end. */
    Batch validation(int from, int to) {
        return batch(Arrays.copyOfRange(begins.validation(), from, to));
    }

    private Batch batch(int[] places) {
        long[] tokens = new long[places.length * window];
        long[] next = new long[tokens.length];
        Arrays.setAll(tokens, i -> characters[places[i / window] + i % window]);
        Arrays.setAll(next, i -> characters[places[i / window] + i % window + 1]);
        return new Batch(tokens, next);
    }
}
