package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.pow;
import static org.nn4j.compiler.op.Trigonometry.cos;

import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;

final class ComputeForAllTurnsTest extends LoopPassTest {

    @Test
    void aScheduleBecomesAVector() {
        Value x = x("x");
        Value step = scalar(DType.I64, "step");
        loop(x, (body, in) -> {
            Value now = cast(body, add(body, step, in.get(0)), DType.F64);
            Value decay = cast(body, pow(body, Constants.scalar(body, DType.F64, 0.9), now), DType.F32);
            return mul(body, in.get(1), decay);
        });
        assertText("""
                %3: i64 = dim() {dim=K}
                %4: bool = constant() {value=bool 1.0}
                %5: i64[K] = range() {size=K}
                %6: i64[K] = add(%1, %5)
                %7: f64[K] = cast(%6) {to=f64}
                %8: f64 = constant() {value=f64 0.9}
                %9: f64[K] = pow(%8, %7)
                %10: f32[K] = cast(%9) {to=f32}
                %11: f32[B, 4] = loop(%3, %4, %0) {turns=k}
                graph body(turn %12: i64, going %13: bool, carried %14: f32[B, 4]) {
                %15: f32 = gather(%10, %12)
                %16: f32[B, 4] = mul(%14, %15)
                return going = %13, next = %16
                return out0 = %11
                """, after(new ComputeForAllTurns()));
    }

    @Test
    void whatAVectorWouldRoundInAnotherWayStays() {
        Value x = x("x");
        loop(x, (body, in) -> {
            Value turn = cast(body, in.get(0), DType.F64);
            Value wave = cos(body, turn);
            Value square = pow(body, turn, Constants.scalar(body, DType.F64, 2));
            return mul(body, in.get(1), cast(body, add(body, wave, square), DType.F32));
        });
        assertText("""
                %2: i64 = dim() {dim=K}
                %3: bool = constant() {value=bool 1.0}
                %4: i64[K] = range() {size=K}
                %5: f64[K] = cast(%4) {to=f64}
                %6: f64 = constant() {value=f64 2.0}
                %7: f32[B, 4] = loop(%2, %3, %0) {turns=k}
                graph body(turn %8: i64, going %9: bool, carried %10: f32[B, 4]) {
                %11: f64 = gather(%5, %8)
                %12: f64 = cos(%11)
                %13: f64 = pow(%11, %6)
                %14: f64 = add(%12, %13)
                %15: f32 = cast(%14) {to=f32}
                %16: f32[B, 4] = mul(%10, %15)
                return going = %9, next = %16
                return out0 = %7
                """, after(new ComputeForAllTurns()));
    }
}
