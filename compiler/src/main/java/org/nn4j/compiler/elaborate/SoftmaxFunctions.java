package org.nn4j.compiler.elaborate;

import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.SoftmaxOps;

/** Softmax and its logarithm: {@code softmax(x)} is along the last axis, {@code softmax(x, axis = 1)} along another. */
final class SoftmaxFunctions {

    private SoftmaxFunctions() {}

    static void define(Scope s) {
        for (Op op : List.of(SoftmaxOps.SOFTMAX, SoftmaxOps.LOG_SOFTMAX)) {
            Builtins.define(
                    s,
                    op.name(),
                    List.of("x", "axis?"),
                    op.doc() + " The axis is the last one unless given.",
                    (in, a) -> {
                        Val.Tensor x = a.tensor("x");
                        int axis = a.axis(a.integer("axis", -1), x.type().rank(), a.span("axis"), x);
                        return Builtins.node(in, a, x, op, Attributes.of("axis", axis));
                    });
        }
    }
}
