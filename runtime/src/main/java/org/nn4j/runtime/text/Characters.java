package org.nn4j.runtime.text;

import java.nio.file.Path;
import java.util.Arrays;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/**
 * A text as Unicode code points.
 *
 * @param place the file that it comes from; {@link Place#NOWHERE} for a text of a caller
 * @param codePoints its characters
 */
@SuppressWarnings("ArrayRecordComponent")
public record Characters(Place place, int[] codePoints) {

    /**
     * The index of each character of a text.
     *
     * @throws UserException if one is not in the vocabulary
     */
    public static int[] indices(String text, Vocabulary vocabulary) {
        int[] indices = new int[text.codePointCount(0, text.length())];
        of(text).indices(vocabulary).bytes().asIntBuffer().get(indices);
        return indices;
    }

    static Characters read(Path file) {
        return new Characters(Place.of(file), TextFile.read(file).codePoints().toArray());
    }

    static Characters of(String text) {
        return new Characters(Place.NOWHERE, text.codePoints().toArray());
    }

    int length() {
        return codePoints.length;
    }

    /** Every character of the first so many, once. */
    Vocabulary vocabulary(int first, boolean unknown) {
        return Vocabulary.learn(Arrays.copyOf(codePoints, first), unknown);
    }

    /**
     * The index of each character, {@code i32}.
     *
     * @throws UserException if one is not in the vocabulary
     */
    Tensor indices(Vocabulary vocabulary) {
        Tensor indices = Tensor.zeros(DType.I32, codePoints.length);
        var to = indices.bytes().asIntBuffer();
        for (int i = 0; i < codePoints.length; i++) {
            int index = vocabulary.index(codePoints[i]);
            if (index < 0) {
                throw unknown(i);
            }
            to.put(index);
        }
        return indices;
    }

    private UserException unknown(int at) {
        int start = at;
        while (start > 0 && codePoints[start - 1] != '\n') {
            start--;
        }
        long line =
                1 + Arrays.stream(codePoints, 0, start).filter(c -> c == '\n').count();
        boolean inFile = !place.equals(Place.NOWHERE);
        return new UserException(
                inFile ? place.line(line) : place,
                "character " + (at - start + 1) + (inFile ? "" : " of line " + line) + ", "
                        + Vocabulary.name(codePoints[at])
                        + ", is not in the model's vocabulary",
                "A vocabulary has the characters of the training part alone: leave the character out, or say"
                        + " unknown = true in the recipe and train again.");
    }
}
