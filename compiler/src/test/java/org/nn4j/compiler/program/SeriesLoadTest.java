package org.nn4j.compiler.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

class SeriesLoadTest {

    private static final Dim B = Dim.symbol("B");
    private static final Dim T = Dim.symbol("T");

    private static NdArray batch(Graph load, String series, NdArray data) {
        NdArray rows = NdArray.of(DType.I64, new int[] {2}, 3, 5);
        return Objects.requireNonNull(ReferenceEvaluator.evaluate(load, Map.of("data." + series, data, "rows", rows))
                .get("x"));
    }

    private static NdArray squares(DType dtype) {
        return NdArray.of(dtype, new int[] {9}, 0, 1, 4, 9, 16, 25, 36, 49, 64);
    }

    @Test
    void aWindowIsAStretchOfTheSeries() {
        var load = new SeriesLoad("x", "x", DType.F32);
        var type = new TensorType(DType.F32, Shape.of(B, T));
        NdArray before = batch(load.window(type, -3, 3), "x", squares(DType.F32));
        assertArrayEquals(new int[] {2, 3}, before.sizes());
        assertArrayEquals(new double[] {0, 1, 4, 4, 9, 16}, before.elements());
        NdArray ahead = batch(load.window(type, 0, 2), "x", squares(DType.F32));
        assertArrayEquals(new double[] {9, 16, 25, 36}, ahead.elements());
    }

    @Test
    void rowsOfSeveralColumnsStayTogether() {
        var type = new TensorType(DType.F32, Shape.of(B, Dim.of(2), Dim.of(2)));
        var data = NdArray.of(DType.F32, new int[] {6, 2}, 0, 0, 1, 10, 2, 20, 3, 30, 4, 40, 5, 50);
        NdArray windows = batch(new SeriesLoad("x", "x", DType.F32).window(type, -2, 2), "x", data);
        assertArrayEquals(new int[] {2, 2, 2}, windows.sizes());
        assertArrayEquals(new double[] {1, 10, 2, 20, 3, 30, 4, 40}, windows.elements());
    }

    @Test
    void severalMayTakeOfOneSeriesInAnotherType() {
        var load = new SeriesLoad("x", "tokens", DType.I32);
        Graph next = load.window(new TensorType(DType.I64, Shape.of(B, T)), 1, 3);
        assertEquals(
                new TensorType(DType.I64, Shape.of(B, Dim.of(3))),
                next.output("x").value().type());
        assertArrayEquals(
                new double[] {16, 25, 36, 36, 49, 64},
                batch(next, "tokens", squares(DType.I32)).elements());
        Graph last = load.element(new TensorType(DType.I64, Shape.of(B)), 2);
        assertArrayEquals(
                new double[] {25, 49}, batch(last, "tokens", squares(DType.I32)).elements());
    }
}
