package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.sub;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Reduction;

final class ElementwiseInRowsTest extends PassTest {

    private final ElementwiseInRows pass = new ElementwiseInRows(12, 4, 6);

    private Value rows(String name) {
        return in(DType.F32, name, Shape.of(3, 5));
    }

    @Test
    void whatHangsTogetherIsOneScan() {
        Value p = rows("p");
        Value m = rows("m");
        Value rate = scalar(DType.F32, "rate");
        Value next = add(b, mul(b, m, rate), rows("g"));
        out(next);
        out(sub(b, p, mul(b, next, rate)));
        assertText("""
                %4: f32[3, 5], %5: f32[3, 5] = scan(%1, %3, %0) {carries=0, length=3}
                graph row(x1 %6: f32[5], x2 %7: f32[5], x3 %8: f32[5]) {
                %9: f32[5] = mul(%6, %2)
                %10: f32[5] = add(%9, %7)
                %11: f32[5] = mul(%10, %2)
                %12: f32[5] = sub(%8, %11)
                return y0 = %10, y1 = %12
                return out0 = %4, out1 = %5
                """, after(pass));
    }

    @Test
    void aSumOverAllComesBetweenTwoScans() {
        Value x = rows("x");
        Value y = mul(b, add(b, mul(b, x, x), x), x);
        Value z = mul(b, y, Reduction.sumAll(b, y));
        out(add(b, mul(b, z, x), x));
        Graph g = after(pass);
        assertEquals(
                2, g.nodes().stream().filter(n -> n.op().name().equals("scan")).count());
    }

    @Test
    void aSmallTensorStays() {
        Value x = in(DType.F32, "x", Shape.of(2, 5));
        out(mul(b, add(b, mul(b, x, x), x), x));
        Graph g = after(new EliminateDeadCode());
        assertSame(g, pass.apply(g));
    }

    @Test
    void soDoOneOfUnknownSizeAndOneWithOtherRows() {
        Value x = x("x");
        out(mul(b, add(b, mul(b, x, x), x), x));
        Value y = in(DType.F32, "y", Shape.of(2, 7));
        out(mul(b, add(b, mul(b, y, y), y), y));
        Graph g = after(new EliminateDeadCode());
        assertSame(g, pass.apply(g));
    }
}
