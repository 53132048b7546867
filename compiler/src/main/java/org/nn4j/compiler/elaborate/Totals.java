package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.source.Span;

/**
 * Accumulators over a data set. What a batch adds belongs to the batch's graph; what is made of the totals in the end
 * belongs to a graph of its own, {@link #values()}.
 */
class Totals {
    private final String prefix;
    private final GraphBuilder values;
    private final List<Recipe.Total> totals = new ArrayList<>();
    private final List<Value> parts = new ArrayList<>();
    private final Map<String, Value> totalOf = new HashMap<>();

    Totals(String prefix, String graphName) {
        this.prefix = prefix;
        this.values = new GraphBuilder(graphName);
    }

    GraphBuilder values() {
        return values;
    }

    List<Recipe.Total> all() {
        return totals;
    }

    /** What a batch adds, as outputs of its graph. */
    List<Graph.Port> parts() {
        List<Graph.Port> out = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            out.add(new Graph.Port(prefix + "." + i, parts.get(i)));
        }
        return out;
    }

    /** What joins the rows of a batch. */
    static Op reduction(Recipe.Kind kind) {
        return switch (kind) {
            case SUM -> Reduction.SUM;
            case MIN -> Reduction.MIN;
            case MAX -> Reduction.MAX;
            case ROWS -> throw new IllegalArgumentException("rows are kept apart");
        };
    }

    /** Adds a tensor up over all rows of the data set; sums and extremes go over the batch axis where it has one. */
    Val.Tensor total(Interpreter in, Val.Tensor t, Recipe.Kind kind, Span at) {
        if (t.graph() == values) {
            throw in.report.error(Code.WORLDS, "a total of a total", at);
        }
        GraphBuilder b = t.graph();
        Value wide = Elementwise.cast(b, t.value(), DType.F64);
        boolean rows = wide.rank() > 0 && wide.shape().dim(0).equals(Dim.symbol(Program.BATCH));
        Value part = rows ? Reduction.reduce(b, reduction(kind), wide, List.of(0), false) : wide;
        requireKnown(in, part.shape(), at);
        // Counts of rows are shared. Other totals may be equal as the model is served and differ in training.
        boolean shared = Dependencies.inputsOf(b, part).isEmpty();
        String key = shared ? kind + " " + part.id() : "number " + totals.size();
        Value known = totalOf.get(key);
        if (known == null) {
            known = add(part, new Recipe.Total(part.type(), kind));
            totalOf.put(key, known);
        }
        return new Val.Tensor(known, values, false);
    }

    /** All rows of the data set, as they are. */
    Val.Tensor collect(Interpreter in, Val.Tensor t, Span at) {
        Shape shape = t.type().shape();
        if (t.graph() == values || shape.isScalar() || !shape.dim(0).equals(Dim.symbol(Program.BATCH))) {
            throw in.report.error(
                    Code.WORLDS,
                    "`collect` needs what has a row for each row of the batch, not " + t.describe(),
                    at,
                    "its first axis must be the batch's");
        }
        requireKnown(in, shape.without(List.of(0)), at);
        TensorType all = t.type().withShape(shape.with(0, Recipe.Total.ROWS));
        return new Val.Tensor(add(t.value(), new Recipe.Total(all, Recipe.Kind.ROWS)), values, false);
    }

    private static void requireKnown(Interpreter in, Shape shape, Span at) {
        if (!shape.isKnown() && !in.walk.general()) {
            throw in.report.error(
                    Code.DIM_NOT_KNOWN,
                    "a total needs a known size, not " + shape,
                    at,
                    "reduce the other axes first: `sum(x, 1)`");
        }
    }

    private Value add(Value part, Recipe.Total total) {
        Value all = values.input(prefix + "." + totals.size(), total.type());
        totals.add(total);
        parts.add(part);
        return all;
    }
}
