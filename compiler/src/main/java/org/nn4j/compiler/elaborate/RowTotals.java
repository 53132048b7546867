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

/** Totals in a test: the tensors at hand are the whole data set. A tensor with as many rows as they has is added up. */
final class RowTotals extends Totals {
    private final Dim rows;

    RowTotals(Dim rows) {
        super("total", "values");
        this.rows = rows;
    }

    @Override
    Val.Tensor total(Interpreter in, Val.Tensor t, Recipe.Kind kind, Span at) {
        GraphBuilder b = t.graph();
        Value wide = Elementwise.cast(b, t.value(), DType.F64);
        boolean hasRows = wide.rank() > 0 && wide.shape().dim(0).equals(rows);
        return new Val.Tensor(hasRows ? Reduction.reduce(b, reduction(kind), wide, List.of(0), false) : wide, b, false);
    }

    @Override
    Val.Tensor collect(Interpreter in, Val.Tensor t, Span at) {
        return t;
    }
}
