package org.nn4j.runtime.reader;

import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.format.SplitSpec;

/** Splits rows as a recipe says. */
public final class Splitting {

    private Splitting() {}

    /**
     * Splits rows.
     *
     * @param data where the rows come from, for errors
     * @param classes the class of each row; null where rows have none, and {@code stratified} is {@code random}
     */
    public static Splits of(SplitSpec spec, Place data, int rows, int @Nullable [] classes, long seed) {
        return switch (spec.method()) {
            case LAST -> Splits.last(data, rows, spec.validation(), spec.test());
            case RANDOM -> Splits.random(data, rows, spec.validation(), spec.test(), seed);
            case STRATIFIED ->
                Splits.stratified(
                        data, classes == null ? new int[rows] : classes, spec.validation(), spec.test(), seed);
        };
    }
}
