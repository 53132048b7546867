package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.add;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;

final class FuseSumTest extends PassTest {

    @Test
    void theProductAndWhatIsAddedAreOneNode() {
        Value x = x("x");
        Value w = in(DType.F32, "w", Shape.of(4, 4));
        out(add(b, x, MatrixOps.matmul(b, x, w)));
        assertText("""
                %2: f32[B, 4] = gemm(%0, %1, %0)
                return out0 = %2
                """, after(new FuseSum()));
    }

    @Test
    void aProductThatIsReadElsewhereStays() {
        Value x = x("x");
        Value product = MatrixOps.matmul(b, x, in(DType.F32, "w", Shape.of(4, 4)));
        out(product);
        out(add(b, product, x));
        assertText("""
                %2: f32[B, 4] = matmul(%0, %1)
                %3: f32[B, 4] = add(%2, %0)
                return out0 = %2, out1 = %3
                """, after(new FuseSum()));
    }
}
