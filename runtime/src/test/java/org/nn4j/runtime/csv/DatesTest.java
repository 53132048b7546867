package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Columns of dates. */
final class DatesTest {

    @TempDir
    Path temp;

    private static Recipe recipe(int width, String source) {
        return Recipe.parse(Place.NOWHERE, """
            {"name": "R", "data": {"kind": "csv", "path": "d.csv"},
             "feeds": [{"name": "x", "dtype": "f32", "shape": ["B", %d],
                        "source": {"kind": "date", "column": "when", %s}}],
             "targets": [{"name": "t", "dtype": "f32", "shape": ["B"],
                          "source": {"kind": "column", "column": "y"}}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """.formatted(width, source));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(temp.resolve("d.csv"), text);
    }

    private float[] read(String dates, int width, String source) throws IOException {
        var text = new StringBuilder("when,y\n");
        dates.replace('|', '\n').lines().forEach(date -> text.append(date).append(",1\n"));
        RecipeData data = new CsvDataReader().forTraining(write(text.toString()), recipe(width, source), 1);
        return data.rows().column("x").toFloats();
    }

    private static final String ALL =
            "\"parts\": [\"year\", \"month\", \"day\", \"yearday\", \"weekday\", \"hour\", \"minute\", \"second\"]";

    @Test
    void isoDatesWithAndWithoutATime() throws IOException {
        float[] day = {2024, 12, 31, 366, 2, 0, 0, 0};
        assertArrayEquals(day, read("2024-12-31", 8, ALL));
        float[] time = {2024, 12, 31, 366, 2, 18, 30, 5};
        for (String text : new String[] {
            "2024-12-31T18:30:05", "2024-12-31 18:30:05.25", "2024-12-31T18:30:05Z", "2024-12-31T18:30:05+09:00"
        }) {
            assertArrayEquals(time, read(text, 8, ALL), text);
        }
    }

    @Test
    void ownFormats() throws IOException {
        String format = ", \"format\": \"d.M.yyyy HH:mm\"";
        String parts = "\"parts\": [\"year\", \"weekday\", \"hour\"]";
        assertArrayEquals(
                new float[] {1999, 5, 23, 2024, 1, 0}, read("31.12.1999 23:59|1.1.2024 00:00", 3, parts + format));
        assertArrayEquals(
                new float[] {2024, 2},
                read("05 Feb 24", 2, "\"parts\": [\"year\", \"month\"], \"format\": \"dd MMM yy\""));
    }

    @Test
    void whatComesRoundIsOnACircle() throws IOException {
        String source = "\"parts\": [\"year\", \"month\", \"hour\"], \"cyclic\": true";
        float half = (float) (Math.sqrt(3) / 2);
        assertArrayEquals(
                new float[] {2024, 0, 1, 0, 1, 2023, -half, 0.5f, 1, 0},
                read("2024-01-01T00:00|2023-11-01T06:00", 5, source),
                1e-6f);
    }

    @Test
    void badDatesAreTold() throws IOException {
        for (String bad :
                new String[] {"2024-02-30", "2023-02-29", "31.12.2024", "2024-13-01", "soon", "2024-01-01T25:00"}) {
            var error = assertThrows(UserException.class, () -> read("2024-01-01|" + bad, 8, ALL));
            assertEquals("\"" + bad + "\" is not a date such as 2024-05-31 or 2024-05-31T18:30:00", error.problem());
            assertEquals(
                    temp.resolve("d.csv") + ":3: column \"when\"", error.place().toString());
        }
        String own = "\"parts\": [\"day\"], \"format\": \"dd.MM.yyyy\"";
        for (String bad : new String[] {"30.02.2024", "1.1.2024", "2024-01-01"}) {
            var error = assertThrows(UserException.class, () -> read(bad, 1, own));
            assertEquals("\"" + bad + "\" is not a date in the format dd.MM.yyyy, such as 31.05.2024", error.problem());
        }
    }

    @Test
    void predictionsReadThemAlike() throws IOException {
        Recipe recipe = recipe(1, "\"parts\": [\"month\"]");
        var learned = new CsvDataReader()
                .forTraining(write("when,y\n2024-03-01,1\n"), recipe, 1)
                .learned();
        assertArrayEquals(
                new float[] {7},
                new CsvDataReader()
                        .forPrediction(write("when\n1970-07-31\n"), recipe, learned)
                        .column("x")
                        .toFloats());
    }
}
