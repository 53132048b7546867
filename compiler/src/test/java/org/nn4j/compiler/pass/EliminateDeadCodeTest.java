package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.EXP;
import static org.nn4j.compiler.op.Elementwise.LOG;
import static org.nn4j.compiler.op.Elementwise.SQRT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ControlOps;

final class EliminateDeadCodeTest extends PassTest {

    @Test
    void whatNobodyReadsGoesInBodiesToo() {
        Value x = x("x");
        Value read = op(EXP, x);
        op(LOG, read);
        GraphBuilder then = b.region("then");
        Value inside = then.add(SQRT, Attributes.NONE, read);
        then.add(LOG, Attributes.NONE, inside);
        Graph same = b.region("else").build(List.of(new Graph.Port("y", x)));
        out(ControlOps.branch(b, scalar(DType.BOOL, "c"), then.build(List.of(new Graph.Port("y", inside))), same)
                .get(0));
        assertText("""
                %2: f32[B, 4] = exp(%0)
                %3: f32[B, 4] = branch(%1)
                graph then() {
                %4: f32[B, 4] = sqrt(%2)
                return y = %4
                graph else() {
                return y = %0
                return out0 = %3
                """, after(new EliminateDeadCode()));
    }
}
