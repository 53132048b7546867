package org.nn4j.benchmarks.step;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rows made up for a workload. Every row is there twice, and half of these twins have labels drawn anew: the loss falls
 * but cannot reach 0, so that late steps do the arithmetic of early ones (weights that saturate leave denormal
 * gradients, which are slow).
 */
final class MadeUpRows {

    private final Workload workload;
    private final float[] inputs;
    private final int[] labels;

    /** As many as {@link Workload#BATCHES} take. */
    MadeUpRows(Workload workload) {
        this(workload, workload.batch() * Workload.BATCHES);
    }

    MadeUpRows(Workload workload, int rows) {
        this.workload = workload;
        inputs = new float[rows * workload.features()];
        labels = new int[rows * workload.labels()];
        var random = new SplittableRandom(7);
        if (workload.isText()) {
            fillText(random, rows / 2);
        } else {
            fillNumbers(random, rows / 2);
        }
        System.arraycopy(inputs, 0, inputs, inputs.length / 2, inputs.length / 2);
        System.arraycopy(labels, 0, labels, labels.length / 2, labels.length / 2);
        for (int i = labels.length / 2; i < labels.length; i++) {
            labels[i] = random.nextBoolean() ? random.nextInt(workload.classes()) : labels[i];
        }
    }

    /** Numbers around the middle of the row's class. */
    private void fillNumbers(SplittableRandom random, int rows) {
        int width = workload.features();
        float[] middles = new float[workload.classes() * width];
        for (int i = 0; i < middles.length; i++) {
            middles[i] = (float) random.nextGaussian() / 2;
        }
        for (int row = 0; row < rows; row++) {
            labels[row] = random.nextInt(workload.classes());
            for (int i = 0; i < width; i++) {
                inputs[row * width + i] = middles[labels[row] * width + i] + (float) random.nextGaussian();
            }
        }
    }

    /** Tokens that go up by a stride of their row; the label of a place is the next token. */
    private void fillText(SplittableRandom random, int rows) {
        int width = workload.features();
        for (int row = 0; row < rows; row++) {
            int stride = random.nextInt(1, 8);
            int first = random.nextInt(workload.classes());
            for (int i = 0; i < width; i++) {
                inputs[row * width + i] = (first + i * stride) % workload.classes();
                labels[row * width + i] = (first + (i + 1) * stride) % workload.classes();
            }
        }
    }

    /** All inputs, row after row; tokens as numbers. */
    float[] inputs() {
        return inputs.clone();
    }

    /** All labels, row after row. */
    int[] labels() {
        return labels.clone();
    }

    /** All labels as numbers, as columns of a table hold them. */
    float[] labelNumbers() {
        float[] numbers = new float[labels.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = labels[i];
        }
        return numbers;
    }

    /** The inputs of one batch. */
    float[] inputs(int batch) {
        int size = workload.batch() * workload.features();
        return Arrays.copyOfRange(inputs, batch * size, (batch + 1) * size);
    }

    /** The labels of one batch. */
    int[] labels(int batch) {
        int size = workload.batch() * workload.labels();
        return Arrays.copyOfRange(labels, batch * size, (batch + 1) * size);
    }
}
