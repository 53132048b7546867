package org.nn4j.runtime.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.RecipeData;

/** Arrays that NumPy itself wrote; the folder of the resources says how. */
final class NumpyDataReaderTest {

    @TempDir
    Path temp;

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(NumpyDataReaderTest.class.getResource("/numpy/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tensor read(String file, String name, DType dtype) {
        try (var arrays = NumpyArrays.open(resource(file))) {
            return arrays.read(name, dtype);
        }
    }

    private static UserException fails(String file, String name, DType dtype) {
        return assertThrows(UserException.class, () -> read(file, name, dtype));
    }

    @Test
    void allTypesAndByteOrders() {
        for (String file : new String[] {"stored.npz", "deflated.npz"}) {
            for (String type : new String[] {"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"}) {
                for (String name : new String[] {type, "big_" + type}) {
                    if (name.endsWith("_i1") || name.endsWith("_u1")) {
                        continue;
                    }
                    Tensor floats = read(file, name, DType.F32);
                    assertArrayEquals(new long[] {3, 2}, floats.shape(), name);
                    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, floats.toFloats(), name);
                    assertArrayEquals(
                            new long[] {0, 1, 2, 3, 4, 5},
                            read(file, name, DType.I64).toLongs(),
                            name);
                    assertEquals(5, read(file, name, DType.F64).bytes().getDouble(5 * Double.BYTES), name);
                    assertEquals(5, read(file, name, DType.I32).bytes().getInt(5 * Integer.BYTES), name);
                    byte[] bytes = new byte[6];
                    read(file, name, DType.U8).bytes().get(bytes);
                    assertArrayEquals(new byte[] {0, 1, 2, 3, 4, 5}, bytes, name);
                }
            }
            assertArrayEquals(
                    new float[] {0, 0, 0, 1, 1, 1}, read(file, "b1", DType.F32).toFloats());
            byte[] bools = new byte[6];
            read(file, "b1", DType.BOOL).bytes().get(bools);
            assertArrayEquals(new byte[] {0, 0, 0, 1, 1, 1}, bools);
        }
    }

    @Test
    void columnMajorArraysAreTurned() {
        float[] values = read("stored.npz", "fortran", DType.F32).toFloats();
        for (int i = 0; i < 24; i++) {
            assertEquals(i, values[i]);
        }
    }

    @Test
    void valuesAtTheEdges() {
        assertArrayEquals(
                new float[] {0, 1.5f, -2, 65504, 0x1p-24f, 1023 * 0x1p-24f},
                read("stored.npz", "halves", DType.F32).toFloats(),
                1e-9f);
        assertArrayEquals(
                new long[] {-1, -128, 127},
                read("stored.npz", "signed", DType.I64).toLongs());
        assertArrayEquals(
                new float[] {0x1p64f, 0x1p63f},
                read("stored.npz", "largest", DType.F32).toFloats());
        assertEquals(
                "NaN in row 1 is not a finite f32",
                fails("stored.npz", "nan", DType.F32).problem());
        assertEquals(
                "-1 in row 0 is not a byte, from 0 to 255",
                fails("stored.npz", "signed", DType.U8).problem());
        assertEquals(
                "1.5 in row 1 is not a whole number of type i64",
                fails("stored.npz", "halves", DType.I64).problem());
        assertTrue(fails("stored.npz", "largest", DType.I64).problem().contains("is not a whole number"));
        assertEquals(
                "-1 in row 0 is not a bool, 0 or 1",
                fails("stored.npz", "signed", DType.BOOL).problem());
    }

    @Test
    void allVersionsOfTheFormat() throws IOException {
        for (int version = 1; version <= 3; version++) {
            Files.copy(resource("version" + version + ".npy"), temp.resolve("v" + version + ".npy"));
            try (var arrays = NumpyArrays.open(temp)) {
                assertArrayEquals(
                        new long[] {0, 1, 2, 3, 4, 5},
                        arrays.read("v" + version, DType.I64).toLongs());
            }
        }
    }

    @Test
    void whatIsNoArrayOfNumbersIsRefused() {
        for (String name : new String[] {"objects", "text", "pair"}) {
            assertTrue(
                    fails("others.npz", name, DType.F32).problem().startsWith("its elements are of another kind"),
                    name);
        }
        assertEquals(
                "is a single number", fails("stored.npz", "scalar", DType.F32).problem());
        UserException error = fails("others.npz", "object", DType.F32);
        assertEquals("there is no array \"object\", only \"objects\", \"pair\", \"text\"", error.problem());
    }

