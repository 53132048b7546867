package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.DIV;
import static org.nn4j.compiler.op.Elementwise.MUL;
import static org.nn4j.compiler.op.Elementwise.cast;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Value;

final class GatherScalarFactorsTest extends PassTest {

    private final Value x = x("x");
    private final Value s = scalar(DType.F32, "s");
    private final Value r = scalar(DType.F32, "r");

    @Test
    void theTensorIsScaledOnce() {
        out(op(DIV, op(MUL, s, x), r));
        out(op(MUL, r, op(DIV, x, s)));
        out(op(MUL, op(MUL, x, s), r));
        out(op(DIV, op(DIV, x("y"), s), r));
        assertText("""
                %4: f32 = div(%1, %2)
                %5: f32[B, 4] = mul(%0, %4)
                %6: f32 = div(%2, %1)
                %7: f32[B, 4] = mul(%0, %6)
                %8: f32 = mul(%1, %2)
                %9: f32[B, 4] = mul(%0, %8)
                %10: f32[B, 4] = div(%3, %8)
                return out0 = %5, out1 = %7, out2 = %9, out3 = %10
                """, after(new GatherScalarFactors()));
    }

    @Test
    void scalarsFromWideNumbersAreJoinedThere() {
        Value rate = scalar(DType.F64, "rate");
        Value correction = scalar(DType.F64, "correction");
        out(op(MUL, cast(b, rate, DType.F32), op(DIV, x, cast(b, correction, DType.F32))));
        assertText("""
                %5: f64 = div(%3, %4)
                %6: f32 = cast(%5) {to=f32}
                %7: f32[B, 4] = mul(%0, %6)
                return out0 = %7
                """, after(new GatherScalarFactors()));
    }

    @Test
    void whatIsUsedElsewhereStays() {
        Value scaled = op(MUL, s, x);
        out(scaled);
        out(op(DIV, scaled, r));
        assertText("""
                %3: f32[B, 4] = mul(%1, %0)
                %4: f32[B, 4] = div(%3, %2)
                return out0 = %3, out1 = %4
                """, after(new GatherScalarFactors()));
    }
}
