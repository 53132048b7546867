package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature.Slot;
import org.nn4j.runtime.session.Cancellation;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Native;
import org.nn4j.runtime.session.Outputs;
import org.nn4j.runtime.session.State;

/**
 * Data-parallel updates: {@code gradient.onnx} on each part of a batch, at the same time, then {@code apply.onnx} with
 * the gradients of all parts.
 *
 * <p>Parts are the same at every run, as equal as they can be, and are added in their order, so threads that are faster
 * or slower change no bit of the result. A layer that looks at its batch, such as batch normalisation, sees its part;
 * what such layers keep is kept as the first part leaves it.
 */
final class SplitUpdates implements Updates {

    private static final Set<Role> OF_FIRST = EnumSet.of(Role.TOTAL, Role.WEIGHT_SUM, Role.LOSS_SUM, Role.STATE);
    private static final Set<Role> OF_OTHERS = EnumSet.of(Role.TOTAL, Role.WEIGHT_SUM, Role.LOSS_SUM);

    private final Graph gradient;
    private final Graph apply;
    private final OnnxTensor totalSteps;
    private OnnxTensor lrScale;
    private final Cancellation cancellation;
    private final PartGradients gradients;
    private final SideBySide sideBySide;
    /** Of each part. */
    private final List<Totals> totals = new ArrayList<>();
    /** Of all parts, once they were asked for. */
    private @Nullable Totals joined;
    /** Of the last update. */
    private double learningRate = Double.NaN;

    SplitUpdates(
            Graph gradient,
            Graph apply,
            int parts,
            long totalSteps,
            double learningRateFactor,
            Cancellation cancellation) {
        this.gradient = gradient;
        this.apply = apply;
        this.totalSteps = Native.of(totalSteps);
        this.lrScale = Native.of(learningRateFactor);
        this.cancellation = cancellation;
        this.gradients = new PartGradients(gradient, parts);
        this.sideBySide = new SideBySide(parts);
        for (int i = 0; i < parts; i++) {
            totals.add(Totals.fresh(gradient));
        }
    }

    @Override
    public void begin() {
        totals.replaceAll(old -> {
            old.close();
            return Totals.fresh(gradient);
        });
    }

    @Override
    public void learningRateFactor(double factor) {
        lrScale.close();
        lrScale = Native.of(factor);
    }

    @Override
    public Made make(Batches batches, Trained trained) {
        float[] losses = new float[batches.steps()];
        for (int step = 0; step < losses.length; step++) {
            List<Outputs> parts = gradients(batches.data(), batches.rows(step), trained.state());
            try {
                float weightSum = sum(parts, Role.WEIGHT_SUM);
                losses[step] = sum(parts, Role.LOSS_SUM) / weightSum;
                if (!Float.isFinite(losses[step]) || !update(parts, weightSum, trained)) {
                    return new Made(step, Arrays.copyOf(losses, step + 1), learningRate);
                }
            } finally {
                parts.forEach(Outputs::close);
            }
        }
        return new Made(losses.length, losses, learningRate);
    }

    /** Each part's gradient, written where {@link #gradients} has room for it, and what else it gives. */
    private List<Outputs> gradients(NativeData data, Tensor rows, State state) {
        int parts = Math.min(totals.size(), rows.rows());
        return sideBySide.run(parts, part -> {
            int from = (int) ((long) rows.rows() * part / parts);
            int to = (int) ((long) rows.rows() * (part + 1) / parts);
            try (OnnxTensor mine = Native.of(rows.rows(from, to));
                    OnnxTensor position = Native.of((long) from)) {
                return gradient.run(
                        (Slot slot) -> switch (slot.role()) {
                            case STATE -> state.get(slot.of());
                            case DATA -> data.column(slot.of());
                            case WEIGHTS -> data.weights();
                            case ROWS -> mine;
                            case POSITION -> position;
                            case TOTAL -> totals.get(part).get(slot);
                            default -> throw new InternalException("gradient.onnx asks for " + slot, null);
                        },
                        part == 0 ? OF_FIRST : OF_OTHERS,
                        gradients.ofPart(part),
                        cancellation);
            }
        });
    }

    private static float sum(List<Outputs> parts, Role role) {
        float sum = 0;
        for (Outputs part : parts) {
            sum += part.floats(role)[0];
        }
        return sum;
    }

    /** Updates with the gradients of these parts; false if they are not finite, and then nothing has changed. */
    private boolean update(List<Outputs> parts, float weightSum, Trained trained) {
        State state = trained.state();
        Map<String, OnnxTensor> given = gradients.ofFirst(parts.size());
        try (OnnxTensor weights = Native.of(weightSum);
                Outputs outputs = apply.run(
                        (Slot slot) -> switch (slot.role()) {
                            case STATE -> state.get(slot.of());
                            case GRADIENT -> given.get(slot.of());
                            case WEIGHT_SUM -> weights;
                            case TOTAL_STEPS -> totalSteps;
                            case LR_SCALE -> lrScale;
                            default -> throw new InternalException("apply.onnx asks for " + slot, null);
                        },
                        EnumSet.of(Role.STATE, Role.LEARNING_RATE),
                        cancellation)) {
            learningRate = outputs.number(Role.LEARNING_RATE);
            Map<String, OnnxTensor> next = new LinkedHashMap<>(outputs.take(Role.STATE));
            State after = state.with(next);
            if (updates(after) == updates(state)) {
                next.values().forEach(OnnxTensor::close);
                return false;
            }
            next.putAll(parts.get(0).take(Role.STATE));
            trained.advance(next);
            for (int i = 0; i < parts.size(); i++) {
                totals.get(i).add(parts.get(i));
            }
            return true;
        }
    }

    /** Updates that a state counts. */
    private static long updates(State state) {
        return state.get("step").getLongBuffer().get(0);
    }

    @Override
    public Totals totals() {
        closeJoined();
        Totals all = Totals.joined(gradient, totals);
        joined = all;
        return all;
    }

    private void closeJoined() {
        if (joined != null) {
            joined.close();
        }
    }

    @Override
    public void close() {
        totals.forEach(Totals::close);
        closeJoined();
        gradients.close();
        sideBySide.close();
        totalSteps.close();
        lrScale.close();
    }
}
