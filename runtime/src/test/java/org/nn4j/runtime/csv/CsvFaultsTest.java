package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Recipe;

/** What a user reads about a file that cannot be used: each line is a recipe, a text, and the message. */
final class CsvFaultsTest {

    private static final String NUMBERS = recipe("column", "\"column\": \"y\"", "f32", "");
    private static final String NAMES =
            recipe("category", "\"column\": \"y\", \"names\": [\"no\", \"yes\"]", "f32", "");
    private static final String LEARNED = recipe("category", "\"column\": \"y\", \"classes\": 2", "i64", "");

    @TempDir
    Path temp;

    private static String recipe(String kind, String source, String type, String data) {
        return """
            {"name": "R", "data": {"kind": "csv", "path": "d.csv" %s},
             "feeds": [{"name": "x", "dtype": "f32", "shape": ["B", 2], "source": {"kind": "columns"}}],
             "targets": [{"name": "t", "dtype": "%s", "shape": ["B"], "source": {"kind": "%s", %s}}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """.formatted(data, type, kind, source);
    }

    private static String with(String data) {
        return recipe("column", "\"column\": \"y\"", "f32", ", " + data);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                // the file as a whole
                fault(
                        NUMBERS,
                        "",
                        "d.csv: the file is empty. Its first line holds the names of the columns, each other"
                                + " line a row."),
                fault(
                        NUMBERS,
                        "\n\n\n",
                        "d.csv: the file is empty. Its first line holds the names of the columns, each"
                                + " other line a row."),
                fault(
                        NUMBERS,
                        "a,b,y\n",
                        "d.csv:1: there is no row below the names of the columns. Give at least one row."),
                fault(
                        with("\"validation\": 0.2"),
                        "a,b,y\n1,2,3\n",
                        "d.csv: 1 row cannot be split into training, validation (0.2) and test (0.0): none would be"
                                + " left for training. Give more rows, or smaller parts for validation and test."),
                fault(
                        with("\"validation\": 0.5, \"test\": 0.5, \"split\": \"last\""),
                        "a,b,y\n1,2,3\n4,5,6\n",
                        "d.csv: 2 rows cannot be split into training, validation (0.5) and test (0.5): none would be"
                                + " left for training. Give more rows, or smaller parts for validation and test."),
                // the header
                fault(
                        NUMBERS,
                        "a,b,z\n1,2,3\n",
                        "d.csv:1: there is no column \"y\", only \"a\", \"b\", \"z\". Names are"
                                + " compared letter by letter."),
                fault(
                        NUMBERS,
                        "a,b,Y\n1,2,3\n",
                        "d.csv:1: there is no column \"y\", only \"a\", \"b\", \"Y\". Names are"
                                + " compared letter by letter. Did you mean \"Y\"?"),
                fault(
                        NUMBERS,
                        "1.5,2,3\n4,5,6\n",
                        "d.csv:1: there is no column \"y\", only \"1.5\", \"2\", \"3\". The"
                                + " first line must hold the names of the columns."),
                fault(
                        NUMBERS,
                        "1,2,1\n4,5,6\n",
                        "d.csv:1: the first line holds numbers, not the names of the columns."
                                + " Put a line with a name for each column before it."),
                fault(
                        NUMBERS,
                        "a,y,a\n1,2,3\n",
                        "d.csv:1: columns 1 and 3 are both named \"a\". Give each column a name" + " of its own."),
                fault(
                        NUMBERS,
                        "a,,y\n1,2,3\n",
                        "d.csv:1: column 2 of 3 has no name. Name it in the first line, or" + " remove the column."),
                fault(
                        NUMBERS,
                        "a;b;y\n1;2;3\n",
                        "d.csv:1: there is no column \"y\", only \"a;b;y\". The file seems to be"
                                + " separated by \";\": say delimiter = \";\"."),
                fault(
                        NUMBERS,
                        "a\tb\ty\n1\t2\t3\n",
                        "d.csv:1: there is no column \"y\", only \"a\\tb\\ty\". The file"
                                + " seems to be separated by tabs: say delimiter = \"\\t\"."),
                fault(
                        NUMBERS,
                        "a,b,c,y\n1,2,3,4\n",
                        "d.csv:1: x: f32[B, 2] takes 2 columns, the file gives 3: \"a\", \"b\", \"c\". Name the"
                                + " columns that belong to \"x\", leave others out with except, or change its shape."),
                fault(
                        NUMBERS,
                        "y\n1\n",
                        "d.csv:1: x: f32[B, 2] takes 2 columns, the file gives 0. Name the columns that"
                                + " belong to \"x\", leave others out with except, or change its shape."),
                // rows
                fault(
                        NUMBERS,
                        "a,b,y\n1,2,3\n4,5\n",
                        "d.csv:3: the row has 2 cells, the first line names 3 columns. Give"
                                + " the row a cell for each column; put quotes around a cell that holds \",\"."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,2,3,4\n",
                        "d.csv:2: the row has 4 cells, the first line names 3 columns. Give"
                                + " the row a cell for each column; put quotes around a cell that holds \",\"."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,2,\"3\n4,5,6\n",
                        "d.csv:2: a quote that opens in this row is never closed. Close"
                                + " it; a quote within a quoted cell is written twice."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,\"2\"x,3\n",
                        "d.csv:2: text follows the closing quote of a cell in this row. A"
                                + " quoted cell ends at its closing quote; a quote within it is written twice."),
                // cells
                fault(
                        NUMBERS,
                        "a,b,y\n1,2,3\n\n1,two,3\n",
                        "d.csv:4: column \"b\": \"two\" is not a number. Correct the"
                                + " cell, or leave the column out: columns(except = \"b\"). Names become numbers by"
                                + " category(\"b\")."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,2,3\n1,2,three\n",
                        "d.csv:3: column \"y\": \"three\" is not a number. Correct the cell."
                                + " Names become numbers by category(\"y\")."),
                fault(
                        NUMBERS,
                        "\"the\nfirst\",b,y\n1,2,3\n1,2,3\n1,1e,3\n",
                        "d.csv:5: column \"b\": \"1e\" is not a"
                                + " number. Correct the cell, or leave the column out: columns(except = \"b\")."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,\"2\n\",3\n1,x,3\n",
                        "d.csv:4: column \"b\": \"x\" is not a number. Correct the"
                                + " cell, or leave the column out: columns(except = \"b\"). Names become numbers by"
                                + " category(\"b\")."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,\"2,5\",3\n",
                        "d.csv:2: column \"b\": \"2,5\" is not a number. The file seems to"
                                + " use decimal commas: say decimal = \",\"."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,NaN,3\n",
                        "d.csv:2: column \"b\": \"NaN\" is not a number. If it stands for a missing value, leave the"
                                + " cell empty and say missing = \"skip\", \"mean\", \"median\" or a number."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,-inf,3\n",
                        "d.csv:2: column \"b\": \"-inf\" is not a number. Only finite numbers can be learned from:"
                                + " correct the cell, or leave it empty and say what missing cells get."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,1e39,3\n",
                        "d.csv:2: column \"b\": \"1e39\" is too large for f32. The largest f32" + " is about 3.4e38."),
                fault(
                        NUMBERS,
                        "a,b,y\n1,,3\n",
                        "d.csv:2: column \"b\": the cell is empty. Fill it in, or say what to do with empty cells:"
                                + " missing = \"skip\" leaves the row out, \"mean\", \"median\" or a number fills the"
                                + " cell."),
                fault(
                        with("\"missing\": \"mean\""),
                        "a,b,y\n1,2,3\n4,5,\n",
                        "d.csv:3: column \"y\": the cell is empty."
                                + " What is predicted is never filled in: remove the row, or say missing = \"skip\"."),
                // categories
                fault(
                        NAMES,
                        "a,b,y\n1,2,no\n1,2,yess\n",
                        "d.csv:3: column \"y\": \"yess\" is not one of \"no\", \"yes\". Correct the cell, or name all"
                                + " categories in the recipe. Did you mean \"yes\"?"),
                fault(
                        LEARNED,
                        "a,b,y\n1,2,no\n1,2,yes\n1,2,perhaps\n",
                        "d.csv: column \"y\": the program declares 2 classes, the training rows have 3: \"no\","
                                + " \"perhaps\", \"yes\". Declare 3, or correct the column."),
                fault(
                        recipe("category", "\"column\": \"y\"", "i64", ", \"validation\": 0.34, \"split\": \"last\""),
                        "a,b,y\n1,2,no\n1,2,yes\n1,2,perhaps\n",
                        "d.csv:4: column \"y\": \"perhaps\" stands in no training row. Names are learned from the"
                                + " training rows, which have \"no\", \"yes\": name all categories in the recipe, or say"
                                + " split = \"stratified\"."),
                // whole numbers
                fault(
                        recipe("column", "\"column\": \"y\"", "i64", ""),
                        "a,b,y\n1,2,3.5\n",
                        "d.csv:2: column \"y\":" + " \"3.5\" is not a whole number. Correct the cell."));
    }

    private static Arguments fault(String recipe, String text, String message) {
        return Arguments.of(text, recipe, message);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isExplained(String text, String recipe, String message) throws IOException {
        assertEquals(
                message,
                fault(text, recipe, StandardCharsets.UTF_8).getMessage().replace(temp + "/", ""));
    }

    private UserException fault(String text, String recipe, Charset charset) throws IOException {
        Path file = temp.resolve("d.csv");
        Files.write(file, text.getBytes(charset));
        var parsed = Recipe.parse(Place.NOWHERE, recipe);
        return assertThrows(UserException.class, () -> new CsvDataReader().forTraining(file, parsed, 1));
    }

    @Test
    void textOfOtherEncodingsIsRefused() throws IOException {
        String text = "a,b,y\n1,2,3\ngrün,2,3\n";
        UserException error = fault(text, NUMBERS, StandardCharsets.ISO_8859_1);
        assertEquals("the byte 0xFC is not UTF-8", error.problem());
        assertEquals(3, error.place().line());
        assertEquals(
                "the text is UTF-16, not UTF-8",
                fault(text, NUMBERS, StandardCharsets.UTF_16).problem());
        assertEquals(
                "the text is UTF-16, not UTF-8",
                fault(text, NUMBERS, StandardCharsets.UTF_16LE).problem());
    }

    @Test
    void theEncodingFaultIsFoundBehindMuchText() throws IOException {
        String text = "a,b,y\n" + "1,2,3\n".repeat(100_000) + "é,2,3\n";
        assertEquals(
                100_002,
                fault(text, NUMBERS, StandardCharsets.ISO_8859_1).place().line());
    }

    @Test
    void filesThatCannotBeReadAreNamed() {
        var recipe = Recipe.parse(Place.NOWHERE, NUMBERS);
        Path missing = temp.resolve("nowhere.csv");
        var error = assertThrows(UserException.class, () -> new CsvDataReader().forTraining(missing, recipe, 1));
        assertEquals(
                missing + ": there is no such file. Paths in a program are relative to the program's folder: " + missing
                        + ".",
                error.getMessage());
        error = assertThrows(UserException.class, () -> new CsvDataReader().forTraining(temp, recipe, 1));
        assertEquals("is a folder, not a CSV file", error.problem());
    }
}
