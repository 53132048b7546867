package org.nn4j.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;

/** DJL with PyTorch: a gradient collector around the forward pass, then the trainer's step. */
final class DjlStep implements TrainingStep {

    private record Batch(NDArray x, NDArray y) {}

    private final Loss loss = Loss.sigmoidBinaryCrossEntropyLoss();
    private final Model model = PyTorch.perceptron("feed-forward", List.of(10, 5), 0, 1);
    private final NDManager manager = model.getNDManager();
    private final List<Batch> batches = new ArrayList<>();
    private final Trainer trainer;
    private final Batch all;
    private int next;

    DjlStep(NoisyRows rows) {
        var batch = new Shape(NoisyRows.BATCH, NoisyRows.FEATURES);
        for (int i = 0; i < NoisyRows.BATCHES; i++) {
            batches.add(new Batch(
                    manager.create(rows.x(i), batch), manager.create(rows.y(i), new Shape(NoisyRows.BATCH, 1))));
        }
        all = new Batch(
                manager.create(rows.x(), new Shape(NoisyRows.ROWS, NoisyRows.FEATURES)),
                manager.create(rows.y(), new Shape(NoisyRows.ROWS, 1)));
        var adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
        trainer = PyTorch.trainer(model, loss, adam, batch);
    }

    @Override
    public void train() {
        Batch batch = batches.get(next);
        next = (next + 1) % batches.size();
        // What the step makes belongs to its input's manager, and goes with it; the batch itself goes home again.
        try (NDManager step = manager.newSubManager();
                GradientCollector gradients = trainer.newGradientCollector()) {
            batch.x.attach(step);
            batch.y.attach(step);
            gradients.backward(evaluate(batch));
            batch.x.attach(manager);
            batch.y.attach(manager);
        }
        trainer.step();
    }

    private NDArray evaluate(Batch batch) {
        return loss.evaluate(new NDList(batch.y), trainer.forward(new NDList(batch.x)));
    }

    @Override
    public double loss() {
        try (NDArray value = evaluate(all)) {
            return value.getFloat();
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
