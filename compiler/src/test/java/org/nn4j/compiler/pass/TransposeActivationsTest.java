package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;

final class TransposeActivationsTest extends PassTest {

    private final TransposeActivations pass = new TransposeActivations(16);

    private Value hidden(Value x) {
        Value w = in(DType.F32, "w", Shape.of(4, 5));
        Value bias = in(DType.F32, "bias", Shape.of(5));
        return op(Elementwise.RELU, op(MatrixOps.GEMM, x, w, bias));
    }

    @Test
    void whatProductsAndSumsReadIsMadeTransposed() {
        Value x = x("x");
        Value h = hidden(x);
        out(MatrixOps.matmul(b, h, in(DType.F32, "small", Shape.of(5, 2))));
        out(MatrixOps.matmul(b, h, x, true, false));
        out(Reduction.sum(b, h, List.of(0), false));
        assertText("""
                %4: f32[5, 1] = unsqueeze(%2) {axes=[1]}
                %5: f32[5, B] = gemm(%1, %0, %4) {transA, transB}
                %6: f32[5, B] = relu(%5)
                %7: f32[B, 2] = matmul(%6, %3) {transA}
                %8: f32[5, 4] = matmul(%6, %0)
                %9: f32[5] = sum(%6) {axes=[1]}
                return out0 = %7, out1 = %8, out2 = %9
                """, after(pass));
    }

    @Test
    void nothingIsTransposedForIt() {
        out(hidden(x("x")));
        Graph g = after(new EliminateDeadCode());
        assertSame(g, pass.apply(g));
    }

    @Test
    void norForAnotherReader() {
        Value h = hidden(x("x"));
        out(MatrixOps.matmul(b, h, in(DType.F32, "small", Shape.of(5, 2))));
        out(ShapeOps.reshape(b, h, Shape.of(B.times(Dim.of(5)))));
        Graph g = after(new EliminateDeadCode());
        assertSame(g, pass.apply(g));
    }

    @Test
    void aSmallMatrixMayStandOnTheRight() {
        Value x = x("x");
        Value product = MatrixOps.matmul(b, x, in(DType.F32, "w", Shape.of(4, 3)));
        out(MatrixOps.matmul(b, product, x, true, false));
        Graph g = after(new EliminateDeadCode());
        assertSame(g, pass.apply(g));
    }
}
