package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Trains {@link PyTorchGpt} by the recipe of the sample {@code gpt.nn}: AdamW that decays matrices and tables alone,
 * gradients of a common norm of at most 1, a learning rate that rises for 100 steps and falls along half a cosine.
 */
final class GptFit implements AutoCloseable {

    private static final int BATCH = 16;
    private static final double PEAK = 2e-3;
    private static final double FLOOR = 2e-4;
    private static final int WARMUP = 100;
    private static final double DECAY = 0.1;
    private static final double MAX_NORM = 1;

    private final CharacterWindows text;
    private final long steps;
    private final Random random;
    private final NDManager manager;
    private final PyTorchGpt net;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDList> moments = new ArrayList<>();
    private final Loss loss = Loss.softmaxCrossEntropyLoss();

    GptFit(CharacterWindows text, long steps, long seed) {
        this.text = text;
        this.steps = steps;
        random = new Random(seed);
        PyTorch.engine().setRandomSeed(Math.toIntExact(seed));
        manager = PyTorch.engine().newBaseManager();
        net = new PyTorchGpt(text.vocabulary(), manager);
        for (NDArray weight : net.firstWeights(manager)) {
            weights.add(weight);
            moments.add(new NDList(manager.zeros(weight.getShape()), manager.zeros(weight.getShape())));
        }
    }

    /** Trains from the first weights; answers the mean loss of a character of the validation part. */
    double train() {
        for (long step = 1; step <= steps; step++) {
            step(step, text.draw(random, BATCH));
        }
        return validationLoss();
    }

    private void step(long step, CharacterWindows.Batch batch) {
        try (NDManager scope = manager.newSubManager()) {
            // What is computed belongs to what it is computed from, and would outlive the step with it.
            weights.forEach(weight -> weight.attach(scope));
            moments.forEach(pair -> pair.attach(scope));
            weights.forEach(weight -> weight.setRequiresGradient(true));
            try (GradientCollector collector = PyTorch.engine().newGradientCollector()) {
                collector.backward(loss(scope, batch));
            }
            List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
            gradients.forEach(gradient -> gradient.attach(scope));
            double factor = Math.min(1, MAX_NORM / norm(gradients));
            var adam = new PyTorchOptimizers.Adam(learningRate(step), 0.9, 0.999, 1e-8);
            var rule = new PyTorchOptimizers.AdamW(adam, DECAY, false);
            for (int i = 0; i < weights.size(); i++) {
                NDArray before = weights.get(i);
                NDArray after = PyTorchOptimizers.adamW(
                        rule,
                        Math.toIntExact(step),
                        before.stopGradient(),
                        gradients.get(i).mul(factor),
                        moments.get(i));
                weights.set(i, after);
            }
            weights.forEach(weight -> weight.attach(manager));
            moments.forEach(pair -> pair.attach(manager));
        }
    }

    private NDArray loss(NDManager scope, CharacterWindows.Batch batch) {
        long windows = batch.tokens().length / PyTorchGpt.CONTEXT;
        NDArray tokens = scope.create(batch.tokens(), new Shape(windows, PyTorchGpt.CONTEXT));
        NDArray next = scope.create(batch.next(), new Shape(batch.next().length, 1));
        return loss.evaluate(new NDList(next), new NDList(net.logits(tokens, weights)));
    }

    private static double norm(List<NDArray> gradients) {
        double squares = 0;
        for (NDArray gradient : gradients) {
            squares += gradient.square().sum().getFloat();
        }
        return Math.sqrt(squares + 1e-12);
    }

    private double learningRate(long step) {
        double cosine = FLOOR + 0.5 * (PEAK - FLOOR) * (1 + Math.cos(Math.PI * step / steps));
        return cosine * Math.min((double) step / WARMUP, 1);
    }

    private double validationLoss() {
        double sum = 0;
        int count = text.validationCount();
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(from + BATCH, count);
            try (NDManager scope = manager.newSubManager()) {
                scope.tempAttachAll(weights.toArray(NDArray[]::new));
                sum += loss(scope, text.validation(from, to)).getFloat() * (to - from);
            }
        }
        return sum / count;
    }

    @Override
    public void close() {
        manager.close();
    }
}
