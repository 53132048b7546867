package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.MUL;
import static org.nn4j.compiler.op.Elementwise.RELU;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;

final class DropBroadcastsTest extends PassTest {

    @Test
    void theConsumerBroadcastsItself() {
        Value x = x("x");
        Value row = in(DType.F32, "row", Shape.of(4));
        out(op(MUL, ShapeOps.broadcastTo(b, row, x.shape()), x));
        assertText("""
                %2: f32[B, 4] = mul(%1, %0)
                return out0 = %2
                """, after(new DropBroadcasts()));
    }

    @Test
    void oneThatGivesTheResultItsShapeComesLast() {
        Value row = in(DType.F32, "row", Shape.of(4));
        Value wide = ShapeOps.broadcastTo(b, row, x("x").shape());
        out(op(RELU, wide));
        out(op(MUL, wide, row));
        assertText("""
                %2: f32[4] = relu(%0)
                %3: f32[B, 4] = broadcast_to(%2) {shape=[B, 4]}
                %4: f32[4] = mul(%0, %0)
                %5: f32[B, 4] = broadcast_to(%4) {shape=[B, 4]}
                return out0 = %3, out1 = %5
                """, after(new DropBroadcasts()));
    }

    @Test
    void aRowAndAColumnMeetAsTheyAre() {
        Shape square = Shape.of(4, 4);
        Value row = ShapeOps.broadcastTo(b, in(DType.F32, "row", Shape.of(4)), square);
        Value column = ShapeOps.broadcastTo(b, in(DType.F32, "column", Shape.of(4, 1)), square);
        out(op(MUL, row, column));
        assertText("""
                %2: f32[4, 4] = mul(%0, %1)
                return out0 = %2
                """, after(new DropBroadcasts()));
    }
}
