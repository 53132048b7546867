package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.exp;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;

final class HoistLoopInvariantsTest extends LoopPassTest {

    @Test
    void whatDoesNotChangeIsComputedBefore() {
        Value x = x("x");
        Value s = scalar(DType.F32, "s");
        loop(x, (body, in) -> {
            Value twice = mul(body, s, Constants.scalar(body, DType.F32, 2));
            return add(body, mul(body, exp(body, x), twice), in.get(1));
        });
        assertText("""
                %3: i64 = dim() {dim=K}
                %4: bool = constant() {value=bool 1.0}
                %5: f32 = constant() {value=f32 2.0}
                %6: f32 = mul(%1, %5)
                %7: f32[B, 4] = exp(%0)
                %8: f32[B, 4] = mul(%7, %6)
                %9: f32[B, 4] = loop(%3, %4, %0) {turns=k}
                graph body(turn %10: i64, going %11: bool, carried %12: f32[B, 4]) {
                %13: f32[B, 4] = add(%8, %12)
                return going = %11, next = %13
                return out0 = %9
                """, after(new HoistLoopInvariants()));
    }

    @Test
    void outOfABranchGoNumbersOnly() {
        Value x = x("x");
        Value s = scalar(DType.F32, "s");
        Value c = scalar(DType.BOOL, "c");
        loop(x, (body, in) -> {
            GraphBuilder then = body.region("then");
            Value next = add(then, in.get(1), mul(then, exp(then, x), exp(then, s)));
            Graph otherwise = body.region("else").build(List.of(new Graph.Port("y", in.get(1))));
            return ControlOps.branch(body, c, then.build(List.of(new Graph.Port("y", next))), otherwise)
                    .get(0);
        });
        assertText("""
                %4: i64 = dim() {dim=K}
                %5: bool = constant() {value=bool 1.0}
                %6: f32 = exp(%1)
                %7: f32[B, 4] = loop(%4, %5, %0) {turns=k}
                graph body(turn %8: i64, going %9: bool, carried %10: f32[B, 4]) {
                %11: f32[B, 4] = branch(%2)
                graph then() {
                %12: f32[B, 4] = exp(%0)
                %13: f32[B, 4] = mul(%12, %6)
                %14: f32[B, 4] = add(%10, %13)
                return y = %14
                graph else() {
                return y = %10
                return going = %9, next = %11
                return out0 = %7
                """, after(new HoistLoopInvariants()));
    }
}
