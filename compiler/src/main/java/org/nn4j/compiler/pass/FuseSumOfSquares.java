package org.nn4j.compiler.pass;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/**
 * {@code sum(x * x)} over all axes → {@code sum_square(x)}, and their mean likewise: no tensor of squares is written to
 * memory, 0.45 ms instead of 1.2 for 4.2 million elements. Over some of the axes ONNX Runtime's own operator is slower
 * than the two: 69 µs and 35 for the last of [16, 64, 128], 1.4 ms and 0.45 for all but the second of [32, 64, 28, 28].
 */
final class FuseSumOfSquares extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        boolean reduces = n.op() == Reduction.SUM || n.op() == Reduction.MEAN;
        Node product = reduces && r.usedOnce(n.input(0)) ? r.definition(n.input(0), Elementwise.MUL) : null;
        boolean all =
                reduces && n.attributes().integers("axes").size() == n.input(0).rank();
        if (product == null || !all || !product.input(0).equals(product.input(1))) {
            return null;
        }
        Dim count = n.op() == Reduction.SUM ? Dim.of(1) : Reduction.count(n);
        if (!count.isKnown() || count.is(0)) {
            return null;
        }
        Value sum = r.b().add(Reduction.SUM_SQUARE, n.attributes(), r.get(product.input(0)));
        return count.is(1) ? sum : Elementwise.mul(r.b(), sum, Constants.scalarLike(r.b(), sum, 1.0 / count.value()));
    }
}
