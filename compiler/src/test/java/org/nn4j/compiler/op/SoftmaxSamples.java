package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.OpSample.in;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Op;

/** Samples of softmax and its logarithm. */
final class SoftmaxSamples {

    private SoftmaxSamples() {}

    static List<OpSample> all() {
        List<OpSample> all = new ArrayList<>();
        for (Op op : List.of(SoftmaxOps.SOFTMAX, SoftmaxOps.LOG_SOFTMAX)) {
            all.add(OpSample.of(op, Attributes.of("axis", 0), in("f64[5]")));
            all.add(OpSample.of(op, Attributes.of("axis", 1), in("f64[B, 3]")));
            all.add(OpSample.of(op, Attributes.of("axis", 1), in("f64[B, 1]")));
            all.add(OpSample.of(op, Attributes.of("axis", 0), in("f64[2, T]")));
            for (int axis = 0; axis < 3; axis++) {
                all.add(OpSample.of(op, Attributes.of("axis", axis), in("f64[2, B, 3]")));
            }
        }
        return all;
    }
}
