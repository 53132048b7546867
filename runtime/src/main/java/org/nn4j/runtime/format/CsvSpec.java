package org.nn4j.runtime.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CSV files of a recipe and how they are read.
 *
 * @param paths the files, relative to the program's; {@code *} and {@code ?} in a name match several
 * @param validationPaths files of the validation split; empty where it is a part of the others
 * @param testPaths files of the test split; empty where it is a part of the others
 * @param split which rows are kept from training
 * @param missing what is done with empty cells
 * @param delimiter what stands between cells
 * @param decimal the decimal point
 * @param weights the column of the weight of each row; null where all weigh 1
 * @param stream how many rows are in memory at a time, the others on disk; 0 where all are in memory
 */
public record CsvSpec(
        List<String> paths,
        List<String> validationPaths,
        List<String> testPaths,
        SplitSpec split,
        Missing missing,
        char delimiter,
        char decimal,
        @Nullable String weights,
        int stream)
        implements DataSpec {

    @Override
    public String path() {
        return String.join(", ", paths);
    }

    /** Whether splits have files of their own. */
    public boolean splitsAreFiles() {
        return !validationPaths.isEmpty() || !testPaths.isEmpty();
    }

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
                paths(json, "path"),
                json.has("validation_path") ? paths(json, "validation_path") : List.of(),
                json.has("test_path") ? paths(json, "test_path") : List.of(),
                SplitSpec.read(json),
                json.has("missing") ? readMissing(json) : new Missing(Missing.Rule.ERROR, 0),
                character(json, "delimiter", ','),
                character(json, "decimal", '.'),
                json.has("weights") ? json.string("weights") : null,
                json.has("stream") ? (int) Math.min(Integer.MAX_VALUE, json.integer("stream")) : 0);
    }

    private static List<String> paths(Json json, String name) {
        return json.content().get(name) instanceof JsonArray ? json.strings(name) : List.of(json.string(name));
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
