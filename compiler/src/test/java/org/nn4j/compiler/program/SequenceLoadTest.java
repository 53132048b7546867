package org.nn4j.compiler.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

class SequenceLoadTest {

    @Test
    void aBatchIsAsLongAsItsLongestSequence() {
        var type = new TensorType(DType.I64, Shape.of(Dim.symbol("B"), Dim.symbol("T")));
        var inputs = Map.of(
                "data.x", NdArray.of(DType.I64, new int[] {3, 4}, 1, 2, 3, 4, 5, 0, 0, 0, 6, 7, 0, 0),
                "data.x.lengths", NdArray.of(DType.I64, new int[] {3}, 4, 1, 2),
                "rows", NdArray.of(DType.I64, new int[] {2}, 2, 1));
        NdArray batch = Objects.requireNonNull(ReferenceEvaluator.evaluate(SequenceLoad.padded("x", type), inputs)
                .get("x"));
        assertArrayEquals(new int[] {2, 2}, batch.sizes());
        assertArrayEquals(new double[] {6, 7, 5, 0}, batch.elements());
    }
}
