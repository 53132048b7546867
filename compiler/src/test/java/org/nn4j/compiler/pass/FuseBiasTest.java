package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.ADD;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;

final class FuseBiasTest extends PassTest {

    private final Value x = x("x");
    private final Value w = in(DType.F32, "w", Shape.of(3, 4));
    private final Value row = in(DType.F32, "row", Shape.of(3));

    @Test
    void theProductTakesTheRow() {
        out(op(ADD, row, MatrixOps.matmul(b, x, w, false, true)));
        assertText("""
                %3: f32[B, 3] = gemm(%0, %1, %2) {transB}
                return out0 = %3
                """, after(new FuseBias()));
    }

    @Test
    void aProductThatIsUsedElsewhereStays() {
        Value product = MatrixOps.matmul(b, x, w, false, true);
        out(product);
        out(op(ADD, product, row));
        assertText("""
                %3: f32[B, 3] = matmul(%0, %1) {transB}
                %4: f32[B, 3] = add(%3, %2)
                return out0 = %3, out1 = %4
                """, after(new FuseBias()));
    }

    @Test
    void onlyARowOfFullLength() {
        out(op(ADD, MatrixOps.matmul(b, x, w, false, true), in(DType.F32, "one", Shape.of(1))));
        assertText("""
                %4: f32[B, 3] = matmul(%0, %1) {transB}
                %5: f32[B, 3] = add(%4, %3)
                return out0 = %5
                """, after(new FuseBias()));
    }

    @Test
    void whenTheRowsHaveGotOtherAxesToo() {
        Value flat = in(DType.F32, "flat", Shape.of(B.times(Dim.of(2)), Dim.of(4)));
        Value product = MatrixOps.matmul(b, flat, w, false, true);
        out(op(ADD, ShapeOps.reshape(b, product, Shape.of(B, Dim.of(2), Dim.of(3))), row));
        assertText("""
                %4: f32[2 * B, 3] = gemm(%3, %1, %2) {transB}
                %5: f32[B, 2, 3] = reshape(%4) {shape=[B, 2, 3]}
                return out0 = %5
                """, after(new FuseBias()));
    }

    @Test
    void notWhenTheColumnsHave() {
        Value product = MatrixOps.matmul(b, x, in(DType.F32, "wide", Shape.of(4, 6)));
        out(op(ADD, ShapeOps.reshape(b, product, Shape.of(B, Dim.of(2), Dim.of(3))), row));
        assertText("""
                %4: f32[B, 6] = matmul(%0, %3)
                %5: f32[B, 2, 3] = reshape(%4) {shape=[B, 2, 3]}
                %6: f32[B, 2, 3] = add(%5, %2)
                return out0 = %6
                """, after(new FuseBias()));
    }
}
