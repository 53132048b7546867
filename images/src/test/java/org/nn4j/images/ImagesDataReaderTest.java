package org.nn4j.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.RecipeData;

final class ImagesDataReaderTest {

    private static final ImagesDataReader READER = new ImagesDataReader();

    @TempDir
    Path temp;

    private static Recipe recipe(String data, String labels) {
        return Recipe.parse(Place.NOWHERE, """
            {"name": "R",
             "data": {"kind": "images", "path": "d", "height": 4, "width": 6, "channels": 3 %s},
             "feeds": [{"name": "x", "dtype": "f32", "shape": ["B", 3, 4, 6],
                        "source": {"kind": "pixels", "scale": 0.5}}],
             "targets": [{"name": "t", "dtype": "i64", "shape": ["B"], "source": {"kind": "labels" %s}}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """.formatted(data, labels));
    }

    private static Recipe recipe() {
        return recipe("", "");
    }

    /** Writes a picture of one colour with a mark in its left fifth. */
    private void write(String file, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(60, 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 60, 20);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 12, 20);
        graphics.dispose();
        Path path = temp.resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "png", path.toFile());
    }

    private void writeClasses(String folder) throws IOException {
        write(folder + "red/b.png", Color.RED);
        write(folder + "red/a.png", Color.RED);
        write(folder + "blue/c.PNG", Color.BLUE);
        Files.writeString(temp.resolve(folder + "blue/notes.txt"), "not a picture");
        Files.writeString(temp.resolve(folder + "blue/.hidden.png"), "not a picture");
    }

    private RecipeData read(Recipe recipe) {
        return READER.forTraining(temp, recipe, 1);
    }

    private String fault(Recipe recipe) {
        return assertThrows(UserException.class, () -> read(recipe)).getMessage();
    }

    private static int[] row(Tensor pixels, int row) {
        int[] values = new int[3];
        for (int channel = 0; channel < 3; channel++) {
            values[channel] = pixels.bytes().get(((row * 3 + channel) * 4 + 2) * 6 + 3) & 0xFF;
        }
        return values;
    }

    @Test
    void foldersAreClassesInTheOrderOfTheirNames() throws IOException {
        writeClasses("");
        RecipeData data = read(recipe());
        assertEquals(Map.of("t", List.of("blue", "red")), data.learned().names());
        assertArrayEquals(new long[] {0, 1, 1}, data.rows().column("t").toLongs());
        Tensor pixels = data.rows().column("x");
        assertEquals("u8[3, 3, 4, 6]", pixels.toString());
        assertArrayEquals(new int[] {0, 0, 255}, row(pixels, 0));
        assertArrayEquals(new int[] {255, 0, 0}, row(pixels, 2));
    }

    /** The picture is three times as wide as high: cropped, the mark at its left is gone; stretched, it is there. */
    @Test
    void picturesOfAnotherFormAreCroppedOrStretched() throws IOException {
        writeClasses("");
        assertEquals(0, read(recipe()).rows().column("x").bytes().get(0) & 0xFF);
        Recipe stretched = recipe(", \"fit\": \"stretch\"", "");
        assertEquals(255, read(stretched).rows().column("x").bytes().get(0) & 0xFF, 20);
    }

    @Test
    void aTestFolderIsTheTestSplit() throws IOException {
        writeClasses("train/");
        write("test/red/z.png", Color.RED);
        RecipeData data = read(recipe());
        assertArrayEquals(new int[] {0, 1, 2}, data.splits().train());
        assertArrayEquals(new int[] {3}, data.splits().test());
        assertEquals(1, data.rows().column("t").toLongs()[3]);
        assertTrue(fault(recipe(", \"test\": 0.3", "")).contains("is the test set"));
        write("test/green/z.png", Color.GREEN);
        String message = fault(recipe());
        assertTrue(message.contains("test/green: the class \"green\" is none of the program's"), message);
    }

    @Test
    void namesMayBeGivenInAnotherOrder() throws IOException {
        writeClasses("");
        Recipe recipe = recipe("", ", \"names\": [\"red\", \"green\", \"blue\"]");
        assertArrayEquals(new long[] {2, 0, 0}, read(recipe).rows().column("t").toLongs());
        assertTrue(fault(recipe("", ", \"names\": [\"red\"]")).contains("\"blue\" is none of the program's"));
    }

    @Test
    void declaredClassesMustBeThoseOfTheFolders() throws IOException {
        writeClasses("");
        String message = fault(recipe("", ", \"classes\": 3"));
        assertTrue(message.contains("declares 3 classes, there are folders for 2: \"blue\", \"red\""), message);
    }

    @Test
    void emptyFoldersAreNamed() throws IOException {
        assertTrue(fault(recipe()).contains("there are no folders in it"));
        writeClasses("");
        Files.createDirectory(temp.resolve("green"));
        assertTrue(fault(recipe()).contains("green: there are no images in the folder of this class"));
        String message = assertThrows(UserException.class, () -> READER.forTraining(temp.resolve("no"), recipe(), 1))
                .getMessage();
        assertTrue(message.contains("no: there is no such folder"), message);
    }

    @Test
    void unreadableImagesAreAnErrorOrSkipped() throws IOException {
        writeClasses("");
        Files.writeString(temp.resolve("red/aa.jpg"), "not a picture");
        String message = fault(recipe());
        assertTrue(message.contains("red/aa.jpg: the image cannot be read"), message);
        Recipe skipping = recipe(", \"unreadable\": \"skip\"", "");
        RecipeData data = read(skipping);
        assertArrayEquals(new long[] {0, 1, 1}, data.rows().column("t").toLongs());
        assertArrayEquals(new int[] {255, 0, 0}, row(data.rows().column("x"), 2));
        Files.writeString(temp.resolve("blue/c.PNG"), "not a picture");
        message = fault(skipping);
        assertTrue(message.contains("blue: no image of this class can be read"), message);
    }

    @Test
    void predictionTakesFilesAndFolders() throws IOException {
        writeClasses("");
        var nothing = new Learned(Map.of(), Map.of(), Map.of(), new JsonObject());
        Dataset all = READER.forPrediction(temp, recipe(), nothing);
        assertEquals("f32[3, 3, 4, 6]", all.column("x").toString());
        assertEquals(
                List.of("blue/c.PNG", "red/a.png", "red/b.png"),
                all.rowNames().stream()
                        .map(name -> temp.relativize(Path.of(name)).toString())
                        .toList());
        Dataset one = READER.forPrediction(temp.resolve("red/a.png"), recipe(), nothing);
        assertEquals(127.5f, one.column("x").toFloats()[0]);
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertThrows(UserException.class, () -> READER.forPrediction(empty, recipe(), nothing));
    }

    @Test
    void evaluationNeedsTheNamesOfTraining() throws IOException {
        writeClasses("");
        var learned = new Learned(Map.of(), Map.of(), Map.of("t", List.of("red", "blue")), new JsonObject());
        Dataset data = READER.forEvaluation(temp, recipe(), learned);
        assertArrayEquals(new long[] {1, 0, 0}, data.column("t").toLongs());
        var nothing = new Learned(Map.of(), Map.of(), Map.of(), new JsonObject());
        String message = assertThrows(UserException.class, () -> READER.forEvaluation(temp, recipe(), nothing))
                .getMessage();
        assertTrue(message.contains("has not been trained"), message);
    }
}
