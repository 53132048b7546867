package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;

final class ScaleProductsTest extends PassTest {

    private Value w() {
        return in(DType.F32, "w", Shape.of(4, 4));
    }

    @Test
    void anOperandIsReadUnscaled() {
        Value x = x("x");
        Value scaled = mul(b, x, number(0.5));
        out(MatrixOps.matmul(b, scaled, mul(b, w(), number(3)), false, true));
        assertText("""
                %2: f32[B, 4] = matmul(%0, %1) {alpha=1.5, transB}
                return out0 = %2
                """, after(new ScaleProducts()));
    }

    @Test
    void alsoWhereSomethingElseReadsItScaled() {
        Value scaled = mul(b, x("x"), number(0.5));
        out(scaled);
        out(MatrixOps.matmul(b, scaled, w()));
        assertText("""
                %2: f32 = constant() {value=f32 0.5}
                %3: f32[B, 4] = mul(%0, %2)
                %4: f32[B, 4] = matmul(%0, %1) {alpha=0.5}
                return out0 = %3, out1 = %4
                """, after(new ScaleProducts()));
    }

    @Test
    void aScaledProductHasAScaledRowAndOtherAxes() {
        Value product = op(MatrixOps.GEMM, x("x"), w(), in(DType.F32, "row", Shape.of(4)));
        Value twice = ShapeOps.reshape(b, product, Shape.of(B.times(Dim.of(2)), Dim.of(2)));
        out(mul(b, twice, number(0.5)));
        assertText("""
                %3: f32 = constant() {value=f32 0.5}
                %4: f32[4] = mul(%2, %3)
                %5: f32[B, 4] = gemm(%0, %1, %4) {alpha=0.5}
                %6: f32[2 * B, 2] = reshape(%5) {shape=[2 * B, 2]}
                return out0 = %6
                """, after(new ScaleProducts()));
    }

    @Test
    void aProductThatIsReadUnscaledStays() {
        Value product = MatrixOps.matmul(b, x("x"), w());
        out(product);
        out(mul(b, product, number(0.5)));
        assertUnchanged();
    }

    @Test
    void soDoesOneOfMoreAxes() {
        Value x = in(DType.F32, "x", Shape.of(2, 3, 4));
        out(MatrixOps.matmul(b, mul(b, x, number(0.5)), ShapeOps.transpose(b, x, List.of(0, 2, 1))));
        assertUnchanged();
    }

    private void assertUnchanged() {
        Graph g = after(new EliminateDeadCode());
        assertEquals(g, new ScaleProducts().apply(g));
    }
}
