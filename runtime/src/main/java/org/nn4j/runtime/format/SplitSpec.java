package org.nn4j.runtime.format;

import org.jspecify.annotations.Nullable;

/**
 * Which rows are kept from training.
 *
 * @param validation the part of the rows kept for validation, from 0 to 1
 * @param test the part of the rows kept for the test
 * @param method which rows those are
 */
public record SplitSpec(double validation, double test, Method method) {

    /** Which rows go to validation and test. */
    public enum Method {
        /** Rows drawn at random. */
        RANDOM,
        /** Rows drawn at random from each class of the first target that is a category. */
        STRATIFIED,
        /** The last rows: validation before test. */
        LAST
    }

    static SplitSpec read(Json json) {
        return new SplitSpec(
                json.has("validation") ? json.number("validation") : 0,
                json.has("test") ? json.number("test") : 0,
                json.has("split") ? json.word("split", SplitSpec::methodOf) : Method.RANDOM);
    }

    private static @Nullable Method methodOf(String word) {
        return switch (word) {
            case "random" -> Method.RANDOM;
            case "stratified" -> Method.STRATIFIED;
            case "last" -> Method.LAST;
            default -> null;
        };
    }
}
