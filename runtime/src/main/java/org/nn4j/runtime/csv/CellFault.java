package org.nn4j.runtime.csv;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.Source;

/**
 * A cell that cannot be used.
 *
 * @param gather what it was read for
 * @param column the index of its column
 * @param text what it holds; empty for an empty cell
 */
record CellFault(Gather gather, int column, String text) {

    private static final Set<String> WORDS_FOR_MISSING = Set.of("nan", "na", "n/a", "null", "none", "?", "-", "nil");
    private static final Set<String> WORDS_FOR_INFINITY =
            Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");

    UserException toException(Place place, CsvSpec spec, Purpose purpose) {
        if (text.isEmpty()) {
            return new UserException(place, "the cell is empty", helpForEmpty(spec, purpose));
        }
        if (gather instanceof NameGather names) {
            return new UserException(
                    place, Quote.text(text) + " is not " + gather.wanted(), helpForName(names, purpose));
        }
        if (gather instanceof DateGather) {
            return new UserException(
                    place,
                    Quote.text(text) + " is not " + gather.wanted(),
                    "Correct the cell, or say how dates are written: date(…, format = \"dd.MM.yyyy\").");
        }
        if (gather instanceof WeightGather) {
            return new UserException(
                    place,
                    Quote.text(text) + " is not " + gather.wanted(),
                    "A row of weight 2 counts as two, one of weight 0 is not trained on: correct the cell.");
        }
        double number = DecimalNumber.parse(text.toCharArray(), 0, text.length(), spec.decimal());
        boolean large = gather instanceof NumberGather && !Double.isNaN(number);
        return new UserException(
                place,
                large ? Quote.text(text) + " is too large for f32" : Quote.text(text) + " is not " + gather.wanted(),
                large ? "The largest f32 is about 3.4e38." : helpForNumber(place.column(), spec));
    }

    private String helpForEmpty(CsvSpec spec, Purpose purpose) {
        return switch (spec.missing().rule()) {
            case ERROR ->
                "Fill it in, or say what to do with empty cells: missing = \"skip\" leaves the row out,"
                        + " \"mean\", \"median\" or a number fills the cell.";
            case SKIP -> "The recipe leaves such rows out of training; a prediction needs every cell.";
            case MEAN, MEDIAN, VALUE ->
                gather instanceof WeightGather
                        ? "A weight is never filled in: give one."
                        : gather.isTarget()
                                ? "What is predicted is never filled in: remove the row, or say missing = \"skip\"."
                                : "missing = \"" + spec.missing().rule().name().toLowerCase(Locale.ROOT)
                                        + "\" gives no "
                                        + (gather instanceof NameGather
                                                ? "name"
                                                : gather instanceof DateGather ? "date" : "whole number")
                                        + (purpose == Purpose.TRAINING
                                                ? ": fill the cell in, or say missing = \"skip\"."
                                                : ": fill the cell in.");
        };
    }

    private String helpForName(NameGather names, Purpose purpose) {
        String didYouMean = Quote.didYouMean(text, names.names());
        if (purpose != Purpose.TRAINING) {
            return "The model knows the names of its training rows only." + didYouMean;
        }
        return "Correct the cell, or name all categories in the recipe." + didYouMean;
    }

    private String helpForNumber(String name, CsvSpec spec) {
        String word = text.toLowerCase(Locale.ROOT);
        if (WORDS_FOR_MISSING.contains(word)) {
            return "If it stands for a missing value, leave the cell empty and say missing = \"skip\", \"mean\","
                    + " \"median\" or a number.";
        }
        if (WORDS_FOR_INFINITY.contains(word)) {
            return "Only finite numbers can be learned from: correct the cell, or leave it empty and say what missing"
                    + " cells get.";
        }
        if (spec.decimal() == '.' && DECIMAL_COMMA.matcher(text).matches()) {
            return "The file seems to use decimal commas: say decimal = \",\".";
        }
        String names = !(gather instanceof NumbersGather) && Character.isLetter(text.codePointAt(0))
                ? " Names become numbers by category(" + Quote.text(name) + ")."
                : "";
        if (gather.feed().source() instanceof Source.Columns columns && columns.only() == null) {
            return "Correct the cell, or leave the column out: columns(except = " + Quote.text(name) + ")." + names;
        }
        return "Correct the cell." + names;
    }
}
