package org.nn4j.compiler.elaborate;

import java.util.List;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.source.Span;

/**
 * Totals in a test: the tensors at hand are the whole data set. What has rows is added up over them: a tensor whose first
 * axis goes back to the rows of the signature or, where its origin does not tell, one that is as long.
 */
final class RowTotals extends Totals {
    private final Scope signature;
    private final String name;
    private final Dim rows;

    /**
     * @param signature where the rows have a name
     * @param name what a signature calls the axis of rows; empty where it has no name
     */
    RowTotals(Scope signature, String name, Dim rows) {
        super("total", "values");
        this.signature = signature;
        this.name = name;
        this.rows = rows;
    }

    @Override
    Val.Tensor total(Interpreter in, Val.Tensor t, Recipe.Kind kind, Span at) {
        GraphBuilder b = t.graph();
        Value wide = Elementwise.cast(b, t.value(), DType.F64);
        return new Val.Tensor(
                hasRows(t) ? Reduction.reduce(b, reduction(kind), wide, List.of(0), false) : wide, b, false);
    }

    private boolean hasRows(Val.Tensor t) {
        if (t.type().rank() == 0) {
            return false;
        }
        if (!t.type().shape().dim(0).equals(rows)) {
            return false;
        }
        String first = AxisNames.of(signature, t).get(0);
        return name.isEmpty() || first.isEmpty() || first.equals(name);
    }

    @Override
    Val.Tensor collect(Interpreter in, Val.Tensor t, Span at) {
        return t;
    }
}
