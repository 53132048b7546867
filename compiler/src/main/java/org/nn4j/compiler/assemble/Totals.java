package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.program.Recipe.Kind;
import org.nn4j.compiler.program.Recipe.Total;

/** Accumulators as inputs and outputs of a file, and how a batch's part joins them. */
record Totals(String prefix, List<Total> list) {

    private static final Total SUM = new Total(TensorType.scalar(DType.F64), Kind.SUM);

    /** How many of {@link #ofLossAndMetrics} belong to the loss: its sum and the sum of weights. */
    static final int OF_LOSS = 2;

    static Totals ofLossAndMetrics(Recipe recipe) {
        List<Total> all = new ArrayList<>(List.of(SUM, SUM));
        all.addAll(recipe.totals());
        return new Totals("total.", List.copyOf(all));
    }

    static Totals ofFitting(Recipe recipe) {
        return new Totals("fit.", recipe.fitTotals());
    }

    String name(int i) {
        return prefix + i;
    }

    List<Value> inputs(ProgramFile program) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Total t = list.get(i);
            TensorType type = isRows(i)
                    ? t.type()
                            .withShape(
                                    t.type().shape().with(0, program.symbols().collected()))
                    : t.type();
            values.add(program.file()
                    .input(name(i), type, Role.TOTAL, isRows(i) ? Map.of("rows", true) : Map.of("start", start(t))));
        }
        return values;
    }

    /** Whether this one is rows that are collected: then a run gives its own, and whoever runs it keeps them. */
    boolean isRows(int i) {
        return list.get(i).kind() == Kind.ROWS;
    }

    /** What a run makes of a total: its new value, or the rows that it adds. */
    void output(FileGraph file, int i, Value after) {
        file.output(
                name(i) + ".next",
                after,
                Role.TOTAL,
                isRows(i) ? Map.of("of", name(i), "rows", true) : Map.of("of", name(i)));
    }

    /** JSON has no infinite numbers. */
    private static Object start(Total t) {
        return t.kind() == Kind.SUM ? (Object) 0 : Double.toString(t.start());
    }

    /** What a batch adds to each: the loss's parts, then what a graph of the program says for its metrics. */
    static List<Value> parts(Loss loss, Map<String, Value> results) {
        List<Value> parts = new ArrayList<>(List.of(loss.weightedSum(), loss.weightSum()));
        for (int i = 0; results.containsKey("total." + i); i++) {
            parts.add(Objects.requireNonNull(results.get("total." + i)));
        }
        return parts;
    }

    /** A total with a batch's part in it. */
    Value join(GraphBuilder b, int i, Value before, Value part) {
        Op op = switch (list.get(i).kind()) {
            case SUM -> Elementwise.ADD;
            case MIN -> Elementwise.MINIMUM;
            case MAX -> Elementwise.MAXIMUM;
            case ROWS -> throw new IllegalArgumentException("rows do not join in a graph");
        };
        return b.add(op, Attributes.NONE, before, Elementwise.cast(b, part, before.dtype()));
    }
}
