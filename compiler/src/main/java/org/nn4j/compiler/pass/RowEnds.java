package org.nn4j.compiler.pass;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ShapeOps;

/**
 * Rows of a batch that end before others: {@code next = where(running, next, before)} for all that is carried and {@code
 * where(running, y, 0)} for all yields, where a sequence says of each step which rows are still running, {@code lengths >
 * range(T)}. A scan without such a sequence has no ends.
 */
final class RowEnds {

    private final Rewrite r;
    private final Scan scan;
    private final CellReader reader;
    private final int running;
    private final @Nullable Value lengths;

    RowEnds(Rewrite r, Scan scan, CellReader reader) {
        this.r = r;
        this.scan = scan;
        this.reader = reader;
        int at = -1;
        for (int i = 0; i < scan.slices().size(); i++) {
            at = scan.slices().get(i).value().dtype() == DType.BOOL ? i : at;
        }
        this.running = at;
        this.lengths = at < 0 ? null : lengths(scan.sequences().get(at));
    }

    /** Whether there is one sequence, and beside it perhaps one that tells the ends, which all values heed. */
    boolean fit() {
        if (running < 0) {
            return scan.slices().size() == 1;
        }
        boolean kept = lengths != null && scan.slices().size() == 2;
        for (int i = 0; kept && i < scan.next().size(); i++) {
            Value carried = scan.carried().get(i).value();
            // What a row without any step gives is left open by ONNX; from zeros, it is zeros.
            kept = r.is(scan.initial().get(i), 0) && masked(scan.next().get(i).value(), carried) != null;
        }
        return kept && scan.yields().stream().map(Graph.Port::value).allMatch(v -> masked(v, null) != null);
    }

    /** The place of the sequence that is not about ends. */
    int other() {
        return running == 0 ? 1 : 0;
    }

    /** What a step makes of a carried value, in rows that have not ended. */
    Value next(int i) {
        Value next = scan.next().get(i).value();
        Value before = scan.carried().get(i).value();
        return unmasked(next, masked(next, before));
    }

    Value yielded(Value v) {
        return unmasked(v, masked(v, null));
    }

    private static Value unmasked(Value v, @Nullable Value masked) {
        return masked == null ? v : masked;
    }

    /** How many steps each row has, no more than there are, as a value of the new graph. */
    Optional<Value> lengths() {
        return Optional.ofNullable(lengths).map(v -> {
            Value least =
                    r.b().add(Elementwise.MAXIMUM, Attributes.NONE, r.get(v), Constants.scalar(r.b(), DType.I64, 0));
            return r.b().add(Elementwise.MINIMUM, Attributes.NONE, least, Constants.dim(r.b(), scan.length()));
        });
    }

    /** @param otherwise what stands in rows that have ended; null for zeros */
    private @Nullable Value masked(Value v, @Nullable Value otherwise) {
        Node where = running < 0 ? null : reader.node(v, Elementwise.WHERE);
        if (where == null || !where.input(0).equals(scan.slices().get(running).value())) {
            return null;
        }
        boolean fits =
                otherwise == null ? r.is(where.input(2), 0) : where.input(2).equals(otherwise);
        return fits ? where.input(1) : null;
    }

    /** Of {@code lengths > range(T)}, each with axes of size 1 for the other, the lengths. */
    private @Nullable Value lengths(Value running) {
        Node compared = r.definition(running, Elementwise.GREATER);
        Value lengths = compared == null ? null : reshaped(compared.input(0));
        Value steps = compared == null ? null : reshaped(compared.input(1));
        boolean fits = lengths != null
                && steps != null
                && r.definition(steps, Constants.IOTA) != null
                && lengths.rank() == 1
                && lengths.dtype() == DType.I64
                && compared != null
                && compared.input(1).rank() == 3
                && compared.input(1).shape().dim(0).equals(scan.length())
                && compared.input(0).rank() == 2
                && compared.input(0).shape().dim(1).is(1);
        return fits ? lengths : null;
    }

    private @Nullable Value reshaped(Value v) {
        Node reshape = r.definition(v, ShapeOps.RESHAPE);
        Node changed = reshape != null ? reshape : r.definition(v, ShapeOps.UNSQUEEZE);
        return changed == null ? null : changed.input(0);
    }
}
