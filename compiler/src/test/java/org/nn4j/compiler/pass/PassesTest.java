package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nn4j.compiler.op.Elementwise.ADD;
import static org.nn4j.compiler.op.Elementwise.MUL;
import static org.nn4j.compiler.op.Elementwise.NEG;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;

final class PassesTest extends PassTest {

    @Test
    void onePassPreparesAnother() {
        Value x = x("x");
        Value w = in(DType.F32, "w", Shape.of(4, 3));
        Value row = in(DType.F32, "row", Shape.of(3));
        Value one = op(ADD, number(0.25), number(0.75));
        Value product = op(MUL, one, MatrixOps.matmul(b, x, w));
        out(op(ADD, op(NEG, op(NEG, row)), product));
        Graph optimized = Passes.optimize(after(new EliminateDeadCode()), true);
        assertText("""
                %3: f32[B, 3] = gemm(%0, %1, %2)
                return out0 = %3
                """, optimized);
        assertEquals(optimized, Passes.optimize(optimized, true));
    }

    @Test
    void thePassThatBrokeAGraphIsNamed() {
        Value x = x("x");
        out(op(NEG, x));
        Graph g = after(new EliminateDeadCode());
        Node wrong = new Node(
                NEG,
                g.nodes().get(0).inputs(),
                g.nodes().get(0).attributes(),
                List.of(),
                List.of(new Value(99, x.type().withDType(DType.F64))),
                g.nodes().get(0).origin());
        Graph broken = new Graph("g", g.inputs(), List.of(wrong), List.of(new Graph.Port("out0", wrong.output())));
        Pass breaks = new Pass() {
            @Override
            public Graph apply(Graph graph) {
                return broken;
            }

            @Override
            public String name() {
                return "BreakThings";
            }
        };
        String message =
                String.valueOf(assertThrows(IllegalStateException.class, () -> Passes.run(List.of(breaks), g, true))
                        .getMessage());
        assertTrue(message.contains("BreakThings"), message);
    }
}
