package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.MUL;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;

/**
 * {@code a * x - a * y} → {@code a * (x - y)}, and the same for a sum: what reverse differentiation leaves where a value
 * has two uses. The difference is taken before it is scaled, which loses no more digits.
 */
final class FactorProducts extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (n.op() != Elementwise.SUB && n.op() != Elementwise.ADD) {
            return null;
        }
        Node left = product(r, n, 0);
        Node right = product(r, n, 1);
        if (left == null || right == null) {
            return null;
        }
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                Value x = left.input(1 - i);
                Value y = right.input(1 - j);
                boolean sameSize = x.type().equals(n.output().type())
                        && y.type().equals(n.output().type());
                if (left.input(i).equals(right.input(j)) && sameSize) {
                    Value inner = r.b().add(n.op(), n.attributes(), r.get(x), r.get(y));
                    return Elementwise.mul(r.b(), r.get(left.input(i)), inner);
                }
            }
        }
        return null;
    }

    private static @Nullable Node product(Rewrite r, Node n, int i) {
        return r.usedOnce(n.input(i)) ? r.definition(n.input(i), MUL) : null;
    }
}
