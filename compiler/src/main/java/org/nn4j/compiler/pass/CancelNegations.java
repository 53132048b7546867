package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.NEG;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/**
 * {@code -(-x)} → {@code x}, {@code x + (-y)} → {@code x - y}, {@code x - (-y)} → {@code x + y}; and a sign moves out of
 * a product, a quotient or a sum over axes, {@code (-x) * y} → {@code -(x * y)}, towards the sum that takes it in. All
 * exact.
 */
final class CancelNegations extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Op op = n.op();
        GraphBuilder b = r.b();
        if (op == NEG) {
            Node inner = r.definition(n.input(0), NEG);
            return inner == null ? null : r.get(inner.input(0));
        }
        if (op == Reduction.SUM || op == Reduction.MEAN) {
            Node inner = r.usedOnce(n.input(0)) ? r.definition(n.input(0), NEG) : null;
            return inner == null ? null : Elementwise.neg(b, b.add(op, n.attributes(), r.get(inner.input(0))));
        }
        if (op != Elementwise.ADD && op != Elementwise.SUB && op != Elementwise.MUL && op != Elementwise.DIV) {
            return null;
        }
        Node left = r.definition(n.input(0), NEG);
        Node right = r.definition(n.input(1), NEG);
        if (op == Elementwise.SUB) {
            return right == null ? null : Elementwise.add(b, r.get(n.input(0)), r.get(right.input(0)));
        }
        if (op == Elementwise.ADD) {
            if (right != null) {
                return Elementwise.sub(b, r.get(n.input(0)), r.get(right.input(0)));
            }
            return left == null ? null : Elementwise.sub(b, r.get(n.input(1)), r.get(left.input(0)));
        }
        if (left != null && right != null) {
            return b.add(op, n.attributes(), r.get(left.input(0)), r.get(right.input(0)));
        }
        if (left != null && moves(r, n, 0)) {
            return Elementwise.neg(b, b.add(op, n.attributes(), r.get(left.input(0)), r.get(n.input(1))));
        }
        if (right != null && moves(r, n, 1)) {
            return Elementwise.neg(b, b.add(op, n.attributes(), r.get(n.input(0)), r.get(right.input(0))));
        }
        return null;
    }

    /** A sign moves where it does not become more work. */
    private static boolean moves(Rewrite r, Node n, int i) {
        return r.usedOnce(n.input(i)) && n.input(i).type().equals(n.output().type());
    }
}
