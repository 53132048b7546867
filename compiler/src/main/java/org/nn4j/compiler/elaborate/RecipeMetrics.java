package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.TrainStmt;

/** The metrics of a recipe: totals over all rows of a data set, and what is made of them. */
final class RecipeMetrics {
    private final Interpreter in;
    private final Totals totals = new Totals("total", "values");
    private final Map<String, Value> values = new LinkedHashMap<>();

    RecipeMetrics(Interpreter in) {
        this.in = in;
    }

    /** @param scope what its names stand for */
    void add(TrainStmt.Metric s, Scope scope) {
        Ident name = s.name();
        if (values.containsKey(name.name()) || name.name().equals("loss")) {
            throw in.report.error(Code.ALREADY_DEFINED, "there is a metric `" + name + "` already", name.span());
        }
        values.put(
                name.name(),
                in.walk.withTotals(
                        totals, () -> value(in.eval(s.value(), scope), s.value().span())));
    }

    /** A metric is made of totals; of what a batch gives itself, the mean over all rows is taken. */
    private Value value(Val v, Span at) {
        GraphBuilder made = totals.values();
        if (v instanceof Val.Tensor t && t.graph() != made && !t.weak()) {
            return mean(t, at);
        }
        Value all = in.arithmetic.convert(v, DType.F64, made, at).value();
        if (!all.shape().isKnown()) {
            throw in.report.error(
                    Code.RESULT_TYPE,
                    "a metric must be a number or a tensor of a known size, not " + all.type(),
                    at,
                    "make a number of the rows that were collected");
        }
        return Elementwise.cast(made, all, DType.F64);
    }

    private Value mean(Val.Tensor t, Span at) {
        GraphBuilder b = t.graph();
        Dim batch = Dim.symbol(Program.BATCH);
        boolean perRow = t.type().shape().equals(Shape.of(batch));
        if (!perRow && OverBatches.hasRows(t.type().shape())) {
            throw in.report.error(
                    Code.RESULT_TYPE, "a metric must be one number, or one for each row, not " + t.type(), at);
        }
        OverBatches.requireMean(in, t, at);
        Value rows = Elementwise.cast(b, Constants.dim(b, batch), DType.F64);
        Value wide = Elementwise.cast(b, t.value(), DType.F64);
        Value part = perRow ? wide : Elementwise.mul(b, wide, rows);
        Val.Tensor sum = totals.total(in, new Val.Tensor(part, b, false), Recipe.Kind.SUM, at);
        Val.Tensor count = totals.total(in, new Val.Tensor(rows, b, false), Recipe.Kind.SUM, at);
        return Elementwise.div(totals.values(), sum.value(), count.value());
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Whether a metric is one number, as far as it is known. */
    boolean isNumber(String name) {
        Value v = values.get(name);
        return v == null || v.rank() == 0;
    }

    Totals totals() {
        return totals;
    }

    /** What is made of the totals. */
    Graph values() {
        List<Graph.Port> ports = new ArrayList<>();
        values.forEach((name, v) -> ports.add(new Graph.Port("value." + name, v)));
        return totals.values().buildPart(ports);
    }
}
