package org.nn4j.compiler.pass;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/** {@code sum(x * x)} → {@code sum_square(x)}: no tensor of squares is written to memory. */
final class FuseSumOfSquares extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Node product =
                n.op() == Reduction.SUM && r.usedOnce(n.input(0)) ? r.definition(n.input(0), Elementwise.MUL) : null;
        return product == null || !product.input(0).equals(product.input(1))
                ? null
                : r.b().add(Reduction.SUM_SQUARE, n.attributes(), r.get(product.input(0)));
    }
}
