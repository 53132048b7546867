package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Cancellation;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Outputs;
import org.nn4j.runtime.session.State;

/** The metrics of a model over rows of a data set. */
final class Evaluation {

    private final Graph graph;
    private final NativeData data;
    private final int batch;
    private final Cancellation cancellation;
    private final Pace pace = Pace.adaptive();

    /** Evaluates with {@code evaluate.onnx}, {@code batch} rows at a time. */
    Evaluation(Graph graph, NativeData data, int batch, Cancellation cancellation) {
        this.graph = graph;
        this.data = data;
        this.batch = batch;
        this.cancellation = cancellation;
    }

    /** Each metric's value over these rows, by name, {@code loss} first. */
    Map<String, Double> over(int[] rows, State state) {
        State totals = Totals.fresh(graph);
        try (var batches = new Batches(rows, batch, pace)) {
            while (batches.next()) {
                try (var outputs = run(state, totals, batches.rows(), Role.TOTAL)) {
                    State next = totals.with(outputs.take(Role.TOTAL));
                    totals.closeExcept(next);
                    totals = next;
                }
            }
            return of(totals, state);
        } finally {
            totals.closeExcept();
        }
    }

    /** Each metric's value that totals amount to. */
    Map<String, Double> of(State totals, State state) {
        try (var none = Batches.none(batch);
                var outputs = run(state, totals, none, Role.VALUE)) {
            var values = new LinkedHashMap<String, Double>();
            values.put("loss", Double.NaN);
            values.putAll(outputs.values());
            return values;
        }
    }

    private Outputs run(State state, State totals, OnnxTensor rows, Role wanted) {
        return graph.run(inputs(state, totals, rows), EnumSet.of(wanted), cancellation);
    }

    private Function<Slot, OnnxTensor> inputs(State state, State totals, OnnxTensor rows) {
        return slot -> switch (slot.role()) {
            case STATE -> state.get(slot.of());
            case DATA -> data.column(slot.of());
            case WEIGHTS -> data.weights();
            case ROWS -> rows;
            case TOTAL -> totals.get(slot.of());
            default -> throw new InternalException("evaluate.onnx asks for " + slot, null);
        };
    }
}
