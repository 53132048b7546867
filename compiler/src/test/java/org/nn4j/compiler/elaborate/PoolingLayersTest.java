package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.reference.NdArray;

/** Pooling and resizing in the language, against numbers worked out by hand. */
class PoolingLayersTest {

    /** An expression of x: f32[1, 1, n] with the elements 1, 4, 9, … n². */
    private static double[] ofSquares(int n, String expression) {
        return Elaborated.of("model M { input x: f32[B, 1, " + n + "] output y = " + expression + " }")
                .set("data.x", NdArray.generate(DType.F32, new int[] {1, 1, n}, i -> (i[2] + 1) * (i[2] + 1)))
                .output("y")
                .elements();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "6; x |> MaxPool1d(2); 4, 16, 36",
                "7; x |> MaxPool1d(2); 4, 16, 36",
                "7; x |> MaxPool1d(3, stride = 2); 9, 25, 49",
                "6; -x |> MaxPool1d(3, padding = \"same\"); -1, -16",
                "5; -x |> MaxPool1d(3, stride = 1, padding = \"same\"); -1, -1, -4, -9, -16",
                "5; -x |> MaxPool1d(3, padding = 1); -1, -9",
                "5; -x |> MaxPool1d(3, padding = [(2, 0)]); -1, -4",
                "6; x |> AvgPool1d(2); 2.5, 12.5, 30.5",
                "5; x |> AvgPool1d(3, stride = 2, padding = 1); 2.5, 9.666666666666666, 20.5",
                "5; x |> AvgPool1d(3, stride = 2, padding = 1, count_padding = true); 1.6666666666666667, 9.666666666666666, 13.666666666666666",
                "5; x |> AvgPool1d(2, padding = \"same\"); 2.5, 12.5, 25",
                "6; x |> AdaptiveAvgPool1d(3); 2.5, 12.5, 30.5",
                "5; x |> AdaptiveAvgPool1d(3); 2.5, 9.666666666666666, 20.5",
                "2; x |> AdaptiveAvgPool1d(3); 1, 2.5, 4",
                "3; x |> Upsample(); 1, 1, 4, 4, 9, 9",
                "3; x |> Upsample(3); 1, 1, 1, 4, 4, 4, 9, 9, 9",
                "2; x |> Upsample(2, mode = \"linear\"); 1, 1.75, 3.25, 4",
                "5; resize(x, size = 3); 1, 4, 16",
                "3; resize(x, size = 5); 1, 1, 4, 4, 9",
                "4; resize(x, size = 2, mode = \"linear\"); 2.5, 12.5",
                "3; resize(x, size = 6); 1, 1, 4, 4, 9, 9",
            })
    void inOneDimension(int n, String expression, String expected) {
        double[] numbers = Arrays.stream(expected.split(",", -1))
                .mapToDouble(s -> Double.parseDouble(s.strip()))
                .toArray();
        assertArrayEquals(numbers, ofSquares(n, expression), 1e-12);
    }

    /** Each axis on its own: pooling a table of i * j is pooling i and j. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MaxPool2d((2, 3))",
                "MaxPool2d((3, 2), stride = (2, 1), padding = (1, 0))",
                "AvgPool2d(2)",
                "AvgPool2d((3, 2), stride = 2, padding = \"same\")",
                "AdaptiveAvgPool2d((3, 4))",
                "AdaptiveMaxPool2d((3, 4))",
                "AdaptiveMaxPool2d(1)",
                "AdaptiveAvgPool2d(1)",
                "Upsample((2, 3))",
                "Upsample(2, mode = \"linear\")",
            })
    void axesAreIndependent(String layer) {
        String text = "model M { input x: f32[B, 1, 5, 7] output y = x |> " + layer + " }";
        Elaborated e = Elaborated.of(text);
        int[] sizes = {1, 1, 5, 7};
        NdArray both = e.set("data.x", NdArray.generate(DType.F32, sizes, i -> (i[2] + 1) * (i[3] + 2)))
                .output("y");
        NdArray rows = e.set("data.x", NdArray.generate(DType.F32, sizes, i -> i[2] + 1))
                .output("y");
        NdArray columns = e.set("data.x", NdArray.generate(DType.F32, sizes, i -> i[3] + 2))
                .output("y");
        double[] products = IntStream.range(0, both.count())
                .mapToDouble(i -> rows.elements()[i] * columns.elements()[i])
                .toArray();
        assertArrayEquals(products, both.elements(), 1e-9);
        assertTrue(Arrays.stream(products).distinct().count() > 1 || both.count() == 1);
    }

    @Test
    void inThreeDimensions() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 2, 4, 4, 6]
                  output largest = x |> MaxPool3d((2, 4, 3))
                  output mean = x |> AvgPool3d(2)
                  output twice = x |> Upsample()
                }
                """);
        assertEquals("f32[B, 2, 2, 1, 2]", e.program().outputs().get(0).type().toString());
        assertEquals("f32[B, 2, 2, 2, 3]", e.program().outputs().get(1).type().toString());
        assertEquals("f32[B, 2, 8, 8, 12]", e.program().outputs().get(2).type().toString());
        e.set("data.x", NdArray.generate(DType.F32, new int[] {1, 2, 4, 4, 6}, i -> 100 * i[2] + 10 * i[3] + i[4]));
        assertEquals(335, e.output("largest").at(0, 0, 1, 0, 1));
        assertEquals(250 + 5 + 2.5, e.output("mean").at(0, 1, 1, 0, 1));
        assertEquals(125, e.output("twice").at(0, 1, 3, 4, 11));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x |> MaxPool2d(2)",
                "x |> MaxPool2d(3, stride = 2, padding = \"same\")",
                "x |> MaxPool2d((2, 3), stride = 1)",
                "x |> AvgPool2d(2)",
                "x |> AvgPool2d(3, stride = 1, padding = \"same\")",
                "x |> AvgPool2d(3, stride = 2, padding = 1, count_padding = true)",
                "x |> AdaptiveAvgPool2d((2, 4))",
                "x |> AdaptiveMaxPool2d((2, 4))",
                "x |> Upsample((2, 3))",
                "x |> Upsample(2, mode = \"linear\")",
                "resize(x, size = (3, 9), mode = \"linear\")",
                "resize(x, size = (3, 9))",
                "relu(x) |> MaxPool2d(2)",
            })
    void gradients(String expression) {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 2, 5, 7] output y = " + expression + " }");
        // Distinct numbers, so that none ties or comes near it.
        e.set("data.x", NdArray.generate(DType.F32, new int[] {2, 2, 5, 7}, i -> {
            int place = ((i[0] * 2 + i[1]) * 5 + i[2]) * 7 + i[3];
            return (place * 37 % 140) * 0.05 - 3.01;
        }));
        Graph g = e.program().inference();
        GradientCheck.check(expression, g, Map.of("data.x", e.get("data.x")));
    }
}
