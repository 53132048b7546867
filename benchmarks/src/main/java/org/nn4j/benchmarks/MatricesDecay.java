package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** DJL's AdamW for matrices and its Adam for biases: in DJL's own AdamW biases decay too. */
final class MatricesDecay extends Optimizer {

    private final Optimizer matrices;
    private final Optimizer others;

    MatricesDecay(Tracker learningRate, float weightDecay) {
        super(adam());
        matrices = adamW().optLearningRateTracker(learningRate)
                .optWeightDecays(weightDecay)
                .build();
        others = adam().optLearningRateTracker(learningRate).build();
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray gradient) {
        Optimizer chosen = weight.getShape().dimension() >= 2 ? matrices : others;
        chosen.update(parameterId, weight, gradient);
    }
}
