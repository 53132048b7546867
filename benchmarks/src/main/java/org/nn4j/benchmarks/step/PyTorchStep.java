package org.nn4j.benchmarks.step;

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
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.nn4j.benchmarks.PyTorch;

/**
 * DJL with PyTorch: forward and backward within a gradient collector, then the trainer's step with DJL's Adam. Batches
 * are ready-made tensors and the loss stays where it is, so a step gathers, copies and fetches nothing.
 */
final class PyTorchStep implements Contender {

    private record Batch(NDArray x, NDArray y) {}

    private final Workload workload;
    private final boolean channelsLast;
    private final Loss loss = Loss.softmaxCrossEntropyLoss();

    /**
     * Trains a workload.
     *
     * @param channelsLast whether images lie in memory with their channels last, and so make PyTorch choose kernels of
     *     that layout
     */
    PyTorchStep(Workload workload, boolean channelsLast) {
        this.workload = workload;
        this.channelsLast = channelsLast;
    }

    @Override
    public void train(Clock clock) {
        try (Model model =
                Model.newInstance(workload.toString(), PyTorch.engine().getEngineName())) {
            NDManager manager = model.getNDManager();
            model.setBlock(PyTorchNets.of(workload, manager));
            var adam = Optimizer.adam()
                    .optLearningRateTracker(Tracker.fixed(1e-3f))
                    .build();
            try (Trainer trainer = PyTorch.trainer(model, loss, adam, new Shape(dims(workload.shape())))) {
                List<Batch> batches = batches(manager);
                boolean wanted = clock.ready();
                for (int i = 0; wanted; i++) {
                    Batch batch = batches.get(i % batches.size());
                    step(trainer, manager, batch);
                    wanted = clock.stepped(1, () -> loss(trainer, manager, batch));
                }
            }
        }
    }

    private long[] dims(List<Long> dims) {
        return LongStream.concat(LongStream.of(workload.batch()), dims.stream().mapToLong(Long::longValue))
                .toArray();
    }

    private List<Batch> batches(NDManager manager) {
        var rows = new MadeUpRows(workload);
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < Workload.BATCHES; i++) {
            int[] labels = rows.labels(i);
            batches.add(new Batch(
                    input(manager, rows.inputs(i)),
                    manager.create(Arrays.stream(labels).asLongStream().toArray(), new Shape(labels.length, 1))));
        }
        return batches;
    }

    private NDArray input(NDManager manager, float[] values) {
        if (workload.isText()) {
            long[] tokens = new long[values.length];
            Arrays.setAll(tokens, i -> (long) values[i]);
            return manager.create(tokens, new Shape(dims(workload.shape())));
        }
        NDArray x = manager.create(values, new Shape(dims(workload.shape())));
        // Made contiguous in the other order, then seen in the first one: PyTorch goes by the strides.
        return channelsLast ? x.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2) : x;
    }

    private void step(Trainer trainer, NDManager manager, Batch batch) {
        // What the step makes belongs to its input's manager, and goes with it; the batch itself goes home again.
        try (NDManager step = manager.newSubManager();
                GradientCollector gradients = trainer.newGradientCollector()) {
            batch.x.attach(step);
            batch.y.attach(step);
            NDList prediction = trainer.forward(new NDList(batch.x));
            gradients.backward(loss.evaluate(new NDList(batch.y), prediction));
            batch.x.attach(manager);
            batch.y.attach(manager);
        }
        trainer.step();
    }

    private double loss(Trainer trainer, NDManager manager, Batch batch) {
        try (NDManager step = manager.newSubManager()) {
            batch.x.attach(step);
            batch.y.attach(step);
            NDList prediction = trainer.evaluate(new NDList(batch.x));
            float value = loss.evaluate(new NDList(batch.y), prediction).getFloat();
            batch.x.attach(manager);
            batch.y.attach(manager);
            return value;
        }
    }
}
