package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.cast;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;

final class MergeCastsTest extends PassTest {

    @Test
    void aWiderTypeInBetweenGoes() {
        out(cast(b, cast(b, scalar(DType.F32, "x"), DType.F64), DType.F32));
        out(cast(b, cast(b, scalar(DType.BOOL, "y"), DType.F32), DType.F64));
        assertText("""
                %2: f64 = cast(%1) {to=f64}
                return out0 = %0, out1 = %2
                """, after(new MergeCasts()));
    }

    @Test
    void aNarrowerTypeInBetweenRounds() {
        out(cast(b, cast(b, scalar(DType.F64, "x"), DType.F32), DType.F64));
        assertText("""
                %1: f32 = cast(%0) {to=f32}
                %2: f64 = cast(%1) {to=f64}
                return out0 = %2
                """, after(new MergeCasts()));
    }
}
