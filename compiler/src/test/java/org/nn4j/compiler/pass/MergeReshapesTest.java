package org.nn4j.compiler.pass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;

final class MergeReshapesTest extends PassTest {

    @Test
    void theFirstShapeComesBack() {
        Value x = x("x");
        out(ShapeOps.squeeze(b, ShapeOps.unsqueeze(b, x, List.of(1)), List.of(1)));
        Shape flat = Shape.of(B.times(Dim.of(4)));
        out(ShapeOps.reshape(b, ShapeOps.reshape(b, x, flat), x.shape()));
        assertText("return out0 = %0, out1 = %0", after(new MergeReshapes()));
    }

    @Test
    void twoBecomeOne() {
        Value x = x("x");
        Value twice = ShapeOps.reshape(
                b, ShapeOps.reshape(b, x, Shape.of(B, Dim.of(2), Dim.of(2))), Shape.of(B, Dim.of(1), Dim.of(4)));
        out(ShapeOps.squeeze(b, twice, List.of(1)));
        out(ShapeOps.unsqueeze(b, twice, List.of(0)));
        assertText("""
                %1: f32[1, B, 1, 4] = reshape(%0) {shape=[1, B, 1, 4]}
                return out0 = %0, out1 = %1
                """, Passes.prune(new MergeReshapes().apply(after(new MergeReshapes()))));
    }

    @Test
    void sizesThatOnlyTheRunKnowsAreNotAskedFor() {
        Value x = in(DType.F32, "x", Shape.of(B, Dim.symbol("T")));
        Value column = ShapeOps.unsqueeze(b, x, List.of(2));
        out(ShapeOps.unsqueeze(b, column, List.of(0)));
        assertText("""
                %1: f32[B, T, 1] = unsqueeze(%0) {axes=[2]}
                %2: f32[1, B, T, 1] = unsqueeze(%1) {axes=[0]}
                return out0 = %2
                """, after(new MergeReshapes()));
    }
}
