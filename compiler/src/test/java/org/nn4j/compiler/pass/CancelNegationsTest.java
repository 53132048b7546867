package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.ADD;
import static org.nn4j.compiler.op.Elementwise.DIV;
import static org.nn4j.compiler.op.Elementwise.MUL;
import static org.nn4j.compiler.op.Elementwise.NEG;
import static org.nn4j.compiler.op.Elementwise.SUB;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Reduction;

final class CancelNegationsTest extends PassTest {

    @Test
    void sumsTakeSignsIn() {
        Value x = x("x");
        Value y = x("y");
        out(op(ADD, x, op(NEG, y)));
        out(op(ADD, op(NEG, y), x));
        out(op(SUB, x, op(NEG, y)));
        out(op(NEG, op(NEG, x)));
        assertText("""
                %2: f32[B, 4] = sub(%0, %1)
                %3: f32[B, 4] = add(%0, %1)
                return out0 = %2, out1 = %2, out2 = %3, out3 = %0
                """, after(new CancelNegations()));
    }

    @Test
    void signsLeaveProducts() {
        Value x = x("x");
        Value y = x("y");
        out(op(MUL, op(NEG, x), y));
        assertText("""
                %2: f32[B, 4] = mul(%0, %1)
                %3: f32[B, 4] = neg(%2)
                return out0 = %3
                """, after(new CancelNegations()));
    }

    @Test
    void signsLeaveSumsOverAxes() {
        Value x = x("x");
        out(Reduction.sum(b, op(NEG, x), List.of(0), false));
        assertText("""
                %1: f32[4] = sum(%0) {axes=[0]}
                %2: f32[4] = neg(%1)
                return out0 = %2
                """, after(new CancelNegations()));
    }

    @Test
    void twoSignsCancel() {
        Value x = x("x");
        Value y = x("y");
        out(op(DIV, op(NEG, x), op(NEG, y)));
        assertText("""
                %2: f32[B, 4] = div(%0, %1)
                return out0 = %2
                """, after(new CancelNegations()));
    }

    @Test
    void theSignOfASmallerValueStaysWhereItIsCheap() {
        Value x = x("x");
        Value s = scalar(DType.F32, "s");
        out(op(MUL, x, op(NEG, s)));
        assertText("""
                %2: f32 = neg(%1)
                %3: f32[B, 4] = mul(%0, %2)
                return out0 = %3
                """, after(new CancelNegations()));
    }
}
