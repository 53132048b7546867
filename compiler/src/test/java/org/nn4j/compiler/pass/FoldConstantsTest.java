package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.ADD;
import static org.nn4j.compiler.op.Elementwise.MUL;
import static org.nn4j.compiler.op.Elementwise.SQRT;
import static org.nn4j.compiler.op.Elementwise.SUB;
import static org.nn4j.compiler.op.Elementwise.cast;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ShapeOps;

final class FoldConstantsTest extends PassTest {

    @Test
    void numbersAreFoldedAndRoundedOnce() {
        Value wide = Constants.scalar(b, DType.F64, 0.1);
        out(cast(b, op(ADD, wide, Constants.scalar(b, DType.F64, 0.2)), DType.F32));
        assertText(
                "%0: f64 = constant() {value=f64 0.30000000000000004}\n%1: f32 = cast(%0) {to=f32}\nreturn out0 = %1",
                after(new FoldConstants()));
        assertText(
                "%0: f32 = constant() {value=f32 " + (double) 0.3f + "}\nreturn out0 = %0",
                new EliminateDeadCode().apply(new FoldConstants().apply(after(new FoldConstants()))));
    }

    @Test
    void tensorsOfOneNumberStayTensors() {
        Value fill = Constants.fill(b, DType.F32, 4, Shape.of(B, Dim.of(2)));
        out(op(SQRT, fill));
        out(op(MUL, fill, number(0.5)));
        assertText("""
                %0: f32[B, 2] = fill() {shape=[B, 2], value=f32 2.0}
                return out0 = %0, out1 = %0
                """, after(new FoldConstants()));
    }

    @Test
    void oneNumberStaysOneInAnyShape() {
        Value fill = Constants.fill(b, DType.F32, 4, Shape.of(B, Dim.of(2)));
        out(ShapeOps.reshape(b, fill, Shape.of(B.times(Dim.of(2)))));
        out(ShapeOps.broadcastTo(b, number(3), Shape.of(2, 2)));
        assertText("""
                %0: f32[2 * B] = fill() {shape=[2 * B], value=f32 4.0}
                %1: f32[2, 2] = fill() {shape=[2, 2], value=f32 3.0}
                return out0 = %0, out1 = %1
                """, after(new FoldConstants()));
    }

    @Test
    void integersStayExactOrAreLeftAlone() {
        Value large = Constants.scalar(b, DType.I64, 0x1p53);
        out(op(SUB, Constants.scalar(b, DType.I64, 2), Constants.scalar(b, DType.I64, 5)));
        out(op(ADD, large, large));
        assertText("""
                %0: i64 = constant() {value=i64 9.007199254740992E15}
                %1: i64 = constant() {value=i64 -3.0}
                %2: i64 = add(%0, %0)
                return out0 = %1, out1 = %2
                """, after(new FoldConstants()));
    }
}
