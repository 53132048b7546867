package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.EnumSet;
import java.util.Set;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Cancellation;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;
import org.nn4j.runtime.session.Outputs;
import org.nn4j.runtime.session.State;

/** {@code train.onnx}: many updates in one run, a loop inside the graph. */
final class LoopedUpdates implements Updates {

    private static final Set<Role> RESULTS =
            EnumSet.of(Role.STATE, Role.TOTAL, Role.LOSSES, Role.STEPS_DONE, Role.LEARNING_RATE);

    private final Graph graph;
    private final OnnxTensor totalSteps;
    private OnnxTensor lrScale;
    private final Cancellation cancellation;
    private Totals totals;

    LoopedUpdates(Graph graph, long totalSteps, double learningRateFactor, Cancellation cancellation) {
        this.graph = graph;
        this.totalSteps = Native.of(totalSteps);
        this.lrScale = Native.of(learningRateFactor);
        this.cancellation = cancellation;
        this.totals = Totals.fresh(graph);
    }

    @Override
    public void begin() {
        totals.close();
        totals = Totals.fresh(graph);
    }

    @Override
    public void learningRateFactor(double factor) {
        lrScale.close();
        lrScale = Native.of(factor);
    }

    @Override
    public Made make(Batches batches, Trained trained) {
        try (Outputs outputs = run(batches.data(), batches.rows(), trained.state())) {
            totals.add(outputs);
            trained.advance(outputs.take(Role.STATE));
            return new Made(
                    outputs.integer(Role.STEPS_DONE), outputs.floats(Role.LOSSES), outputs.number(Role.LEARNING_RATE));
        }
    }

    private Outputs run(NativeData data, OnnxTensor rows, State state) {
        return graph.run(
                (Slot slot) -> switch (slot.role()) {
                    case STATE -> state.get(slot.of());
                    case DATA -> data.column(slot.of());
                    case WEIGHTS -> data.weights();
                    case ROWS -> rows;
                    case TOTAL -> totals.get(slot);
                    case TOTAL_STEPS -> totalSteps;
                    case LR_SCALE -> lrScale;
                    default -> throw new InternalException("train.onnx asks for " + slot, null);
                },
                RESULTS,
                cancellation);
    }

    @Override
    public Totals totals() {
        return totals;
    }

    @Override
    public void close() {
        totals.close();
        totalSteps.close();
        lrScale.close();
    }
}
