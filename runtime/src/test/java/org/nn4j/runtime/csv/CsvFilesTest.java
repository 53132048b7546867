package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.RecipeData;

/** Several files, files of splits, and weights of rows. */
final class CsvFilesTest {

    @TempDir
    Path temp;

    private static Recipe recipe(String data) {
        return Recipe.parse(Place.NOWHERE, """
            {"name": "R", "data": {"kind": "csv", %s},
             "feeds": [{"name": "x", "dtype": "f32", "shape": ["B", "F"], "source": {"kind": "columns"}}],
             "targets": [{"name": "t", "dtype": "f32", "shape": ["B"],
                          "source": {"kind": "column", "column": "y"}}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """.formatted(data));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(temp.resolve(name), text);
    }

    private RecipeData read(String data) {
        return new CsvDataReader().ofRecipe(temp, recipe(data), 1);
    }

    private UserException fails(String data) {
        return assertThrows(UserException.class, () -> read(data));
    }

    @Test
    void filesAreReadOneAfterTheOther() throws IOException {
        write("part-2.csv", "y,b,a\n6,5,4\n");
        write("part-1.csv", "a,b,y\n1,2,3\n");
        write("other.csv", "c\n1\n");
        for (String path : new String[] {"\"part-*.csv\"", "[\"part-1.csv\", \"part-2.csv\"]", "\"part-?.csv\""}) {
            RecipeData data = read("\"path\": " + path);
            assertArrayEquals(new float[] {1, 2, 4, 5}, data.rows().column("x").toFloats());
            assertArrayEquals(new float[] {3, 6}, data.rows().column("t").toFloats());
        }
        assertEquals(
                2,
                new CsvDataReader()
                        .forTraining(temp.resolve("part-*"), recipe("\"path\": \"a\""), 1)
                        .rows()
                        .rows());
        assertEquals("no file matches", fails("\"path\": \"none-*.csv\"").problem());
    }

    @Test
    void splitsMayHaveFilesOfTheirOwn() throws IOException {
        write("a.csv", "a,y\n1,2\n3,4\n5,6\n7,8\n");
        write("v.csv", "a,y\n10,20\n");
        write("t.csv", "y,a\n40,30\n60,50\n");
        RecipeData data = read("\"path\": \"a.csv\", \"validation_path\": \"v.csv\", \"test_path\": [\"t.csv\"]");
        assertArrayEquals(new int[] {0, 1, 2, 3}, data.splits().train());
        assertArrayEquals(new int[] {4}, data.splits().validation());
        assertArrayEquals(new int[] {5, 6}, data.splits().test());
        assertArrayEquals(
                new float[] {1, 3, 5, 7, 10, 30, 50}, data.rows().column("x").toFloats());
        data = read("\"path\": \"a.csv\", \"validation\": 0.25, \"split\": \"last\", \"test_path\": \"t.csv\"");
        assertArrayEquals(new int[] {0, 1, 2}, data.splits().train());
        assertArrayEquals(new int[] {3}, data.splits().validation());
        assertArrayEquals(new int[] {4, 5}, data.splits().test());
    }

    @Test
    void headersThatDifferAreTold() throws IOException {
        write("a.csv", "a,y\n1,2\n");
        write("b.csv", "a,z\n1,2\n");
        UserException error = fails("\"path\": [\"a.csv\", \"b.csv\"]");
        assertEquals("the file has no such column, which " + temp.resolve("a.csv") + " has", error.problem());
        assertEquals(temp.resolve("b.csv").toString(), error.place().file());
        assertEquals("y", error.place().column());
        write("b.csv", "a,y,z\n1,2,3\n");
        error = fails("\"path\": [\"a.csv\", \"b.csv\"]");
        assertEquals("z", error.place().column());
    }

    @Test
    void mistakesAreInTheFileTheyAreIn() throws IOException {
        write("a.csv", "a,y\n1,2\n");
        write("b.csv", "y,a\n1,2\n1,no\n");
        UserException error = fails("\"path\": [\"a.csv\", \"b.csv\"]");
        assertEquals(temp.resolve("b.csv") + ":3: column \"a\"", error.place().toString());
        write("b.csv", "y,a\n");
        assertEquals(
                temp.resolve("b.csv") + ":1",
                fails("\"path\": [\"a.csv\", \"b.csv\"]").place().toString());
    }

    @Test
    void weightsAreNoFeatures() throws IOException {
        write("a.csv", "a,w,y\n1,0.5,2\n3,0,4\n5,2,6\n");
        RecipeData data = read("\"path\": \"a.csv\", \"weights\": \"w\"");
        assertArrayEquals(new float[] {1, 3, 5}, data.rows().column("x").toFloats());
        assertArrayEquals(new float[] {0.5f, 0, 2}, assertNotNullAnd(data.rows().weights()));
        assertArrayEquals(new int[] {0, 2}, data.splits().train());
    }

    private static float[] assertNotNullAnd(org.nn4j.runtime.data.@org.jspecify.annotations.Nullable Tensor weights) {
        assertNotNull(weights);
        return java.util.Objects.requireNonNull(weights).toFloats();
    }

    @Test
    void weightsMustBeNumbersFromZeroOn() throws IOException {
        for (String weight : new String[] {"-1", "NaN", "inf", "x", "1e40"}) {
            write("a.csv", "a,w,y\n1,1,2\n3," + weight + ",4\n");
            UserException error = fails("\"path\": \"a.csv\", \"weights\": \"w\"");
            assertEquals("\"" + weight + "\" is not a weight, a finite number from 0 on", error.problem());
            assertEquals(
                    temp.resolve("a.csv") + ":3: column \"w\"", error.place().toString());
        }
        write("a.csv", "a,w,y\n1,1,2\n3,,4\n");
        assertEquals(
                "A weight is never filled in: give one.",
                fails("\"path\": \"a.csv\", \"weights\": \"w\", \"missing\": 1").help());
        write("a.csv", "a,w,y\n1,0,2\n3,0,4\n");
        assertEquals(
                "all rows of the training split weigh 0",
                fails("\"path\": \"a.csv\", \"weights\": \"w\"").problem());
    }
}
