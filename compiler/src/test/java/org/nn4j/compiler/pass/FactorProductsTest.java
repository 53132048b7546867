package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.ADD;
import static org.nn4j.compiler.op.Elementwise.MUL;
import static org.nn4j.compiler.op.Elementwise.SUB;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Value;

final class FactorProductsTest extends PassTest {

    @Test
    void aCommonFactorIsAppliedOnce() {
        Value a = x("a");
        Value x = x("x");
        Value y = x("y");
        out(op(SUB, op(MUL, a, x), op(MUL, y, a)));
        assertText("""
                %3: f32[B, 4] = sub(%1, %2)
                %4: f32[B, 4] = mul(%0, %3)
                return out0 = %4
                """, after(new FactorProducts()));
    }

    @Test
    void aScalarFactorToo() {
        Value a = scalar(DType.F32, "a");
        Value x = x("x");
        Value y = x("y");
        out(op(ADD, op(MUL, a, x), op(MUL, a, y)));
        assertText("""
                %3: f32[B, 4] = add(%1, %2)
                %4: f32[B, 4] = mul(%0, %3)
                return out0 = %4
                """, after(new FactorProducts()));
    }

    @Test
    void aFactorOfAFactorToo() {
        Value a = x("a");
        Value x = x("x");
        Value y = x("y");
        out(op(SUB, op(MUL, a, x), op(MUL, op(MUL, y, a), y)));
        assertText("""
                %3: f32[B, 4] = mul(%2, %2)
                %4: f32[B, 4] = sub(%1, %3)
                %5: f32[B, 4] = mul(%0, %4)
                return out0 = %5
                """, after(new FactorProducts()));
    }

    @Test
    void aProductThatIsUsedElsewhereStays() {
        Value a = x("a");
        Value x = x("x");
        Value product = op(MUL, a, x);
        out(product);
        out(op(SUB, product, op(MUL, a, x("y"))));
        assertText("""
                %3: f32[B, 4] = mul(%0, %1)
                %4: f32[B, 4] = mul(%0, %2)
                %5: f32[B, 4] = sub(%3, %4)
                return out0 = %3, out1 = %5
                """, after(new FactorProducts()));
    }
}
