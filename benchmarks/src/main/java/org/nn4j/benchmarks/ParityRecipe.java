package org.nn4j.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Parity} trains on one data set: the same as the sample of that name.
 *
 * @param dataset the sample's name
 * @param target the column with the class
 * @param positive with two classes, the one that F1 is about; the network then has one output. Null: softmax
 * @param scale how inputs are scaled
 * @param hidden units of the hidden layers, each with ReLU
 * @param dropout after the last hidden layer, 0 for none
 * @param learningRate of AdamW, which is Adam where nothing decays
 * @param cosine whether the learning rate falls to 0 along half a cosine
 * @param weightDecay of matrices; biases do not decay
 * @param maxNorm of all gradients together, infinite for no limit
 * @param batch rows in a step; the last of an epoch has what is left
 * @param epochs at most
 * @param patience epochs without a lower validation loss, after which training stops
 * @param split how rows are dealt out to training, validation and test
 */
record ParityRecipe(
        String dataset,
        String target,
        @Nullable String positive,
        Scale scale,
        List<Integer> hidden,
        double dropout,
        double learningRate,
        boolean cosine,
        double weightDecay,
        double maxNorm,
        int batch,
        int epochs,
        int patience,
        Split.Kind split) {

    /** Of inputs. */
    enum Scale {
        /** To mean 0 and standard deviation 1, column by column, as the training split has them. */
        STANDARDIZE,
        /** Sixteen grey levels. */
        SIXTEENTHS
    }

    static final ParityRecipe BREAST_CANCER = new ParityRecipe(
            "breast_cancer",
            "diagnosis",
            "malignant",
            Scale.STANDARDIZE,
            List.of(16, 8),
            0,
            3e-3,
            true,
            0.5,
            Double.POSITIVE_INFINITY,
            32,
            100,
            15,
            Split.Kind.STRATIFIED);

    static final ParityRecipe IRIS = new ParityRecipe(
            "iris",
            "species",
            null,
            Scale.STANDARDIZE,
            List.of(16),
            0,
            1e-2,
            false,
            0,
            Double.POSITIVE_INFINITY,
            16,
            200,
            30,
            Split.Kind.STRATIFIED);

    static final ParityRecipe DIGITS = new ParityRecipe(
            "digits",
            "digit",
            null,
            Scale.SIXTEENTHS,
            List.of(64),
            0.2,
            1e-2,
            true,
            0.01,
            5,
            32,
            60,
            20,
            Split.Kind.STRATIFIED);

    /** By data set. */
    static final Map<String, ParityRecipe> ALL = Stream.of(BREAST_CANCER, IRIS, DIGITS)
            .collect(Collectors.toMap(ParityRecipe::dataset, Function.identity()));
}
