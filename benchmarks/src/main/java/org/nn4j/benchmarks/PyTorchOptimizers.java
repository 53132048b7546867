package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains a small network with PyTorch's kernels, and tells its weights after each step: what another implementation of
 * these optimizers can be held against.
 *
 * <p>Gradients are PyTorch's, from its autograd. The updates follow {@code torch.optim}, operation for operation as it
 * does them in float32, because DJL's optimizers (read in 0.36.0) are not the same:
 *
 * <ul>
 *   <li>SGD: DJL multiplies the gradient by the learning rate before it enters the momentum, PyTorch when it leaves it.
 *       The same while the learning rate is.
 *   <li>Adam: DJL adds epsilon to the root of v as it is, PyTorch to the root of the corrected v. DJL's epsilon is so
 *       1 / sqrt(1 - beta2^step) times as large, 32 times in the first step, which shows where gradients are tiny.
 *   <li>AdamW: decoupled in both, and by default 0.01 of all weights in both; epsilon as in Adam. {@code weight_decay} of
 *       Adam is part of the gradient in both.
 * </ul>
 */
public final class PyTorchOptimizers {

    /** An optimizer of {@code torch.optim}. */
    public sealed interface Rule {}

    /** {@code v = momentum v + g}, {@code w = w - lr v}; v is g at first, there is neither damping nor Nesterov. */
    public record Sgd(double lr, double momentum) implements Rule {}

    /**
     * {@code m = m + (1 - beta1) (g - m)}, {@code v = beta2 v + (1 - beta2) g g}, {@code w = w - lr / (1 - beta1^step) m
     * / (sqrt(v) / sqrt(1 - beta2^step) + eps)}.
     */
    public record Adam(double lr, double beta1, double beta2, double eps) implements Rule {}

    /**
     * {@code w = (1 - lr decay) w}, then Adam's step.
     *
     * @param biasesToo whether vectors decay as well, as they do in PyTorch unless they are put into a group of their own
     */
    public record AdamW(Adam adam, double decay, boolean biasesToo) implements Rule {}

    /**
     * A network of dense layers, {@code x @ w + b}, tanh between them, with the mean binary cross-entropy of its one
     * logit.
     *
     * @param sizes of the inputs, of every hidden layer, and 1
     */
    public record Net(List<Integer> sizes) {

        /** The shapes of the weights: for each layer a matrix {@code [in, out]}, then a vector {@code [out]}. */
        List<Shape> shapes() {
            var shapes = new ArrayList<Shape>();
            for (int i = 1; i < sizes.size(); i++) {
                shapes.add(new Shape(sizes.get(i - 1), sizes.get(i)));
                shapes.add(new Shape(sizes.get(i)));
            }
            return shapes;
        }
    }

    private static final Loss LOSS = Loss.sigmoidBinaryCrossEntropyLoss();

    private final Net net;
    private final Rule rule;
    private final NDManager manager;
    /** For each of the weights, the moments that its rule keeps. */
    private final List<NDList> moments;

    private PyTorchOptimizers(Net net, Rule rule, NDManager manager) {
        this.net = net;
        this.rule = rule;
        this.manager = manager;
        this.moments = net.shapes().stream()
                .map(shape -> new NDList(manager.zeros(shape), manager.zeros(shape)))
                .toList();
    }

    /**
     * Trains on one batch after the other.
     *
     * @param initial the weights, in the order of {@link Net#shapes}, matrices row after row
     * @param x the batches' rows, one after the other
     * @param y their labels, 0 or 1; as many as make whole batches
     * @return after each step, the weights
     */
    public static List<List<float[]>> train(
            Net net, List<float[]> initial, float[] x, float[] y, int batch, Rule rule) {
        int inputs = net.sizes().get(0);
        var trajectory = new ArrayList<List<float[]>>();
        try (NDManager manager = PyTorch.engine().newBaseManager()) {
            var training = new PyTorchOptimizers(net, rule, manager);
            List<float[]> weights = initial;
            for (int step = 1; step <= y.length / batch; step++) {
                int from = (step - 1) * batch;
                float[] batchX = Arrays.copyOfRange(x, from * inputs, (from + batch) * inputs);
                float[] batchY = Arrays.copyOfRange(y, from, from + batch);
                weights = training.step(step, weights, batchX, batchY);
                trajectory.add(weights);
            }
        }
        return trajectory;
    }

    private List<float[]> step(int step, List<float[]> before, float[] x, float[] y) {
        try (NDManager scope = manager.newSubManager()) {
            var weights = new NDList();
            for (int i = 0; i < before.size(); i++) {
                NDArray weight = scope.create(before.get(i), net.shapes().get(i));
                weight.setRequiresGradient(true);
                weights.add(weight);
            }
            try (GradientCollector gradients = PyTorch.engine().newGradientCollector()) {
                NDArray logit =
                        forward(scope.create(x, new Shape(y.length, net.sizes().get(0))), weights);
                NDArray labels = scope.create(y, new Shape(y.length, 1));
                gradients.backward(LOSS.evaluate(new NDList(labels), new NDList(logit)));
            }
            var after = new ArrayList<float[]>();
            for (int i = 0; i < weights.size(); i++) {
                NDArray weight = weights.get(i);
                NDArray gradient = weight.getGradient();
                gradient.attach(scope);
                after.add(update(step, weight.stopGradient(), gradient, moments.get(i))
                        .toFloatArray());
            }
            return after;
        }
    }

    private static NDArray forward(NDArray x, NDList weights) {
        NDArray h = x;
        for (int i = 0; i < weights.size(); i += 2) {
            h = (i == 0 ? h : h.tanh()).matMul(weights.get(i)).add(weights.get(i + 1));
        }
        return h;
    }

    private NDArray update(int step, NDArray weight, NDArray gradient, NDList moments) {
        if (rule instanceof Sgd sgd) {
            NDArray v = moments.get(0);
            v.muli(sgd.momentum()).addi(gradient);
            return weight.sub(v.mul(sgd.lr()));
        }
        if (rule instanceof Adam adam) {
            return adam(adam, step, weight, gradient, moments);
        }
        return adamW((AdamW) rule, step, weight, gradient, moments);
    }

    /** The weight after a step; {@code moments}, two of its shape and at first 0, are changed. */
    static NDArray adamW(AdamW rule, int step, NDArray weight, NDArray gradient, NDList moments) {
        boolean decays = rule.biasesToo() || weight.getShape().dimension() >= 2;
        NDArray kept = decays ? weight.mul(1 - rule.adam().lr() * rule.decay()) : weight;
        return adam(rule.adam(), step, kept, gradient, moments);
    }

    private static NDArray adam(Adam adam, int step, NDArray weight, NDArray gradient, NDList moments) {
        NDArray m = moments.get(0);
        NDArray v = moments.get(1);
        m.addi(gradient.sub(m).mul(1 - adam.beta1()));
        v.muli(adam.beta2()).addi(gradient.mul(gradient).mul(1 - adam.beta2()));
        double correction1 = 1 - Math.pow(adam.beta1(), step);
        double correction2 = Math.sqrt(1 - Math.pow(adam.beta2(), step));
        NDArray divisor = v.sqrt().div(correction2).add(adam.eps());
        return weight.sub(m.div(divisor).mul(adam.lr() / correction1));
    }
}
