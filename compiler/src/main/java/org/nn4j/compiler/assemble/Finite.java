package org.nn4j.compiler.assemble;

import java.util.List;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/** Whether a step may be applied. */
final class Finite {

    private Finite() {}

    /**
     * Whether a loss and the norm of a gradient are finite: one test of their sum, since an infinite or undefined part
     * makes the sum so.
     */
    static Value of(GraphBuilder b, Value loss, List<Value> gradients) {
        Value sum = loss;
        for (Value g : gradients) {
            sum = Elementwise.add(b, sum, Reduction.sumAll(b, Elementwise.mul(b, g, g)));
        }
        return Elementwise.isFinite(b, sum);
    }
}