    @Test
    void damagedFilesAreTold() throws IOException {
        byte[] whole = Files.readAllBytes(resource("version1.npy"));
        Path file = temp.resolve("x.npy");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (var arrays = NumpyArrays.open(temp)) {
                var error = assertThrows(UserException.class, () -> arrays.read("x", DType.I64));
                assertEquals(file.toString(), error.place().file());
            }
        }
        byte[] stored = Files.readAllBytes(resource("stored.npz"));
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        stored[text.indexOf("\n", text.indexOf("signed.npy")) + 1] ^= 1;
        try (var arrays = NumpyArrays.open(Files.write(temp.resolve("s.npz"), stored))) {
            assertEquals(
                    "is damaged: its checksum is wrong",
                    assertThrows(UserException.class, () -> arrays.read("signed", DType.I64))
                            .problem());
        }
        assertEquals(
                "is a single array",
                assertThrows(UserException.class, () -> NumpyArrays.open(file)).problem());
        byte[] zip = Files.readAllBytes(resource("deflated.npz"));
        Path archive = Files.write(temp.resolve("d.npz"), Arrays.copyOf(zip, zip.length / 2));
        assertEquals(
                "is not a complete .npz file, which is a zip archive",
                assertThrows(UserException.class, () -> NumpyArrays.open(archive))
                        .problem());
    }

    private static Recipe recipe(String x, String y, String shape, String data) {
        return Recipe.parse(Place.NOWHERE, """
            {"name": "R", "data": {"kind": "npz", "path": "d.npz" %s},
             "feeds": [{"name": "x", "dtype": "f32", "shape": %s, "source": {"kind": "array", %s}}],
             "targets": [{"name": "t", "dtype": "i64", "shape": ["B"], "source": {"kind": "array", %s}}],
             "metrics": [], "run": {"epochs": 1, "batch": 2, "seed": 1}}
            """.formatted(data, shape, x, y));
    }

    private static final Learned NOTHING =
            new Learned(java.util.Map.of(), java.util.Map.of(), java.util.Map.of(), new com.google.gson.JsonObject());

    @Test
    void splitsMayHaveArraysOfTheirOwn() {
        Recipe recipe = recipe(
                "\"name\": \"u1\", \"test\": \"i2\", \"scale\": 0.5",
                "\"name\": \"signed\", \"test\": \"signed\"",
                "[\"B\", 2]",
                ", \"validation\": 0.34, \"split\": \"last\"");
        RecipeData data = new NumpyDataReader().forTraining(resource("stored.npz"), recipe, 1);
        assertArrayEquals(new int[] {0, 1}, data.splits().train());
        assertArrayEquals(new int[] {2}, data.splits().validation());
        assertArrayEquals(new int[] {3, 4, 5}, data.splits().test());
        assertEquals(DType.U8, data.rows().column("x").dtype());
        float[] served = new NumpyDataReader()
                .forPrediction(resource("stored.npz"), recipe, NOTHING)
                .column("x")
                .toFloats();
        assertArrayEquals(new float[] {0, 0.5f, 1, 1.5f, 2, 2.5f, 0, 0.5f, 1, 1.5f, 2, 2.5f}, served);
    }

    @Test
    void arraysThatDoNotBelongTogetherAreTold() {
        Recipe rows = recipe("\"name\": \"f4\"", "\"name\": \"largest\"", "[\"B\", 2]", "");
        assertThrows(UserException.class, () -> new NumpyDataReader().forTraining(resource("stored.npz"), rows, 1));
        Recipe few = recipe("\"name\": \"f4\"", "\"name\": \"fortran\"", "[\"B\", 2]", "");
        assertThrows(UserException.class, () -> new NumpyDataReader().forTraining(resource("stored.npz"), few, 1));
        Recipe shape = recipe("\"name\": \"f4\"", "\"name\": \"signed\"", "[\"B\", 3]", "");
        var error = assertThrows(
                UserException.class, () -> new NumpyDataReader().forTraining(resource("stored.npz"), shape, 1));
        assertTrue(
                error.problem().startsWith("the rows of the array are f32[2], but the program takes"), error.problem());
        Recipe classes = recipe("\"name\": \"f4\"", "\"name\": \"signed\", \"classes\": 3", "[\"B\", 2]", "");
        error = assertThrows(
                UserException.class, () -> new NumpyDataReader().forTraining(resource("stored.npz"), classes, 1));
        assertEquals("value 0 is the class -1, but the program has 3 classes", error.problem());
    }

    @Test
    void classesMayHaveNames() {
        Recipe recipe = recipe(
                "\"name\": \"u1\"",
                "\"name\": \"kinds\", \"names\": [\"a\", \"b\", \"c\"], \"classes\": 3",
                "[\"B\", 2]",
                "");
        RecipeData data = new NumpyDataReader().forTraining(resource("stored.npz"), recipe, 1);
        assertEquals(List.of("a", "b", "c"), data.learned().names().get("t"));
    }
}
