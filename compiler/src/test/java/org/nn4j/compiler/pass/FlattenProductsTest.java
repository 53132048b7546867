package org.nn4j.compiler.pass;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;

final class FlattenProductsTest extends PassTest {

    private final Value x = in(DType.F32, "x", Shape.of(B, Dim.of(5), Dim.of(4)));

    @Test
    void aTensorTimesAMatrixIsAProductOfMatrices() {
        out(MatrixOps.matmul(b, x, in(DType.F32, "w", Shape.of(3, 4)), false, true));
        assertText("""
                %2: f32[5 * B, 4] = reshape(%0) {shape=[5 * B, 4]}
                %3: f32[5 * B, 3] = matmul(%2, %1) {transB}
                %4: f32[B, 5, 3] = reshape(%3) {shape=[B, 5, 3]}
                return out0 = %4
                """, after(new FlattenProducts()));
    }

    @Test
    void productsOfTensorsAndOfTransposedOnesStay() {
        out(MatrixOps.matmul(b, x, in(DType.F32, "y", Shape.of(B, Dim.of(4), Dim.of(3)))));
        out(MatrixOps.matmul(b, x, in(DType.F32, "w", Shape.of(5, 3)), true, false));
        assertText("""
                %3: f32[B, 5, 3] = matmul(%0, %1)
                %4: f32[B, 4, 3] = matmul(%0, %2) {transA}
                return out0 = %3, out1 = %4
                """, after(new FlattenProducts()));
    }
}
