package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.ScanOps;

final class LiftOutOfScansTest extends PassTest {

    private static final Dim T = Dim.symbol("T");

    /** A scan that carries {@code f32[B, 4]}; the step gives the next value and the yield from the two inputs. */
    private void scan(BiFunction<GraphBuilder, List<Value>, List<Value>> step) {
        Value start = x("start");
        Value sequence = in(DType.F32, "xs", Shape.of(T, B, Dim.of(4)));
        GraphBuilder body = b.region("body");
        Value carried = body.input("h", start.type());
        Value slice = body.input("x", start.type());
        Graph built = body.build(OpSample.ports(step.apply(body, List.of(carried, slice))));
        ScanOps.scan(b, T, false, List.of(start), List.of(sequence), built).forEach(this::out);
    }

    @Test
    void whatSlicesTellIsComputedBeforeAndWhatOnlyYieldsNeedAfterwards() {
        Value w = in(DType.F32, "w", Shape.of(4, 4));
        scan((body, in) -> {
            Value next = add(body, MatrixOps.matmul(body, in.get(1), w), op(body, Elementwise.TANH, in.get(0)));
            return List.of(next, MatrixOps.matmul(body, op(body, Elementwise.EXP, next), w));
        });
        assertText("""
                %3: f32[B * T, 4] = reshape(%2) {shape=[B * T, 4]}
                %4: f32[B * T, 4] = matmul(%3, %0)
                %5: f32[T, B, 4] = reshape(%4) {shape=[T, B, 4]}
                %6: f32[B, 4], %7: f32[T, B, 4] = scan(%1, %5) {carries=1, length=T}
                graph body(h %8: f32[B, 4], slice %9: f32[B, 4]) {
                %10: f32[B, 4] = tanh(%8)
                %11: f32[B, 4] = add(%9, %10)
                return out.0 = %11, yield = %11
                %12: f32[T, B, 4] = exp(%7)
                %13: f32[B * T, 4] = reshape(%12) {shape=[B * T, 4]}
                %14: f32[B * T, 4] = matmul(%13, %0)
                %15: f32[T, B, 4] = reshape(%14) {shape=[T, B, 4]}
                return out0 = %6, out1 = %15
                """, after(new LiftOutOfScans()));
    }

    @Test
    void whatIsKnownForAllStepsIsCombinedFirst() {
        Value w = in(DType.F32, "w", Shape.of(4));
        scan((body, in) -> {
            Value sum = add(body, add(body, in.get(1), in.get(0)), w);
            return List.of(sum, mul(body, mul(body, in.get(0), in.get(1)), w));
        });
        assertText("""
                %3: f32[B, 4], %4: f32[T, B, 4] = scan(%1, %2) {carries=1, length=T}
                graph body(h %5: f32[B, 4], x %6: f32[B, 4]) {
                %7: f32[B, 4] = add(%6, %0)
                %8: f32[B, 4] = add(%5, %7)
                %9: f32[B, 4] = mul(%6, %0)
                %10: f32[B, 4] = mul(%5, %9)
                return out.0 = %8, out.1 = %10
                return out0 = %3, out1 = %4
                """, after(new CombineKnownFirst()));
    }

    private static Value op(GraphBuilder body, org.nn4j.compiler.ir.Op op, Value x) {
        return body.add(op, org.nn4j.compiler.ir.Attributes.NONE, x);
    }
}
