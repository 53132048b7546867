package org.nn4j.runtime.reader;

import java.util.Arrays;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Feed;

/** Rows in the shape that a feed or target declares: the same dims, or others of as many values where all are known. */
public final class RowShape {

    private RowShape() {}

    /**
     * The shape of all rows.
     *
     * @param rows all of them
     * @param what they are called in messages, in the plural
     * @param place where they come from, for errors
     * @throws UserException if a row does not fit
     */
    public static long[] of(Feed feed, Tensor rows, String what, Place place) {
        long[] given = rows.shape();
        long[] shape = new long[feed.shape().size()];
        shape[0] = given[0];
        long known = 1;
        int open = 0;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = feed.shape().get(i).size();
            known *= Math.max(1, shape[i]);
            open += shape[i] < 0 ? 1 : 0;
        }
        long width = 1;
        for (int i = 1; i < given.length; i++) {
            width *= given[i];
        }
        if (open == 0 && known == width) {
            return shape;
        }
        return aligned(feed, rows, shape, what, place);
    }

    /** Dims that the feed leaves open are those of the rows; only a dim of 1 may stand before them. */
    private static long[] aligned(Feed feed, Tensor rows, long[] shape, String what, Place place) {
        long[] given = rows.shape();
        int ahead = shape.length - given.length;
        boolean fits = ahead == 0 || (ahead == 1 && shape[1] == 1);
        for (int i = 1; fits && i < given.length; i++) {
            long wanted = shape[i + ahead];
            fits = wanted < 0 || wanted == given[i];
            shape[i + ahead] = given[i];
        }
        if (!fits) {
            String row = rows.dtype() + Arrays.toString(Arrays.copyOfRange(given, 1, given.length));
            throw new UserException(
                    place,
                    what + " are " + row + ", but the program takes " + feed,
                    "Give " + Quote.text(feed.name()) + " the size that they have.");
        }
        return shape;
    }
}
