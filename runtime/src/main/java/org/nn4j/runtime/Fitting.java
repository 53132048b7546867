package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.EnumSet;
import java.util.Map;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Cancellation;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Outputs;
import org.nn4j.runtime.session.State;

/** Computes the fitted statistics of a model, such as means and deviations, from the training rows. */
final class Fitting {

    private final Graph graph;
    private final Passes passes;
    private final int batch;
    private final Cancellation cancellation;

    Fitting(Graph graph, Passes passes, int batch, Cancellation cancellation) {
        this.graph = graph;
        this.passes = passes;
        this.batch = batch;
        this.cancellation = cancellation;
    }

    /** Goes over the rows as often as one statistic depends on another. */
    void fit(int[] rows, int passes, Trained trained) {
        for (int pass = 0; pass < passes; pass++) {
            trained.advance(pass(rows, trained.state()));
        }
    }

    private Map<String, OnnxTensor> pass(int[] rows, State state) {
        var fitted = new State(Map.of());
        try (Totals totals = Totals.fresh(graph);
                var batches = new Batches(passes.over(rows), batch, Pace.adaptive())) {
            while (batches.next()) {
                try (var outputs = run(state, totals, batches.data(), batches.rows())) {
                    totals.add(outputs);
                    fitted.closeExcept();
                    fitted = new State(outputs.take(Role.STATE));
                }
            }
            return fitted.tensors();
        } catch (RuntimeException e) {
            fitted.closeExcept();
            throw e;
        }
    }

    private Outputs run(State state, Totals totals, NativeData data, OnnxTensor rows) {
        return graph.run(
                (Slot slot) -> switch (slot.role()) {
                    case STATE -> state.get(slot.of());
                    case DATA -> data.column(slot.of());
                    case WEIGHTS -> data.weights();
                    case ROWS -> rows;
                    case TOTAL -> totals.get(slot);
                    default -> throw new InternalException("fit.onnx asks for " + slot, null);
                },
                EnumSet.of(Role.TOTAL, Role.STATE),
                cancellation);
    }
}
