package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.DIV;
import static org.nn4j.compiler.op.Elementwise.MUL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Reduction;

final class MoveScalarFactorsTest extends PassTest {

    private final Value x = x("x");
    private final Value y = x("y");
    private final Value s = scalar(DType.F32, "s");

    @Test
    void scalarsMoveOutwards() {
        out(op(MUL, op(DIV, x, s), y));
        out(op(MUL, op(MUL, x, y), op(MUL, s, x)));
        out(Reduction.sum(b, op(MUL, s, y), List.of(1), false));
        assertText("""
                %3: f32[B, 4] = mul(%0, %1)
                %4: f32[B, 4] = div(%3, %2)
                %5: f32[B, 4] = mul(%0, %3)
                %6: f32[B, 4] = mul(%5, %2)
                %7: f32[B] = sum(%1) {axes=[1]}
                %8: f32[B] = mul(%7, %2)
                return out0 = %4, out1 = %6, out2 = %8
                """, after(new MoveScalarFactors()));
    }

    /** A column is scaled with fewer products than the matrix that it spreads over. */
    @Test
    void whereTheyWouldHaveMoreToDoTheyStay() {
        Value column = in(DType.F32, "column", Shape.of(B, Dim.of(1)));
        out(op(MUL, op(MUL, column, s), x));
        Value scaled = op(MUL, s, y);
        out(scaled);
        out(op(MUL, scaled, x));
        assertText("""
                %4: f32[B, 1] = mul(%3, %2)
                %5: f32[B, 4] = mul(%4, %0)
                %6: f32[B, 4] = mul(%2, %1)
                %7: f32[B, 4] = mul(%6, %0)
                return out0 = %5, out1 = %6, out2 = %7
                """, after(new MoveScalarFactors()));
    }
}
