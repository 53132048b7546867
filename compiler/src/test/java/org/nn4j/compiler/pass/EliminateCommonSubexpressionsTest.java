package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.EXP;
import static org.nn4j.compiler.op.Elementwise.NEG;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ControlOps;

final class EliminateCommonSubexpressionsTest extends PassTest {

    @Test
    void aBodyUsesWhatIsThereAround() {
        Value x = x("x");
        Value c = scalar(DType.BOOL, "c");
        GraphBuilder then = b.region("then");
        Value inside = then.add(EXP, Attributes.NONE, x);
        Graph first = then.build(List.of(new Graph.Port("y", then.add(NEG, Attributes.NONE, inside))));
        Graph second = b.region("else").build(List.of(new Graph.Port("y", x)));
        out(op(EXP, x));
        out(ControlOps.branch(b, c, first, second).get(0));
        assertText("""
                %2: f32[B, 4] = exp(%0)
                %3: f32[B, 4] = branch(%1)
                graph then() {
                %4: f32[B, 4] = neg(%2)
                return y = %4
                graph else() {
                return y = %0
                return out0 = %2, out1 = %3
                """, after(new EliminateCommonSubexpressions()));
    }
}
