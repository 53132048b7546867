package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.reference.NdArray;

/** Parts of tensors, by brackets and by functions. */
class IndexingTest {

    /** Elements are their own place: 123 stands at [1, 2, 3]. */
    private static Elaborated model(String expression) {
        return Elaborated.of("model M(k: int = 2) { input x: f32[B, T, 4] input i: i64[B] output y = " + expression
                        + " output used = i }")
                .set("data.x", NdArray.generate(DType.F32, new int[] {3, 3, 4}, i -> 100 * i[0] + 10 * i[1] + i[2]))
                .set("data.i", NdArray.of(DType.I64, new int[] {3}, 2, 0, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x[1, 2, 3]; []; 123",
                "x[-1, -2, -3]; []; 211",
                "x[0][1]; [4]; 10, 11, 12, 13",
                "x[:, 0, 1]; [B]; 1, 101, 201",
                "x[..., 0][1]; [T]; 100, 110, 120",
                "x[2, ..., 1:3]; [T, 2]; 201, 202, 211, 212, 221, 222",
                "x[0, 1:, :-3]; [T - 1, 1]; 10, 20",
                "x[0, 0, -k:]; [2]; 2, 3",
                "x[0, 0, k:]; [2]; 2, 3",
                "x[0, 0, 1:-1]; [2]; 1, 2",
                "x[0, :k, 0]; [2]; 0, 10",
                "x[1, -1, ...]; [4]; 120, 121, 122, 123",
                "x[0, 0, 1:1]; [0]; ''",
                "x[i][:, 0, 0]; [B]; 200, 0, 200",
                "x[0, 1, i]; [B]; 12, 10, 12",
                "x[1:, i, 3]; [B - 1, B]; 123, 103, 123, 223, 203, 223",
                "x[i, i, 1]; [B]; 221, 1, 221",
                "x[i, i][1]; [4]; 0, 1, 2, 3",
                "x[0, i, i]; [B]; 22, 0, 22",
                "x[:, i, i][1]; [B]; 122, 100, 122",
                "x[i, i, i]; [B]; 222, 0, 222",
                "x[0, :2, newaxis, 0]; [2, 1]; 0, 10",
                "x[newaxis, 0, i, newaxis, 1]; [1, B, 1]; 21, 1, 21",
                "x[0, 0, ..., newaxis]; [4, 1]; 0, 1, 2, 3",
                "put(x[0, 0], i[:2], x[1, 1, :2]); [4]; 111, 1, 110, 3",
                "windows(x[0, 0], 3); [2, 3]; 0, 1, 2, 1, 2, 3",
                "take(x, i)[0, 0]; [4]; 200, 201, 202, 203",
                "take(x, i, axis = -1)[2, 1]; [B]; 212, 210, 212",
                "take_along(x[0, 0], i); [B]; 2, 0, 2",
                "flip(x, axis = -1)[0, 0]; [4]; 3, 2, 1, 0",
                "flip(x, axis = (0, 1))[0, 0]; [4]; 220, 221, 222, 223",
                "x[0, 0, ::2]; [2]; 0, 2",
                "x[0, 0, ::3]; [2]; 0, 3",
                "x[0, 0, 1::2]; [2]; 1, 3",
                "x[0, 0, :3:2]; [2]; 0, 2",
                "x[0, 0, ::-1]; [4]; 3, 2, 1, 0",
                "x[0, 0, 1::-2]; [2]; 3, 1",
                "x[0, ::k, 0]; [(T + 1 div 2)]; 0, 20",
                "stack((x[0, 0], x[1, 0])); [2, 4]; 0, 1, 2, 3, 100, 101, 102, 103",
                "stack((x[0, 0], x[1, 0]), axis = -1)[1]; [2]; 1, 101",
                "tile(x[0, 0], 2); [8]; 0, 1, 2, 3, 0, 1, 2, 3",
                "tile(x[0, :, 1], k, axis = 0); [2 * T]; 1, 11, 21, 1, 11, 21",
                "repeat_elements(x[0, 0, :2], 3); [6]; 0, 0, 0, 1, 1, 1",
                "roll(x[0, 0], 1); [4]; 3, 0, 1, 2",
                "roll(x[0, 0], -1); [4]; 1, 2, 3, 0",
                "roll(x[:, :, 0], 5, axis = 1)[1]; [T]; 110, 120, 100",
                "scatter_add(x[:, 0, 0], i, 3); [3]; 100, 0, 200",
                "scatter_add(x[:, 0, :2], i, 3); [3, 2]; 100, 101, 0, 0, 200, 202",
                "scatter_add(x[:2, 1], i[:2], 3); [3, 4]; 110, 111, 112, 113, 0, 0, 0, 0, 10, 11, 12, 13",
                "pad(x[0, 1], 1, 2, axis = 0); [7]; 0, 10, 11, 12, 13, 0, 0",
                "pad(x[0, 1], 1, 0, axis = 0, value = -5); [5]; -5, 10, 11, 12, 13",
                "pad(x[0, 1], 2, 1, axis = -1, mode = \"reflect\"); [7]; 12, 11, 10, 11, 12, 13, 12",
                "pad(x[0, 1], 2, 1, axis = -1, mode = \"edge\"); [7]; 10, 10, 10, 11, 12, 13, 13",
                "pad(x, (1, 0), (0, 1), axis = (1, 2))[2, 1]; [5]; 200, 201, 202, 203, 0",
            })
    void parts(String expression, String shape, String expected) {
        Elaborated e = model(expression);
        assertEquals(
                "f32" + (shape.equals("[]") ? "" : shape),
                e.program().outputs().get(0).type().toString());
        double[] numbers = expected.isEmpty()
                ? new double[0]
                : Arrays.stream(expected.split(",", -1))
                        .mapToDouble(s -> Double.parseDouble(s.strip()))
                        .toArray();
        assertArrayEquals(numbers, e.output("y").elements());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x[1:, -1] * x[0, 0]",
                "x[:, i, 1]",
                "take(x, i, axis = 2)",
                "take_along(x[:, 0, 0], i)",
                "flip(x, axis = 1)",
                "x[:, ::2, ::-3]",
                "roll(x, 2, axis = 1)",
                "tile(x, 3, axis = 0)",
                "repeat_elements(x, 2, axis = 1)",
                "stack((x, x * x), axis = 1)",
                "scatter_add(x, i, 5)",
                "pad(x, (1, 2), (0, 1), axis = (1, 2), mode = \"reflect\")",
                "pad(x, (3, 1), (2, 1), axis = (0, 2), mode = \"edge\")",
            })
    void gradients(String expression) {
        Elaborated e = model(expression);
        GradientCheck.check(
                expression, e.program().inference(), Map.of("data.x", e.get("data.x"), "data.i", e.get("data.i")));
    }
}
