package org.nn4j.compiler.pass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.Reduction;

final class MergeSumsTest extends PassTest {

    private static final Dim T = Dim.symbol("T");

    @Test
    void twoSumsAreOne() {
        Value x = in(DType.F32, "x", Shape.of(T, B, Dim.of(2), Dim.of(3)));
        out(Reduction.sum(b, Reduction.sum(b, x, List.of(1, 3), false), List.of(0), false));
        assertText("""
                %1: f32[2] = sum(%0) {axes=[0, 1, 3]}
                return out0 = %1
                """, after(new MergeSums()));
    }

    @Test
    void aSumOfProductsIsOneProduct() {
        Value x = in(DType.F32, "x", Shape.of(T, B, Dim.of(2)));
        Value y = in(DType.F32, "y", Shape.of(T, B, Dim.of(3)));
        out(Reduction.sum(b, MatrixOps.matmul(b, x, y, true, false), List.of(0), false));
        assertText("""
                %2: f32[B * T, 2] = reshape(%0) {shape=[B * T, 2]}
                %3: f32[B * T, 3] = reshape(%1) {shape=[B * T, 3]}
                %4: f32[2, 3] = matmul(%2, %3) {transA}
                return out0 = %4
                """, after(new MergeSums()));
    }

    @Test
    void aSumWithinEachProductStays() {
        Value x = in(DType.F32, "x", Shape.of(T, B, Dim.of(2)));
        Value y = in(DType.F32, "y", Shape.of(T, Dim.of(2), Dim.of(3)));
        out(Reduction.sum(b, MatrixOps.matmul(b, x, y), List.of(0), false));
        assertText("""
                %2: f32[T, B, 3] = matmul(%0, %1)
                %3: f32[B, 3] = sum(%2) {axes=[0]}
                return out0 = %3
                """, after(new MergeSums()));
    }

    @Test
    void anEmptyAxisIsOneAsWell() {
        Value x = in(DType.F32, "x", Shape.of(T, B, Dim.of(0)));
        Value y = in(DType.F32, "y", Shape.of(T, B, Dim.of(3)));
        out(Reduction.sum(b, MatrixOps.matmul(b, x, y, true, false), List.of(0), false));
        assertText("""
                %2: f32[B * T, 0] = reshape(%0) {shape=[B * T, 0]}
                %3: f32[B * T, 3] = reshape(%1) {shape=[B * T, 3]}
                %4: f32[0, 3] = matmul(%2, %3) {transA}
                return out0 = %4
                """, after(new MergeSums()));
    }
}
