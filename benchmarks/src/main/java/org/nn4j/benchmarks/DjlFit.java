package org.nn4j.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Trains one recipe with one seed in DJL with PyTorch. */
final class DjlFit implements AutoCloseable {

    private final ParityRecipe recipe;
    private final LabelledRows rows;
    private final Split split;
    private final Scaling scaling;
    private final Random shuffle;
    private final boolean binary;
    private final Loss loss;
    private final Model model;
    private final Trainer trainer;

    private DjlFit(ParityRecipe recipe, LabelledRows rows, long seed) {
        this.recipe = recipe;
        this.rows = rows;
        PyTorch.engine().setRandomSeed(Math.toIntExact(seed));
        shuffle = new Random(seed);
        split = Split.of(rows.labels(), recipe.split(), seed);
        scaling = Scaling.of(recipe.scale(), rows, split.train());
        binary = recipe.positive() != null;
        loss = binary ? Loss.sigmoidBinaryCrossEntropyLoss() : Loss.softmaxCrossEntropyLoss();
        int outputs = binary ? 1 : rows.classes().size();
        model = PyTorch.perceptron(recipe.dataset(), recipe.hidden(), recipe.dropout(), outputs);
        trainer = PyTorch.trainer(model, loss, optimizer(), new Shape(recipe.batch(), rows.columns()));
    }

    /** Trains until the validation loss has stopped falling; what the best weights say of the test split. */
    static Outcome run(ParityRecipe recipe, LabelledRows rows, long seed) {
        try (var fit = new DjlFit(recipe, rows, seed)) {
            return fit.train(seed);
        }
    }

    private Optimizer optimizer() {
        int steps = recipe.epochs() * ((split.train().size() + recipe.batch() - 1) / recipe.batch());
        float rate = (float) recipe.learningRate();
        Tracker schedule = recipe.cosine()
                ? step -> (float) (0.5 * rate * (1 + Math.cos(Math.PI * Math.min(1.0, (double) step / steps))))
                : Tracker.fixed(rate);
        return new MatricesDecay(schedule, (float) recipe.weightDecay());
    }

    private Outcome train(long seed) {
        double best = Double.POSITIVE_INFINITY;
        Outcome outcome = null;
        int epoch = 0;
        for (int waited = 0; epoch < recipe.epochs() && waited < recipe.patience(); waited++) {
            epoch++;
            trainEpoch();
            double validation = validationLoss();
            if (validation < best) {
                best = validation;
                waited = -1;
                outcome = test(seed, epoch);
            }
        }
        if (outcome == null) {
            throw new IllegalStateException(recipe.dataset() + ": the loss was never finite, seed " + seed);
        }
        return outcome.withEpochs(epoch);
    }

    private void trainEpoch() {
        var order = new ArrayList<>(split.train());
        Collections.shuffle(order, shuffle);
        for (int from = 0; from < order.size(); from += recipe.batch()) {
            List<Integer> batch = order.subList(from, Math.min(from + recipe.batch(), order.size()));
            try (NDManager step = model.getNDManager().newSubManager()) {
                try (GradientCollector gradients = trainer.newGradientCollector()) {
                    NDList prediction = trainer.forward(new NDList(inputs(step, batch)));
                    gradients.backward(loss.evaluate(new NDList(labels(step, batch)), prediction));
                }
                limitNorm();
            }
            trainer.step();
        }
    }

    private NDArray inputs(NDManager manager, List<Integer> chosen) {
        return manager.create(scaling.apply(rows, chosen), new Shape(chosen.size(), rows.columns()));
    }

    private NDArray labels(NDManager manager, List<Integer> chosen) {
        float[] labels = new float[chosen.size()];
        for (int i = 0; i < labels.length; i++) {
            int label = rows.labels().get(chosen.get(i));
            labels[i] = binary ? isPositive(label) ? 1 : 0 : label;
        }
        return manager.create(labels, new Shape(labels.length, 1));
    }

    private boolean isPositive(int label) {
        return rows.classes().get(label).equals(recipe.positive());
    }

    private void limitNorm() {
        if (recipe.maxNorm() == Double.POSITIVE_INFINITY) {
            return;
        }
        List<NDArray> gradients = model.getBlock().getParameters().values().stream()
                .map(Parameter::getArray)
                .map(NDArray::getGradient)
                .toList();
        double squares = 0;
        for (NDArray gradient : gradients) {
            for (float value : gradient.toFloatArray()) {
                squares += (double) value * value;
            }
        }
        double scale = Math.min(1, recipe.maxNorm() / Math.sqrt(squares + 1e-12));
        for (NDArray gradient : gradients) {
            if (scale < 1) {
                gradient.muli(scale);
            }
            gradient.close();
        }
    }

    private double validationLoss() {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList prediction = trainer.evaluate(new NDList(inputs(manager, split.validation())));
            return loss.evaluate(new NDList(labels(manager, split.validation())), prediction)
                    .getFloat();
        }
    }

    private Outcome test(long seed, int epoch) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            float[] logits = trainer.evaluate(new NDList(inputs(manager, split.test())))
                    .singletonOrThrow()
                    .toFloatArray();
            var scores = new Scores();
            int width = logits.length / split.test().size();
            for (int i = 0; i < split.test().size(); i++) {
                int label = rows.labels().get(split.test().get(i));
                if (binary) {
                    scores.add(isPositive(label), logits[i] >= 0);
                } else {
                    scores.add(label == argmax(logits, i * width, width));
                }
            }
            return new Outcome(recipe.dataset(), seed, scores.accuracy(), binary ? scores.f1() : null, epoch, epoch);
        }
    }

    private static int argmax(float[] values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
