package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Op;

/** Types of convolutions. */
final class ConvolutionTypeCases {

    private static final String PLAIN = "1,1/0,0/0,0/1,1";

    private final List<TypeRulesTest.Case> all = new ArrayList<>();

    private ConvolutionTypeCases() {}

    static List<TypeRulesTest.Case> all() {
        ConvolutionTypeCases c = new ConvolutionTypeCases();
        c.convolutions();
        c.transposed();
        c.weights();
        return c.all;
    }

    private void of(Op op, Attributes a, String inputs, String result) {
        all.add(new TypeRulesTest.Case(
                op,
                a,
                Arrays.stream(inputs.split(";"))
                        .map(t -> OpSample.type(t.strip()))
                        .toList(),
                result));
    }

    private static ConvGeometry geometry(String text, int groups) {
        return ConvolutionSamples.geometry(text, groups);
    }

    private void conv(String geometry, int groups, String inputs, String result) {
        of(Convolution.CONV, geometry(geometry, groups).attributes(), inputs, result);
    }

    private void convolutions() {
        conv(PLAIN, 1, "f32[B, 3, 8, T]; f32[5, 3, 3, 3]", "f32[B, 5, 6, T - 2]");
        conv(PLAIN, 1, "f64[B, 3, 8, 8]; f64[5, 3, 8, 8]; f64[5]", "f64[B, 5, 1, 1]");
        conv("2,3/0,1/1,1/1,2", 1, "f32[B, 3, 8, 8]; f32[5, 3, 3, 3]", "f32[B, 5, 4, 2]");
        conv("2/1/1/1", 1, "f32[B, 3, T]; f32[5, 3, 3]", "f32[B, 5, (T + 1 div 2)]");
        conv("1/0/0/1", 3, "f32[B, 3, T]; f32[6, 1, 3]", "f32[B, 6, T - 2]");
        conv("1/0/0/1", 1, "f32[B, 3, T]; f32[6, 3, D]", "f32[B, 6, -D + T + 1]");
        conv(PLAIN, 1, "f32[B, 3, 8]; f32[5, 3, 3, 3]", "RANK `conv` of 3 axes needs 3 axes on both sides, not 4");
        conv(
                PLAIN,
                1,
                "f32[B, 3]; f32[5, 3]",
                "RANK `conv` works on [batch, channels] and one to three axes, not on 2 axes");
        conv(PLAIN, 1, "f32[B, 3, 8]; f32[5, 3, 3]", "ARGUMENT `conv` of 1 axes with 2 numbers");
        conv(PLAIN, 1, "f32[B, 3, 8, 8]; f64[5, 3, 3, 3]", "DTYPE element types differ in `conv`: f32 and f64");
        conv(PLAIN, 1, "i64[B, 3, 8, 8]; i64[5, 3, 3, 3]", "DTYPE `conv` needs a floating-point tensor, not i64");
        conv(PLAIN, 1, "f32[B, 3, 8, 8]; f32[5, 4, 3, 3]", "SIZES `conv` with kernels for 4 channels on an image of 3");
        conv(PLAIN, 2, "f32[B, 3, 8, 8]; f32[4, 1, 3, 3]", "SIZES `conv`: 3 channels do not fall into 2 equal groups");
        conv(PLAIN, 2, "f32[B, 4, 8, 8]; f32[3, 2, 3, 3]", "SIZES `conv`: 3 filters do not fall into 2 equal groups");
        conv(
                PLAIN,
                1,
                "f32[B, 3, 2, 8]; f32[5, 3, 3, 3]",
                "SIZES `conv`: a kernel of 3 does not fit into an axis of size 2");
        conv(
                "1,1/1,0/0,0/2,1",
                1,
                "f32[B, 3, 3, 8]; f32[5, 3, 3, 3]",
                "SIZES `conv`: a kernel of 3 (over 5, by its dilation) does not fit into an axis of size 3 (padded, 4)");
        conv(
                PLAIN,
                1,
                "f32[B, 3, 8, 8]; f32[5, 3, 3, 3]; f32[4]",
                "SIZES `conv` adds one number to each of 5 filters, not [4]");
        conv(PLAIN, 1, "f32[B, 3, 8, 8]; f32[5, 3, 3, 3]; f32[5]; f32[5]", "COUNT `conv` takes 3 tensors, not 4");
        conv(
                "0,1/0,0/0,0/1,1",
                1,
                "f32[B, 3, 8, 8]; f32[5, 3, 3, 3]",
                "ARGUMENT the stride of `conv` is at least 1, not 0");
        conv("1/0/-1/1", 1, "f32[B, 3, 8]; f32[5, 3, 3]", "ARGUMENT the padding of `conv` is at least 0, not -1");
        conv("1/0/0/0", 1, "f32[B, 3, 8]; f32[5, 3, 3]", "ARGUMENT the dilation of `conv` is at least 1, not 0");
        conv(
                PLAIN,
                0,
                "f32[B, 3, 8, 8]; f32[5, 3, 3, 3]",
                "ARGUMENT the number of groups of `conv` is at least 1, not 0");
    }

    private void transposed() {
        transposed("2/1/1/1", 1, "8", "f32[B, 5, 4]; f32[5, 3, 3]; f32[3]", "f32[B, 3, 8]");
        transposed("1/1/1/1", 2, "T", "f32[B, 4, T]; f32[4, 3, 3]", "f32[B, 6, T]");
        transposed(
                "2/1/1/1",
                1,
                "9",
                "f32[B, 5, 4]; f32[5, 3, 3]",
                "SIZES `conv_transpose` to [9] takes images of size [5], not [4]");
        transposed(
                "1/0/0/1",
                1,
                "6",
                "f32[B, 4, 4]; f32[5, 3, 3]",
                "SIZES `conv_transpose` with kernels for 5 channels on an image of 4");
        transposed(
                "1/0/0/1",
                3,
                "6",
                "f32[B, 4, 4]; f32[4, 3, 3]",
                "SIZES `conv_transpose`: 4 channels do not fall into 3 equal groups");
    }

    private void transposed(String geometry, int groups, String size, String inputs, String result) {
        of(
                Convolution.CONV_TRANSPOSE,
                geometry(geometry, groups)
                        .attributes("size", OpSample.shape("[" + size + "]").dims()),
                inputs,
                result);
    }

    private void weights() {
        weights("2/1/1/1", 1, "3", "f32[B, 2, 8]; f32[B, 5, 4]", "f32[5, 2, 3]");
        weights("1/1/1/1", 2, "3", "f32[B, 4, T]; f32[B, 6, T]", "f32[6, 2, 3]");
        weights(
                "1/0/0/1",
                1,
                "3",
                "f32[B, 2, 8]; f32[B, 5, 8]",
                "SIZES `conv_weights` of a kernel [3] takes gradients of size [6]");
        weights(
                "1/0/0/1",
                1,
                "3",
                "f32[B, 2, 8]; f32[T, 5, 6]",
                "SIZES `conv_weights` of a kernel [3] takes gradients of size [6]");
        weights(
                "1/0/0/1",
                2,
                "3",
                "f32[B, 2, 8]; f32[B, 5, 6]",
                "SIZES `conv_weights`: 5 filters do not fall into 2 equal groups");
    }

    private void weights(String geometry, int groups, String kernel, String inputs, String result) {
        of(
                Convolution.CONV_WEIGHTS,
                geometry(geometry, groups)
                        .attributes("kernel", OpSample.shape("[" + kernel + "]").dims()),
                inputs,
                result);
    }
}
