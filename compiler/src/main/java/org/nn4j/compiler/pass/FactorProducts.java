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
                if (left.input(i).equals(right.input(j)) && isFull(x, n) && isFull(y, n)) {
                    Value inner = r.b().add(n.op(), n.attributes(), r.get(x), r.get(y));
                    return Elementwise.mul(r.b(), r.get(left.input(i)), inner);
                }
            }
        }
        for (int i = 0; i < 2; i++) {
            Value ofRight = without(r, right, left.input(i));
            Value ofLeft = without(r, left, right.input(i));
            if (ofRight != null && isFull(left.input(1 - i), n)) {
                Value inner = r.b().add(n.op(), n.attributes(), r.get(left.input(1 - i)), ofRight);
                return Elementwise.mul(r.b(), r.get(left.input(i)), inner);
            }
            if (ofLeft != null && isFull(right.input(1 - i), n)) {
                Value inner = r.b().add(n.op(), n.attributes(), ofLeft, r.get(right.input(1 - i)));
                return Elementwise.mul(r.b(), r.get(right.input(i)), inner);
            }
        }
        return null;
    }

    private static @Nullable Node product(Rewrite r, Node n, int i) {
        return r.usedOnce(n.input(i)) ? r.definition(n.input(i), MUL) : null;
    }

    private static boolean isFull(Value v, Node n) {
        return v.type().equals(n.output().type());
    }

    /** A product with one factor less, of the same size; null where it has no such factor. */
    private static @Nullable Value without(Rewrite r, Node product, Value factor) {
        for (int i = 0; i < 2; i++) {
            Value other = product.input(1 - i);
            if (product.input(i).equals(factor) && isFull(other, product)) {
                return r.get(other);
            }
            Node inner = product(r, product, i);
            Value rest = inner != null && isFull(inner.output(), product) ? without(r, inner, factor) : null;
            if (rest != null) {
                return Elementwise.mul(r.b(), rest, r.get(other));
            }
        }
        return null;
    }
}
