package org.nn4j.compiler.pass;

import java.util.List;
import java.util.function.BiFunction;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;

/** Tests of passes over loops: one loop that carries {@code f32[B, 4]}. */
abstract class LoopPassTest extends PassTest {

    static final Dim K = Dim.symbol("K");

    /** @param step the body: from its builder and [turn, carried value] to the next value */
    void loop(Value start, BiFunction<GraphBuilder, List<Value>, Value> step) {
        in(DType.F32, "turns", Shape.of(K));
        GraphBuilder body = b.region("body");
        Value turn = body.input("turn", TensorType.scalar(DType.I64));
        Value going = body.input("going", TensorType.scalar(DType.BOOL));
        Value carried = body.input("carried", start.type());
        Value next = step.apply(body, List.of(turn, carried));
        Graph built = body.build(List.of(new Graph.Port("going", going), new Graph.Port("next", next)));
        List<Value> inputs = List.of(Constants.dim(b, K), Constants.scalar(b, DType.BOOL, 1), start);
        out(ControlOps.loop(b, Dim.symbol("k"), inputs, built).get(0));
    }
}
