package org.nn4j.runtime.format;

import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * The CSV file of a recipe and how it is read.
 *
 * @param path the file, relative to the program's
 * @param split which rows are kept from training
 * @param missing what is done with empty cells
 * @param delimiter what stands between cells
 * @param decimal the decimal point
 */
public record CsvSpec(String path, SplitSpec split, Missing missing, char delimiter, char decimal) implements DataSpec {

    @Override
    public String kind() {
        return "csv";
    }

    /**
     * What is done with empty cells.
     *
     * @param rule the rule
     * @param value the number of {@link Rule#VALUE}
     */
    public record Missing(Rule rule, double value) {

        /** The ways to treat an empty cell. */
        public enum Rule {
            /** It is an error. */
            ERROR,
            /** Its row is left out. */
            SKIP,
            /** It gets the mean of the column over the training rows. */
            MEAN,
            /** It gets the median of the column over the training rows. */
            MEDIAN,
            /** It gets a number. */
            VALUE
        }
    }

    static CsvSpec read(Json json) {
        return new CsvSpec(
                json.string("path"),
                SplitSpec.read(json),
                json.has("missing") ? readMissing(json) : new Missing(Missing.Rule.ERROR, 0),
                character(json, "delimiter", ','),
                character(json, "decimal", '.'));
    }

    private static Missing readMissing(Json json) {
        if (json.content().get("missing") instanceof JsonPrimitive p && p.isNumber()) {
            return new Missing(Missing.Rule.VALUE, p.getAsDouble());
        }
        return new Missing(json.word("missing", CsvSpec::ruleOf), 0);
    }

    private static Missing.@Nullable Rule ruleOf(String word) {
        return switch (word) {
            case "error" -> Missing.Rule.ERROR;
            case "skip" -> Missing.Rule.SKIP;
            case "mean" -> Missing.Rule.MEAN;
            case "median" -> Missing.Rule.MEDIAN;
            default -> null;
        };
    }

    private static char character(Json json, String name, char otherwise) {
        if (!json.has(name)) {
            return otherwise;
        }
        String text = json.string(name);
        if (text.length() != 1) {
            throw json.wrong(name, "one character");
        }
        return text.charAt(0);
    }
}
