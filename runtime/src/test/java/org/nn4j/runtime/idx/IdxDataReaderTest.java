package org.nn4j.runtime.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.IdxBytes;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.RecipeData;

final class IdxDataReaderTest {

    private static final IdxDataReader READER = new IdxDataReader();

    @TempDir
    Path temp;

    private static Recipe recipe(String data, String shape, String labels) {
        return Recipe.parse(Place.NOWHERE, """
            {"name": "R", "data": {"kind": "idx", "path": "d" %s},
             "feeds": [{"name": "x", "dtype": "f32", "shape": ["B", %s], "source": {"kind": "pixels", "scale": 0.5}}],
             "targets": [{"name": "t", "dtype": "i64", "shape": ["B"], "source": {"kind": "labels" %s}}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """.formatted(data, shape, labels));
    }

    private static Recipe recipe() {
        return recipe("", "1, 2, 3", "");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(temp.resolve(name), bytes);
    }

    /** Four images for training and two for the test. */
    private void writeAll() throws IOException {
        write("train-images-idx3-ubyte", IdxBytes.counting(1, 4, 2, 3));
        write("train-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.of(new byte[] {3, 1, 0, 2}, 4)));
        write("t10k-images-idx3-ubyte.gz", IdxBytes.gzip(IdxBytes.counting(11, 2, 2, 3)));
        write("t10k-labels-idx1-ubyte", IdxBytes.of(new byte[] {1, 2}, 2));
    }

    private RecipeData read(Recipe recipe) {
        return READER.forTraining(temp, recipe, 1);
    }

    private UserException fault(Recipe recipe) {
        return assertThrows(UserException.class, () -> read(recipe));
    }

    @Test
    void testFilesAreTheTestSplit() throws IOException {
        writeAll();
        RecipeData data = read(recipe(", \"validation\": 0.25, \"split\": \"last\"", "1, 2, 3", ""));
        assertArrayEquals(new int[] {0, 1, 2}, data.splits().train());
        assertArrayEquals(new int[] {3}, data.splits().validation());
        assertArrayEquals(new int[] {4, 5}, data.splits().test());
        Tensor images = data.rows().column("x");
        assertEquals("u8[6, 1, 2, 3]", images.toString());
        assertEquals(5, images.bytes().get(5));
        assertEquals(11, images.bytes().get(25));
        assertArrayEquals(new long[] {3, 1, 0, 2, 1, 2}, data.rows().column("t").toLongs());
    }

    @Test
    void withoutTestFilesTheTestIsAPart() throws IOException {
        writeAll();
        Files.delete(temp.resolve("t10k-images-idx3-ubyte.gz"));
        RecipeData data = read(recipe(", \"test\": 0.5", "1, 2, 3", ""));
        assertEquals(2, data.splits().test().length);
        assertEquals(4, data.rows().rows());
    }

    @Test
    void testFilesAndAPartAreTwoTests() throws IOException {
        writeAll();
        String message = fault(recipe(", \"test\": 0.5", "1, 2, 3", "")).getMessage();
        assertTrue(message.contains("t10k-images-idx3-ubyte.gz: is the test set"), message);
    }

    @Test
    void stratifiedSplitsByLabel() throws IOException {
        byte[] labels = new byte[40];
        IntStream.range(0, 40).forEach(i -> labels[i] = (byte) (i % 4 == 0 ? 1 : 0));
        write("train-images-idx3-ubyte", IdxBytes.counting(1, 40, 2, 3));
        write("train-labels-idx1-ubyte", IdxBytes.of(labels, 40));
        RecipeData data = read(recipe(", \"validation\": 0.2, \"split\": \"stratified\"", "1, 2, 3", ""));
        long ones = IntStream.of(data.splits().validation())
                .filter(i -> labels[i] == 1)
                .count();
        assertEquals(8, data.splits().validation().length);
        assertEquals(2, ones);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1, 2, 3", "2, 3", "6", "2, 3, 1", "1, \"H\", \"W\"", "\"H\", 3"})
    void imagesTakeTheShapeOfTheInput(String shape) throws IOException {
        writeAll();
        assertEquals(6 * 6, read(recipe("", shape, "")).rows().column("x").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1, 3, 3", "7", "\"H\", 4", "2, \"H\", \"W\"", "\"P\""})
    void otherShapesAreRefused(String shape) throws IOException {
        writeAll();
        String message = fault(recipe("", shape, "")).getMessage();
        assertTrue(message.contains("u8[2, 3]") && message.contains("x: f32[B, "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t10k", "t10k-images-idx3-ubyte.gz"})
    void predictionScalesAsTheGraphDoes(String name) throws IOException {
        writeAll();
        Dataset data = READER.forPrediction(temp.resolve(name), recipe(), nothing());
        assertEquals("f32[2, 1, 2, 3]", data.column("x").toString());
        assertEquals(5.5f, data.column("x").toFloats()[1]);
        assertEquals(11 * 11 * 0.5f, data.column("x").toFloats()[11]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t10k", "t10k-images-idx3-ubyte.gz"})
    void evaluationReadsLabelsToo(String name) throws IOException {
        writeAll();
        write("t10k-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.of(new byte[] {1, 2}, 2)));
        Dataset data = READER.forEvaluation(temp.resolve(name), recipe(), nothing());
        assertEquals("u8[2, 1, 2, 3]", data.column("x").toString());
        assertArrayEquals(new long[] {1, 2}, data.column("t").toLongs());
    }

    @Test
    void aFolderIsEvaluatedWhole() throws IOException {
        writeAll();
        assertEquals(6, READER.forEvaluation(temp, recipe(), nothing()).rows());
    }

    @Test
    void namesMayHaveAPrefix() throws IOException {
        writeAll();
        for (String set : List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz")) {
            Files.move(temp.resolve(set), temp.resolve("letters-" + set));
        }
        assertEquals(
                4,
                READER.forTraining(temp.resolve("letters"), recipe(), 1).rows().rows());
        assertEquals(
                4,
                READER.forTraining(temp.resolve("letters-"), recipe(), 1).rows().rows());
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        String message = fault(recipe()).getMessage();
        assertTrue(message.contains(temp + ": there is no file \"train-images-idx3-ubyte\""), message);
        writeAll();
        Files.delete(temp.resolve("train-labels-idx1-ubyte.gz"));
        message = fault(recipe()).getMessage();
        assertTrue(message.contains("train-images-idx3-ubyte: there is no file of labels"), message);
        message = assertThrows(UserException.class, () -> READER.forTraining(temp.resolve("no/such"), recipe(), 1))
                .getMessage();
        assertTrue(message.contains("no/such: there is no such folder"), message);
    }

    @Test
    void labelsMustBeOfTheClassesAndAsManyAsImages() throws IOException {
        writeAll();
        String message = fault(recipe("", "6", ", \"classes\": 3")).getMessage();
        assertTrue(message.contains("train-labels-idx1-ubyte.gz: image 0 is of class 3"), message);
        write("train-labels-idx1-ubyte.gz", IdxBytes.of(new byte[3], 3));
        message = fault(recipe()).getMessage();
        assertTrue(message.contains("has 3 labels, train-images-idx3-ubyte 4 images"), message);
        write("t10k-images-idx3-ubyte.gz", IdxBytes.counting(1, 2, 3, 3));
        message = fault(recipe()).getMessage();
        assertTrue(message.contains("its images are [3, 3], those of train-images-idx3-ubyte [2, 3]"), message);
    }

    private static Learned nothing() {
        return new Learned(Map.of(), Map.of(), Map.of(), new com.google.gson.JsonObject());
    }
}
