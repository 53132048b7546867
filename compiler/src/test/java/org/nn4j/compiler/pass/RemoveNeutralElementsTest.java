package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.ADD;
import static org.nn4j.compiler.op.Elementwise.DIV;
import static org.nn4j.compiler.op.Elementwise.MUL;
import static org.nn4j.compiler.op.Elementwise.POW;
import static org.nn4j.compiler.op.Elementwise.SUB;
import static org.nn4j.compiler.op.Elementwise.WHERE;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;

final class RemoveNeutralElementsTest extends PassTest {

    @Test
    void neutralNumbersGo() {
        Value x = x("x");
        out(op(ADD, number(0), op(ADD, x, number(0))));
        out(op(SUB, x, number(0)));
        out(op(MUL, number(1), op(MUL, x, number(1))));
        out(op(DIV, x, number(1)));
        out(op(POW, x, number(1)));
        assertText("return out0 = %0, out1 = %0, out2 = %0, out3 = %0, out4 = %0", after(new RemoveNeutralElements()));
    }

    @Test
    void othersStay() {
        Value x = x("x");
        out(op(SUB, number(0), x));
        out(op(DIV, number(1), x));
        assertText("""
                %1: f32 = constant() {value=f32 0.0}
                %2: f32[B, 4] = sub(%1, %0)
                %3: f32 = constant() {value=f32 1.0}
                %4: f32[B, 4] = div(%3, %0)
                return out0 = %2, out1 = %4
                """, after(new RemoveNeutralElements()));
    }

    @Test
    void aChoiceThatIsMade() {
        Value x = x("x");
        Value y = x("y");
        out(op(WHERE, Constants.fill(b, DType.BOOL, 1, x.shape()), x, y));
        out(op(WHERE, Constants.scalar(b, DType.BOOL, 0), x, y));
        assertText("return out0 = %0, out1 = %1", after(new RemoveNeutralElements()));
    }

    @Test
    void aChoiceThatGivesTheResultItsShapeStays() {
        Value row = in(DType.F32, "row", Shape.of(4));
        out(op(WHERE, Constants.fill(b, DType.BOOL, 1, Shape.of(B, Dim.of(4))), row, row));
        assertText("""
                %1: bool[B, 4] = fill() {shape=[B, 4], value=bool 1.0}
                %2: f32[B, 4] = where(%1, %0, %0)
                return out0 = %2
                """, after(new RemoveNeutralElements()));
    }

    @Test
    void aNumberThatMakesTheResultLargerStays() {
        Value row = in(DType.F32, "row", Shape.of(4));
        out(op(ADD, row, Constants.fill(b, DType.F32, 0, Shape.of(B, Dim.of(4)))));
        assertText("""
                %1: f32[B, 4] = fill() {shape=[B, 4], value=f32 0.0}
                %2: f32[B, 4] = add(%0, %1)
                return out0 = %2
                """, after(new RemoveNeutralElements()));
    }

    @Test
    void nothingFlowsThroughAZeroInAGradient() {
        Value x = x("x");
        out(op(MUL, x, number(0)));
        backward(() -> out(op(MUL, number(0), x)));
        assertText("""
                %1: f32 = constant() {value=f32 0.0}
                %2: f32[B, 4] = mul(%0, %1)
                %3: f32[B, 4] = fill() {shape=[B, 4], value=f32 0.0}
                return out0 = %2, out1 = %3
                """, after(new RemoveNeutralElements()));
    }
}
