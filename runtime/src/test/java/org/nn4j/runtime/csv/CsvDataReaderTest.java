package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.Present;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.RecipeData;

final class CsvDataReaderTest {

    private static final DataReader READER = new CsvDataReader();
    private static final String COLUMNS = "{\"kind\": \"columns\"}";

    @TempDir
    Path temp;

    private static Recipe recipe(String x, String target, String data) {
        String type = target.contains("category") ? "i64" : "f32";
        return Recipe.parse(Place.NOWHERE, """
            {"name": "R", "data": {"kind": "csv", "path": "d.csv" %s},
             "feeds": [{"name": "x", "dtype": "f32", "shape": ["B", "F"], "source": %s}],
             "targets": [{"name": "t", "dtype": "%s", "shape": ["B"], "source": %s}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """.formatted(data, x, type, target));
    }

    private static Recipe plain(String data) {
        return recipe(COLUMNS, "{\"kind\": \"column\", \"column\": \"y\"}", data);
    }

    private static Recipe category(String more, String data) {
        return recipe(COLUMNS, "{\"kind\": \"category\", \"column\": \"y\"" + more + "}", data);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(temp.resolve("d.csv"), text);
    }

    private RecipeData read(String text, Recipe recipe) throws IOException {
        return READER.forTraining(write(text), recipe, 1);
    }

    private static float[] floats(Dataset data, String name) {
        return data.column(name).toFloats();
    }

    @Test
    void readsAllColumnsButTheTargets() throws IOException {
        RecipeData data = read("a,y,b\n1,2,3\n4,5,6\n", plain(""));
        assertArrayEquals(new float[] {1, 3, 4, 6}, floats(data.rows(), "x"));
        assertArrayEquals(new long[] {2, 2}, data.rows().column("x").shape());
        assertArrayEquals(new float[] {2, 5}, floats(data.rows(), "t"));
        assertEquals(
                Map.of("x", List.of("a", "b"), "t", List.of("y")),
                data.learned().columns());
    }

    @Test
    void readsNamedColumnsInTheirOrder() throws IOException {
        String only = "{\"kind\": \"columns\", \"only\": [\"c\", \"a\"], \"except\": []}";
        RecipeData data = read("a,b,c,y\n1,2,3,4\n", recipe(only, "{\"kind\": \"column\", \"column\": \"y\"}", ""));
        assertArrayEquals(new float[] {3, 1}, floats(data.rows(), "x"));
        String except = "{\"kind\": \"columns\", \"except\": [\"b\"]}";
        data = read("a,b,c,y\n1,two,3,4\n", recipe(except, "{\"kind\": \"column\", \"column\": \"y\"}", ""));
        assertArrayEquals(new float[] {1, 3}, floats(data.rows(), "x"));
    }

    @Test
    void takesFilesAsOtherProgramsWriteThem() throws IOException {
        float[] wanted = {1.5f, -2, 0.25f, 1e3f};
        String mark = "\uFEFF";
        for (String text : List.of(
                "a,b,y\n1.5,-2,0\n.25,1e3,0\n",
                "a,b,y\r\n1.5,-2,0\r\n.25,1e3,0\r\n",
                "a,b,y\r1.5,-2,0\r.25,1e3,0",
                mark + "a,b,y\n1.5,-2,0\n.25,1e3,0",
                mark + "\"a\",\"b\",\"y\"\n\"1.5\",\"-2\",\"0\"\n\".25\",\"1e3\",\"0\"\n",
                "a, b ,y\n 1.5,\t-2 ,0\n\n+0.25, 1.0E+3,0\n\n\n")) {
            assertArrayEquals(wanted, floats(read(text, plain("")).rows(), "x"), text);
        }
        Recipe german = plain(", \"delimiter\": \";\", \"decimal\": \",\"");
        assertArrayEquals(
                wanted, floats(read("a;b;y\n1,5;-2;0\n,25;1e3;0\n", german).rows(), "x"));
    }

    @Test
    void learnsNamesFromTheTrainingRows() throws IOException {
        RecipeData data = read("a,y\n1,pear\n2,apple\n3,\uD83C\uDF4E\n4,\uFB01g\n5,pear\n", category("", ""));
        assertEquals(
                List.of("apple", "pear", "\uFB01g", "\uD83C\uDF4E"),
                data.learned().names().get("t"));
        assertArrayEquals(new long[] {1, 0, 3, 2, 1}, data.rows().column("t").toLongs());
    }

    @Test
    void declaredNamesKeepTheirOrder() throws IOException {
        RecipeData data = read("a,y\n1,pear\n2,apple\n", category(", \"names\": [\"pear\", \"fig\", \"apple\"]", ""));
        assertArrayEquals(new long[] {0, 2}, data.rows().column("t").toLongs());
        assertEquals(List.of("pear", "fig", "apple"), data.learned().names().get("t"));
    }

    @Test
    void unknownInputsGetIndexZero() throws IOException {
        Recipe recipe = Recipe.parse(Place.NOWHERE, """
            {"name": "R",
             "data": {"kind": "csv", "path": "d.csv", "validation": 0.34, "split": "last", "missing": 0},
             "feeds": [{"name": "x", "dtype": "i64", "shape": ["B"],
                        "source": {"kind": "category", "column": "a", "classes": 3, "unknown": true}}],
             "targets": [{"name": "t", "dtype": "f32", "shape": ["B"],
                          "source": {"kind": "column", "column": "y"}}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """);
        RecipeData data = read("a,y\nred,1\nblue,2\n,3\nred,4\nred,5\ngreen,6\n", recipe);
        assertArrayEquals(new long[] {2, 1, 0, 2, 2, 0}, data.rows().column("x").toLongs());
        Dataset later = READER.forPrediction(write("y,a\n,violet\n,blue\n"), recipe, data.learned());
        assertArrayEquals(new long[] {0, 1}, later.column("x").toLongs());
    }

