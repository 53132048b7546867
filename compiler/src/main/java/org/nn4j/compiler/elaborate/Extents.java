package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.stream.IntStream;
import org.nn4j.compiler.syntax.Expr;

/**
 * How many axes each dim of a declared type stands for: a run {@code ...S} for those that the others leave. Of several
 * runs all but one must be known.
 */
final class Extents {

    private final int[] runs;

    /** The run that may be of any length; -1 where there is none. */
    private final int open;

    /** The axes of all but the open run. */
    private final int fixed;

    private final List<Expr> dims;
    private final Scope scope;

    Extents(List<Expr> dims, Scope scope) {
        this.dims = dims;
        this.scope = scope;
        this.runs = IntStream.range(0, dims.size())
                .filter(i -> dims.get(i) instanceof Expr.Spread)
                .toArray();
        int[] unknown = IntStream.of(runs).filter(i -> !isKnown(i)).toArray();
        this.open = runs.length == 1 ? runs[0] : unknown.length == 0 ? -1 : unknown[0];
        this.fixed = IntStream.range(0, dims.size())
                .filter(i -> i != open)
                .map(i -> of(i, 0))
                .sum();
    }

    private boolean isKnown(int i) {
        return scope.lookup(((Expr.Spread) dims.get(i)).name().name()) instanceof Val.Run;
    }

    /** Whether a run may be of any length. */
    boolean isOpen() {
        return open >= 0;
    }

    /** A second run that may be of any length, too many for any type; -1 if there is none. */
    int secondOpen() {
        return IntStream.of(runs)
                .filter(i -> i != open && !isKnown(i))
                .findFirst()
                .orElse(-1);
    }

    /** The number of axes, without those of the open run. */
    int fixed() {
        return fixed;
    }

    /** The number of axes that a dim stands for in a tensor of some rank; none if it has too few for the others. */
    int of(int i, int rank) {
        if (!(dims.get(i) instanceof Expr.Spread s)) {
            return 1;
        }
        if (i == open) {
            return Math.max(0, rank - fixed);
        }
        return scope.lookup(s.name().name()) instanceof Val.Run known
                ? known.dims().size()
                : 0;
    }

    /** The first axis that a dim stands for. */
    int axis(int i, int rank) {
        return IntStream.range(0, i).map(before -> of(before, rank)).sum();
    }
}
