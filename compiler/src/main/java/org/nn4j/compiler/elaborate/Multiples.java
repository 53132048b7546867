package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.syntax.BinaryOp;
import org.nn4j.compiler.syntax.Expr;

/**
 * Sizes that a declaration, or something that it uses, requires to be multiples of others. Where {@code require size % n
 * == 0} stands, the general check takes {@code size} for {@code (size div n) * n}, so that the parts fit together again.
 */
final class Multiples {

    /** A requirement was met that the sizes at hand neither fulfil nor break. */
    static final class Required extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String size;
        private final transient Dim divisor;

        private Required(String size, Dim divisor) {
            super(size + " must be a multiple of " + divisor, null, false, false);
            this.size = size;
            this.divisor = divisor;
        }
    }

    /** Each chain of requirements ends; one that goes in a circle is cut off here. */
    private static final int MAX = 20;

    private final Map<String, Dim> divisors = new HashMap<>();

    /** Ends the walk if a condition that could not be decided says that some size must be a multiple. */
    static void check(Interpreter in, Expr condition, Scope scope) {
        if (condition instanceof Expr.Binary equal
                && equal.op() == BinaryOp.EQUAL
                && equal.right() instanceof Expr.IntLit zero
                && zero.value() == 0
                && equal.left() instanceof Expr.Binary remainder
                && remainder.op() == BinaryOp.REMAINDER
                && in.eval(remainder.left(), scope) instanceof Val.Int size
                && in.eval(remainder.right(), scope) instanceof Val.Int divisor) {
            size.dim().symbolName().ifPresent(name -> {
                throw new Required(name, divisor.dim());
            });
        }
    }

    /** Takes note; answers false where that was known, or is too much. */
    boolean learn(Required required) {
        return divisors.size() < MAX && divisors.put(required.size, required.divisor) == null;
    }

    /** The size of this name. */
    Dim symbol(String name) {
        @Nullable Dim divisor = divisors.get(name);
        if (divisor == null) {
            return Dim.symbol(name);
        }
        Dim whole = divisor.substitute(s ->
                s.symbolName().filter(n -> !n.equals(name)).map(this::symbol).orElse(s));
        return symbol("(" + name + " div " + divisor + ")").times(whole);
    }
}
