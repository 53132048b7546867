package org.nn4j.compiler.pass;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;

/**
 * {@code x + 0}, {@code x - 0}, {@code x * 1}, {@code x / 1}, {@code x ^ 1} → {@code x}, {@code where(true, x, y)} → {@code x},
 * and {@code dy * 0} → zeros.
 *
 * <p>A product with 0 is 0 for integers, and in gradients, where the 0 says that nothing flows; in the user's own text it
 * may be meant to carry what is not a number.
 */
final class RemoveNeutralElements extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Op op = n.op();
        if (op == Elementwise.ADD) {
            return one(r, n, 0, true);
        }
        if (op == Elementwise.SUB) {
            return one(r, n, 0, false);
        }
        if (op == Elementwise.MUL) {
            boolean certain = n.origin().backward() || n.output().dtype().isInteger();
            boolean nothing = certain && (r.is(n.input(0), 0) || r.is(n.input(1), 0));
            return nothing
                    ? Constants.fill(r.b(), n.output().dtype(), 0, n.output().shape())
                    : one(r, n, 1, true);
        }
        if (op == Elementwise.WHERE) {
            OptionalDouble known = r.number(n.input(0));
            Value chosen = known.isPresent() ? n.input(known.getAsDouble() != 0 ? 1 : 2) : null;
            return chosen != null && chosen.type().equals(n.output().type()) ? r.get(chosen) : null;
        }
        return op == Elementwise.DIV || op == Elementwise.POW ? one(r, n, 1, false) : null;
    }

    /** The operand beside {@code neutral}, unless the result is larger than it. */
    private static @Nullable Value one(Rewrite r, Node n, double neutral, boolean commutes) {
        if (r.is(n.input(1), neutral) && n.input(0).type().equals(n.output().type())) {
            return r.get(n.input(0));
        }
        if (commutes
                && r.is(n.input(0), neutral)
                && n.input(1).type().equals(n.output().type())) {
            return r.get(n.input(1));
        }
        return null;
    }
}
