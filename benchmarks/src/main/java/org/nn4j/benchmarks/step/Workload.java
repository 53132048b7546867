package org.nn4j.benchmarks.step;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A network and the batches that it is trained with; {@code <name>.nn} beside this class is ours. */
enum Workload {
    /** 784 inputs, two layers of 2048 units with ReLU, ten classes: 5.8 million parameters, nearly all GEMM. */
    DENSE(128, 10, 784),
    /** 28 × 28: convolutions 3 × 3 to 32 and 64 channels, each with ReLU and 2 × 2 max-pooling, 64 units, ten classes. */
    CNN(32, 10, 1, 28, 28),
    /** An LSTM of 100 units over ten steps of ten numbers, its last output to 50 units with ReLU and two classes. */
    LSTM10(32, 2, 10, 10),
    /** The same over a hundred steps. */
    LSTM100(32, 2, 100, 10),
    /** 65 tokens, context 64: two pre-norm blocks of width 128 with four heads, causal; the next token everywhere. */
    TRANSFORMER(16, 65, 64),
    /**
     * 32 × 32 × 3: a convolution 3 × 3 to 32 channels, then three depthwise-separable blocks to 64, 128 and 128
     * channels, the last two with stride 2; batch normalisation and ReLU after each convolution; the mean over all
     * places, ten classes.
     */
    SEPARABLE(32, 10, 3, 32, 32);

    /** Batches that are gone through again and again. */
    static final int BATCHES = 24;

    private final int batch;
    private final int classes;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Long> shape;

    Workload(int batch, int classes, long... shape) {
        this.batch = batch;
        this.classes = classes;
        this.shape = Arrays.stream(shape).boxed().toList();
    }

    /** The one of that name, whatever its case. */
    static Workload of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Rows of a batch. */
    int batch() {
        return batch;
    }

    /** Classes that a label, or the token at a place, may be of. */
    int classes() {
        return classes;
    }

    /** The dims of one input, images with their channels first. */
    List<Long> shape() {
        return shape;
    }

    /** Numbers of one input. */
    int features() {
        return shape.stream().mapToInt(Math::toIntExact).reduce(1, Math::multiplyExact);
    }

    /** Whether inputs are tokens and every place has a label. */
    boolean isText() {
        return this == TRANSFORMER;
    }

    /** Labels of one row. */
    int labels() {
        return isText() ? features() : 1;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
