package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;

import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.op.SoftmaxOps;

/** What softmax and its logarithm do. */
final class SoftmaxMeanings {

    private SoftmaxMeanings() {}

    static void enter() {
        one(SoftmaxOps.LOG_SOFTMAX, (n, in, s) -> logSoftmax(n, in.get(0)));
        one(SoftmaxOps.SOFTMAX, (n, in, s) -> {
            NdArray log = logSoftmax(n, in.get(0));
            return NdArray.generate(log.dtype(), log.sizes(), i -> Math.exp(log.at(i)));
        });
    }

    private static NdArray logSoftmax(Node n, NdArray x) {
        int axis = n.attributes().integer("axis");
        return NdArray.generate(x.dtype(), x.sizes(), i -> {
            int[] at = i.clone();
            double top = Double.NEGATIVE_INFINITY;
            for (at[axis] = 0; at[axis] < x.size(axis); at[axis]++) {
                top = Math.max(top, x.at(at));
            }
            double sum = 0;
            for (at[axis] = 0; at[axis] < x.size(axis); at[axis]++) {
                sum += Math.exp(x.at(at) - top);
            }
            return x.at(i) - top - Math.log(sum);
        });
    }
}