    @Test
    void emptyCellsFollowTheRule() throws IOException {
        String text = "a,b,y\n1,,1\n2,10,2\n,20,3\n6,60,4\n";
        assertArrayEquals(
                new float[] {1, 30, 2, 10, 3, 20, 6, 60},
                floats(read(text, plain(", \"missing\": \"mean\"")).rows(), "x"));
        assertArrayEquals(
                new float[] {1, 20, 2, 10, 2, 20, 6, 60},
                floats(read(text, plain(", \"missing\": \"median\"")).rows(), "x"));
        assertArrayEquals(
                new float[] {1, -1, 2, 10, -1, 20, 6, 60},
                floats(read(text, plain(", \"missing\": -1")).rows(), "x"));
        RecipeData skipped = read(text, plain(", \"missing\": \"skip\""));
        assertArrayEquals(new float[] {2, 10, 6, 60}, floats(skipped.rows(), "x"));
        assertArrayEquals(new float[] {2, 4}, floats(skipped.rows(), "t"));
    }

    @Test
    void fillsComeFromTheTrainingRowsAndStayTheSame() throws IOException {
        Recipe recipe = plain(", \"missing\": \"mean\", \"validation\": 0.25, \"split\": \"last\"");
        RecipeData data = read("a,y\n1,1\n3,2\n,3\n100,4\n", recipe);
        assertArrayEquals(new float[] {1, 3, 2, 100}, floats(data.rows(), "x"));
        Learned learned = Learned.parse(Place.NOWHERE, data.learned().toJson());
        assertEquals(Map.of("x", List.of(2.0)), learned.fills());
        assertArrayEquals(new float[] {2}, floats(READER.forPrediction(write("a\n\"\"\n"), recipe, learned), "x"));
    }

    @Test
    void laterFilesMayHaveOtherColumnsInAnotherOrder() throws IOException {
        Recipe recipe = plain("");
        Learned learned = read("a,b,y\n1,2,3\n", recipe).learned();
        Dataset later = READER.forPrediction(write("note,b,a\nhello,20,10\n"), recipe, learned);
        assertArrayEquals(new float[] {10, 20}, floats(later, "x"));
        var error =
                assertThrows(UserException.class, () -> READER.forPrediction(write("b,c\n20,10\n"), recipe, learned));
        assertEquals("there is no column \"a\", only \"b\", \"c\"", error.problem());
    }

    @Test
    void aPredictionNeedsEveryCell() throws IOException {
        Recipe recipe = plain(", \"missing\": \"skip\"");
        Learned learned = read("a,b,y\n1,2,3\n", recipe).learned();
        var error =
                assertThrows(UserException.class, () -> READER.forPrediction(write("a,b\n1,2\n1,\n"), recipe, learned));
        assertEquals("The recipe leaves such rows out of training; a prediction needs every cell.", error.help());
        assertEquals(3, error.place().line());
        assertEquals(
                1,
                READER.forEvaluation(write("a,b,y\n1,2,3\n1,,3\n"), recipe, learned)
                        .rows());
    }

    @Test
    void namesThatTrainingHasNotSeenAreNamed() throws IOException {
        Recipe recipe = category("", "");
        Learned learned = read("a,y\n1,pear\n2,apple\n", recipe).learned();
        var error =
                assertThrows(UserException.class, () -> READER.forEvaluation(write("a,y\n1,plum\n"), recipe, learned));
        assertEquals("\"plum\" is not one of \"apple\", \"pear\"", error.problem());
        assertEquals("The model knows the names of its training rows only.", error.help());
    }

    @Test
    void wideFeedsKeepTheirShape() throws IOException {
        Recipe recipe = Recipe.parse(Place.NOWHERE, """
            {"name": "R", "data": {"kind": "csv", "path": "d.csv"},
             "feeds": [{"name": "x", "dtype": "f32", "shape": ["B", 1, 2, 2], "source": {"kind": "columns"}}],
             "targets": [], "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """);
        assertArrayEquals(
                new long[] {1, 1, 2, 2},
                read("a,b,c,d\n1,2,3,4\n", recipe).rows().column("x").shape());
    }

    @Test
    void wholeNumbersAreReadAsSuch() throws IOException {
        Recipe recipe = Recipe.parse(Place.NOWHERE, """
            {"name": "R", "data": {"kind": "csv", "path": "d.csv", "missing": 7},
             "feeds": [{"name": "x", "dtype": "i64", "shape": ["B", 2], "source": {"kind": "columns"}}],
             "targets": [], "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """);
        RecipeData data = read("a,b\n9007199254740991,-2\n,4.0\n", recipe);
        assertArrayEquals(
                new long[] {9007199254740991L, -2, 7, 4},
                data.rows().column("x").toLongs());
    }

    @Test
    void manyRowsAreRead() throws IOException {
        var text = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(',').append(-i).append(",n").append(i % 3000).append('\n');
        }
        RecipeData data = read(text.toString(), category("", ""));
        assertEquals(20_000, data.rows().rows());
        assertEquals(-19_999, data.rows().column("x").floats().get(39_999));
        assertEquals(3000, Present.in(data.learned().names(), "t").size());
        assertEquals("n1999", Present.in(data.learned().names(), "t").get((int)
                data.rows().column("t").longs().get(19_999)));
    }
}
