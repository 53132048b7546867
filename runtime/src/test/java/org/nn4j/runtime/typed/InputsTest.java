package org.nn4j.runtime.typed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;

/** How rows become tensors, and what is said of those that do not. */
final class InputsTest {

    private record Row(@Nullable String town) {}

    private static final Learned TOWNS =
            new Learned(Map.of(), Map.of(), Map.of("town", List.of("Bonn", "Ulm")), new JsonObject());

    private static String refused(Input<Row> input, Row row, @Nullable Learned learned) {
        return String.valueOf(assertThrows(UserException.class, () -> input.tensor(List.of(row), learned))
                .getMessage());
    }

    @Test
    void namesBecomeTheirIndices() {
        Input<Row> known = Inputs.category("town", DType.I64, "town", Row::town, false);
        List<Row> rows = List.of(new Row("Ulm"), new Row("Bonn"), new Row("Ulm"));
        assertArrayEquals(new long[] {1, 0, 1}, known.tensor(rows, TOWNS).toLongs());
        Input<Row> any = Inputs.category("town", DType.F32, "town", Row::town, true);
        assertArrayEquals(
                new float[] {2, 0, 0},
                any.tensor(List.of(new Row("Ulm"), new Row("Rome"), new Row(null)), TOWNS)
                        .toFloats());
    }

    @Test
    void namesThatTheModelDoesNotKnowAreRefused() {
        Input<Row> town = Inputs.category("town", DType.I64, "town", Row::town, false);
        assertEquals(
                "row 0: town is \"Ulmm\", which is no category of the model. Give one of \"Bonn\", \"Ulm\". Did you mean"
                        + " \"Ulm\"?",
                refused(town, new Row("Ulmm"), TOWNS));
        assertEquals("row 0: town is null. Give a value.", refused(town, new Row(null), TOWNS));
        assertEquals(
                "the names of \"town\" are not known yet: they are learned from data. Train the model first.",
                refused(town, new Row("Ulm"), null));
    }

    @Test
    void everyRowHasTheDimsOfTheInput() {
        Input<float[][]> input = Inputs.array("x", DType.F32, row -> row, -1, 2);
        List<float[][]> rows = List.of(new float[][] {{1, 2}}, new float[][] {{3, 4}});
        assertArrayEquals(new long[] {2, 1, 2}, input.tensor(rows, null).shape());
        UserException e = assertThrows(
                UserException.class, () -> input.tensor(List.<float[][]>of(new float[][] {{1, 2}, {3}}), null));
        assertEquals(
                "row 0: x has 1 value along axis 1, not 2. The model takes x: f32[any, 2] for each row.",
                e.getMessage());
    }
}
