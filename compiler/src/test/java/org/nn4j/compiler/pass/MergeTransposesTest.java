package org.nn4j.compiler.pass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;

final class MergeTransposesTest extends PassTest {

    @Test
    void productsReadOperandsInEitherOrder() {
        Value x = x("x");
        Value w = in(DType.F32, "w", Shape.of(3, 4));
        Value turned = ShapeOps.transpose(b, w, List.of(1, 0));
        out(MatrixOps.matmul(b, x, turned));
        out(MatrixOps.matmul(b, turned, turned, true, false));
        assertText("""
                %2: f32[B, 3] = matmul(%0, %1) {transB}
                %3: f32[3, 3] = matmul(%1, %1) {transB}
                return out0 = %2, out1 = %3
                """, after(new MergeTransposes()));
    }

    @Test
    void twoInARow() {
        Value x = in(DType.F32, "x", Shape.of(2, 3, 4));
        Value once = ShapeOps.transpose(b, x, List.of(1, 2, 0));
        out(ShapeOps.transpose(b, once, List.of(1, 2, 0)));
        out(ShapeOps.transpose(b, once, List.of(2, 0, 1)));
        assertText("""
                %1: f32[4, 2, 3] = transpose(%0) {perm=[2, 0, 1]}
                return out0 = %1, out1 = %0
                """, after(new MergeTransposes()));
    }

    @Test
    void anotherOrderStays() {
        Value x = in(DType.F32, "x", Shape.of(2, 4, 4));
        out(MatrixOps.matmul(b, ShapeOps.transpose(b, x, List.of(2, 1, 0)), in(DType.F32, "y", Shape.of(2, 3))));
        assertText("""
                %2: f32[4, 4, 2] = transpose(%0) {perm=[2, 1, 0]}
                %3: f32[4, 4, 3] = matmul(%2, %1)
                return out0 = %3
                """, after(new MergeTransposes()));
    }
}
