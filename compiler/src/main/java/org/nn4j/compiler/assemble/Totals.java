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

    List<Value> inputs(FileGraph file) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Total t = list.get(i);
            values.add(file.input(name(i), t.type(), Role.TOTAL, Map.of("start", start(t))));
        }
        return values;
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
        };
        return b.add(op, Attributes.NONE, before, Elementwise.cast(b, part, before.dtype()));
    }
}
