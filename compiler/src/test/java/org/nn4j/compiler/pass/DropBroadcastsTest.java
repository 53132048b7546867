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
    void oneThatGivesTheResultItsShapeStays() {
        Value row = in(DType.F32, "row", Shape.of(4));
        Value wide = ShapeOps.broadcastTo(b, row, x("x").shape());
        out(op(RELU, wide));
        out(op(MUL, wide, row));
        assertText("""
                %2: f32[B, 4] = broadcast_to(%0) {shape=[B, 4]}
                %3: f32[B, 4] = relu(%2)
                %4: f32[B, 4] = mul(%2, %0)
                return out0 = %3, out1 = %4
                """, after(new DropBroadcasts()));
    }

    @Test
    void ofTwoBroadcastsOneGivesTheShape() {
        Value x = x("x");
        Value row = in(DType.F32, "row", Shape.of(4));
        Value wide = ShapeOps.broadcastTo(b, row, x.shape());
        out(op(MUL, wide, wide));
        assertText("""
                %2: f32[B, 4] = broadcast_to(%1) {shape=[B, 4]}
                %3: f32[B, 4] = mul(%1, %2)
                return out0 = %3
                """, after(new DropBroadcasts()));
    }
}
