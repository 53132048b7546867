package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.nn4j.runtime.data.Tensor;
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
    private final Passes passes;
    private final int batch;
    private final Cancellation cancellation;
    private final Pace pace = Pace.adaptive();

    /** Evaluates with {@code evaluate.onnx}, {@code batch} rows at a time. */
    Evaluation(Graph graph, Passes passes, int batch, Cancellation cancellation) {
        this.graph = graph;
        this.passes = passes;
        this.batch = batch;
        this.cancellation = cancellation;
    }

    /** Each metric's value over these rows, by name, {@code loss} first. */
    MetricValues over(int[] rows, State state) {
        try (Totals totals = Totals.fresh(graph);
                var batches = new Batches(passes.over(rows), batch, pace)) {
            while (batches.next()) {
                try (var outputs = run(state, totals::get, batches.data(), batches.rows(), Role.TOTAL)) {
                    totals.add(outputs);
                }
            }
            return of(totals, state);
        }
    }

    /** Each metric's value that totals amount to. */
    MetricValues of(Totals totals, State state) {
        State whole = totals.whole();
        try (var none = Batches.none(batch);
                var outputs = run(state, slot -> whole.get(slot.of()), passes.any(), none, Role.VALUE)) {
            var numbers = new LinkedHashMap<String, Double>();
            var tensors = new LinkedHashMap<String, MetricTensor>();
            numbers.put("loss", Double.NaN);
            outputs.copies(Role.VALUE).forEach((metric, value) -> {
                if (value.shape().length == 0) {
                    numbers.put(metric, value.bytes().getDouble(0));
                } else {
                    tensors.put(metric, tensor(value));
                }
            });
            return new MetricValues(numbers, tensors);
        } finally {
            totals.release(whole);
        }
    }

    private static MetricTensor tensor(Tensor value) {
        double[] elements = new double[value.size()];
        value.bytes().asDoubleBuffer().get(elements);
        return new MetricTensor(
                Arrays.stream(value.shape()).mapToObj(Math::toIntExact).toList(),
                Arrays.stream(elements).boxed().toList());
    }

    private Outputs run(State state, Function<Slot, OnnxTensor> totals, NativeData data, OnnxTensor rows, Role wanted) {
        return graph.run(inputs(state, totals, data, rows), EnumSet.of(wanted), cancellation);
    }

    private Function<Slot, OnnxTensor> inputs(
            State state, Function<Slot, OnnxTensor> totals, NativeData data, OnnxTensor rows) {
        return slot -> switch (slot.role()) {
            case STATE -> state.get(slot.of());
            case DATA -> data.column(slot.of());
            case WEIGHTS -> data.weights();
            case ROWS -> rows;
            case TOTAL -> totals.apply(slot);
            default -> throw new InternalException("evaluate.onnx asks for " + slot, null);
        };
    }
}
