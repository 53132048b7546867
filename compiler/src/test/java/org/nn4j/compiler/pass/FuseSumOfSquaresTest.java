package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.MUL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Reduction;

final class FuseSumOfSquaresTest extends PassTest {

    @Test
    void squaresAreNotWritten() {
        Value x = x("x");
        out(Reduction.sumAll(b, op(MUL, x, x)));
        assertText("""
                %1: f32 = sum_square(%0) {axes=[0, 1]}
                return out0 = %1
                """, after(new FuseSumOfSquares()));
    }

    @Test
    void overSomeAxesItIsTwoOperations() {
        Value x = x("x");
        out(Reduction.sum(b, op(MUL, x, x), List.of(0), false));
        assertText("""
                %1: f32[B, 4] = mul(%0, %0)
                %2: f32[4] = sum(%1) {axes=[0]}
                return out0 = %2
                """, after(new FuseSumOfSquares()));
    }

    @Test
    void squaresThatAreThereAnywayAreUsed() {
        Value x = x("x");
        Value squares = op(MUL, x, x);
        out(squares);
        out(Reduction.sumAll(b, squares));
        assertText("""
                %1: f32[B, 4] = mul(%0, %0)
                %2: f32 = sum(%1) {axes=[0, 1]}
                return out0 = %1, out1 = %2
                """, after(new FuseSumOfSquares()));
    }

    @Test
    void theirMeanIsASumToo() {
        Value x = in(DType.F32, "x", Shape.of(2, 4));
        out(Reduction.reduce(b, Reduction.MEAN, op(MUL, x, x), List.of(0, 1), true));
        assertText("""
                %1: f32[1, 1] = sum_square(%0) {axes=[0, 1], keep}
                %2: f32 = constant() {value=f32 0.125}
                %3: f32[1, 1] = mul(%1, %2)
                return out0 = %3
                """, after(new FuseSumOfSquares()));
    }

    @Test
    void aMeanOverRowsThatOnlyRunTimeCountsStays() {
        Value x = x("x");
        out(Reduction.meanAll(b, op(MUL, x, x)));
        assertText("""
                %1: f32[B, 4] = mul(%0, %0)
                %2: f32 = mean(%1) {axes=[0, 1]}
                return out0 = %2
                """, after(new FuseSumOfSquares()));
    }
}
