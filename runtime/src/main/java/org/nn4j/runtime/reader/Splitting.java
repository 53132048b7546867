package org.nn4j.runtime.reader;

import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.data.SeriesSplits;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.SplitSpec;
import org.nn4j.runtime.format.TextSpec;

/** Splits rows as a recipe says. */
public final class Splitting {

    private Splitting() {}

    /**
     * Splits the rows of a recipe, of a series in time.
     *
     * @param data where the rows come from, for errors
     * @param classes the class of each row; null where rows have none, and {@code stratified} is {@code random}
     */
    public static Splits of(Recipe recipe, Place data, int rows, int @Nullable [] classes, long seed) {
        SplitSpec spec = recipe.data().split();
        return isSeries(recipe)
                ? series(recipe, data, rows, spec.validation(), spec.test())
                : of(spec, data, rows, classes, seed);
    }

    /** Every row that there is something to predict for: of a series not the first ones, which have no window. */
    public static int[] all(Recipe recipe, Place data, int rows) {
        return isSeries(recipe)
                ? series(recipe, data, rows, 0, 0).train()
                : Splits.none(rows).train();
    }

    /** In which order an epoch goes through the training rows. */
    public static RowOrder order(Recipe recipe, Place data, int rows) {
        if (!(recipe.data() instanceof TextSpec text)) {
            return RowOrder.shuffled();
        }
        SplitSpec spec = text.split();
        int training = Splits.last(data, rows, spec.validation(), spec.test()).train().length;
        return RowOrder.moved(text.context(), training - text.context() - 1);
    }

    private static boolean isSeries(Recipe recipe) {
        return recipe.data() instanceof TextSpec || recipe.window() > 0;
    }

    private static Splits series(Recipe recipe, Place data, int rows, double validation, double test) {
        return recipe.data() instanceof TextSpec text
                ? SeriesSplits.endToEnd(data, rows, "character", text.context(), validation, test)
                : SeriesSplits.ahead(data, rows, recipe.window(), recipe.horizon(), validation, test);
    }

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
