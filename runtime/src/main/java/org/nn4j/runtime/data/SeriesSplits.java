package org.nn4j.runtime.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;

/**
 * Which windows of a series are for what. The series is cut in time, the last parts for validation and test, so that
 * what is judged lies after all that was learned from.
 */
public final class SeriesSplits {

    private SeriesSplits() {}

    /**
     * Windows end to end, by the place of their first element. All of a window, and the element behind it, lie in one
     * part.
     *
     * @param place where the series comes from, for errors
     * @param elements in the series, which errors call {@code noun}
     * @param window its length
     * @throws UserException if a part is too short for one window
     */
    public static Splits endToEnd(Place place, int elements, String noun, int window, double validation, double test) {
        Splits parts = Splits.last(place, elements, validation, test);
        return new Splits(
                endToEnd(place, parts.train(), "training", noun, window),
                endToEnd(place, parts.validation(), "validation", noun, window),
                endToEnd(place, parts.test(), "test", noun, window));
    }

    private static int[] endToEnd(Place place, int[] part, String name, String noun, int window) {
        if (part.length == 0) {
            return part;
        }
        if (part.length < window + 1) {
            throw new UserException(
                    place,
                    "the part for " + name + " has " + Quote.count(part.length, noun) + ", a window of " + window
                            + " and what follows it take " + (window + 1),
                    "Give a longer series, a larger part, or shorter windows.");
        }
        int count = (part.length - 1) / window;
        return IntStream.range(0, count).map(i -> part[0] + i * window).toArray();
    }

    /**
     * Rows to predict from the window before each. A window may reach back into an earlier part, as it would when the
     * model is used; what is predicted lies in one part.
     *
     * @param place where the series comes from, for errors
     * @param rows of the series
     * @param window its length
     * @param horizon how many rows are predicted, the first of them is the row
     * @throws UserException if a part has no such row
     */
    public static Splits ahead(Place place, int rows, int window, int horizon, double validation, double test) {
        requireWindow(place, rows, window, horizon);
        Splits parts = Splits.last(place, rows, validation, test);
        return new Splits(
                ahead(place, parts.train(), "training", window, horizon),
                ahead(place, parts.validation(), "validation", window, horizon),
                ahead(place, parts.test(), "test", window, horizon));
    }

    /** All rows of a series that can be predicted, as training. */
    public static Splits all(Place place, int rows, int window, int horizon) {
        return ahead(place, rows, window, horizon, 0, 0);
    }

    private static void requireWindow(Place place, int rows, int window, int horizon) {
        if (rows < window + horizon) {
            throw new UserException(
                    place,
                    "there are " + Quote.count(rows, "row") + ", a window of " + window + " and the "
                            + (horizon == 1 ? "row" : Quote.count(horizon, "row")) + " behind it take "
                            + (window + horizon),
                    "Give more rows, or shorter windows.");
        }
    }

    private static int[] ahead(Place place, int[] part, String name, int window, int horizon) {
        int end = part.length == 0 ? 0 : part[part.length - 1] + 1;
        int[] rows = Arrays.stream(part)
                .filter(row -> row >= window && row + horizon <= end)
                .toArray();
        if (rows.length == 0 && part.length > 0) {
            throw new UserException(
                    place,
                    "the part for " + name + " has " + Quote.count(part.length, "row")
                            + ", too few for one prediction of " + Quote.count(horizon, "row") + " from the " + window
                            + " before",
                    "Give more rows, a larger part, or shorter windows.");
        }
        return rows;
    }
}
