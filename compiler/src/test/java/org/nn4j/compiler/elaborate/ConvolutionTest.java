package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions as users write them: sizes, parameters, and what comes out. */
class ConvolutionTest {

    private static Elaborated net(String input, String stages) {
        return Elaborated.of("model M { input x: f32" + input + " output y = x |> " + stages + " }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[B, 1, 28, 28]; Conv2d(32, 3, relu); f32[B, 32, 26, 26]",
                "[B, 1, 28, 28]; Conv2d(32, [3, 5]); f32[B, 32, 26, 24]",
                "[B, 3, 7, 8]; Conv2d(4, 3, stride = 2); f32[B, 4, 3, 3]",
                "[B, 3, 7, 8]; Conv2d(4, 3, stride = [1, 2], padding = \"same\"); f32[B, 4, 7, 4]",
                "[B, 3, 7, 8]; Conv2d(4, 2, stride = 3, padding = \"same\"); f32[B, 4, 3, 3]",
                "[B, 3, 7, 8]; Conv2d(4, 1, stride = 4, padding = \"same\"); f32[B, 4, 2, 2]",
                "[B, 3, 7, 8]; Conv2d(4, 3, dilation = 2, padding = \"same\"); f32[B, 4, 7, 8]",
                "[B, 3, 7, 8]; Conv2d(4, 3, padding = 1); f32[B, 4, 7, 8]",
                "[B, 3, 7, 8]; Conv2d(4, 3, padding = [1, 0]); f32[B, 4, 7, 6]",
                "[B, 3, 7, 8]; Conv2d(4, 3, padding = [[0, 1], [2, 2]]); f32[B, 4, 6, 10]",
                "[B, 4, 7, 8]; Conv2d(6, 3, groups = 2); f32[B, 6, 5, 6]",
                "[B, 3, H, W]; Conv2d(4, 3, padding = \"same\"); f32[B, 4, H, W]",
                "[B, 3, H, W]; Conv2d(4, 3, stride = 2, padding = 1); f32[B, 4, (H + 1 div 2), (W + 1 div 2)]",
                "[B, 3, T]; Conv1d(4, 3); f32[B, 4, T - 2]",
                "[B, 3, T]; Conv1d(4, 3, dilation = 4, padding = \"causal\"); f32[B, 4, T]",
                "[B, 1, 4, 5, 6]; Conv3d(2, [1, 2, 3]); f32[B, 2, 4, 4, 4]",
                "[B, 3, T]; ConvTranspose1d(4, 3); f32[B, 4, T + 2]",
                "[B, 3, T]; ConvTranspose1d(4, 4, stride = 2, padding = \"same\"); f32[B, 4, 2 * T]",
                "[B, 3, 5, 6]; ConvTranspose2d(4, 3, stride = 2); f32[B, 4, 11, 13]",
                "[B, 3, 5, 6]; ConvTranspose2d(4, 3, stride = 2, padding = 1, output_padding = 1); f32[B, 4, 10, 12]",
                "[B, 3, 5, 6]; ConvTranspose2d(4, 3, stride = 2, padding = \"same\"); f32[B, 4, 10, 12]",
                "[B, 3, 5, 6]; ConvTranspose2d(4, 1, stride = 2, padding = \"same\"); f32[B, 4, 10, 12]",
                "[B, 3, 2, 2, 2]; ConvTranspose3d(4, 2); f32[B, 4, 3, 3, 3]",
                "[B, 3, 7, 8]; DepthwiseConv2d(3); f32[B, 3, 5, 6]",
                "[B, 3, 7, 8]; DepthwiseConv2d(3, multiplier = 2, padding = \"same\"); f32[B, 6, 7, 8]",
                "[B, 3, 7, 8]; SeparableConv2d(10, 3, relu, stride = 2); f32[B, 10, 3, 3]",
            })
    void sizes(String input, String layer, String result) {
        assertEquals(result, net(input, layer).program().outputs().get(0).type().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Conv2d(6, [3, 5]); conv2d.w=[6, 4, 3, 5] conv2d.b=[6]; 0.2108",
                "Conv2d(6, 3, groups = 2, bias = false); conv2d.w=[6, 2, 3, 3]; 0.3651",
                "ConvTranspose2d(6, 3); conv_transpose2d.w=[4, 6, 3, 3] conv_transpose2d.b=[6]; 0.2582",
                "DepthwiseConv2d(3, multiplier = 2, bias = false); depthwise_conv2d.w=[8, 1, 3, 3]; 0.4714",
                "SeparableConv2d(7, 3); separable_conv2d.depthwise_conv2d.w=[4, 1, 3, 3]"
                        + " separable_conv2d.conv2d.w=[7, 4, 1, 1] separable_conv2d.conv2d.b=[7]; 0.5774",
            })
    void parametersAndTheirStart(String layer, String parameters, double limit) {
        Elaborated e = net("[B, 4, 8, 8]", layer);
        assertEquals(
                parameters,
                String.join(
                        " ",
                        e.parameters().stream()
                                .map(p -> p + "="
                                        + Arrays.toString(e.get("param." + p).sizes()))
                                .toList()));
        double[] w = e.get("param." + e.parameters().get(0)).elements();
        double largest = Arrays.stream(w).map(Math::abs).max().orElseThrow();
        assertTrue(largest <= limit && largest > 0.6 * limit, () -> largest + " of at most " + limit);
    }

    private static double[] upTo(int n) {
        return IntStream.rangeClosed(1, n).asDoubleStream().toArray();
    }

    @Test
    void kernelIsNotTurnedAround() {
        Elaborated e = net("[B, 1, 2, 3]", "Conv2d(1, 2)");
        e.set("param.conv2d.w", new int[] {1, 1, 2, 2}, 1, 10, 100, 1000);
        e.set("param.conv2d.b", new int[] {1}, 0.5).set("data.x", new int[] {1, 1, 2, 3}, upTo(6));
        assertArrayEquals(
                new double[] {1 + 20 + 400 + 5000 + 0.5, 2 + 30 + 500 + 6000 + 0.5},
                e.output("y").elements());
    }

    /** One element more at the end, where TensorFlow puts it. */
    @Test
    void samePaddingIsUnevenAtTheEnd() {
        Elaborated e = net("[B, 1, 4]", "Conv1d(1, 3, stride = 2, padding = \"same\", bias = false)");
        e.set("param.conv1d.w", new int[] {1, 1, 3}, 1, 10, 100).set("data.x", new int[] {1, 1, 4}, upTo(4));
        assertArrayEquals(new double[] {321, 43}, e.output("y").elements());
    }

    @Test
    void causalPaddingSeesNothingOfWhatComesAfter() {
        Elaborated e = net("[B, 1, T]", "Conv1d(1, 2, dilation = 2, padding = \"causal\", bias = false)");
        e.set("param.conv1d.w", new int[] {1, 1, 2}, 1, 10).set("data.x", new int[] {1, 1, 4}, upTo(4));
        assertArrayEquals(new double[] {10, 20, 31, 42}, e.output("y").elements());
    }

    @Test
    void transposedIsTheGradientOfAConvolution() {
        Elaborated e = net("[B, 1, 2]", "ConvTranspose1d(1, 3, stride = 2, bias = false)");
        e.set("param.conv_transpose1d.w", new int[] {1, 1, 3}, 1, 10, 100).set("data.x", new int[] {1, 1, 2}, 1, 2);
        assertArrayEquals(new double[] {1, 10, 102, 20, 200}, e.output("y").elements());
    }

    @Test
    void groupsSeeTheirOwnChannels() {
        Elaborated e = net("[B, 2, 1]", "Conv1d(4, 1, groups = 2, bias = false)");
        e.set("param.conv1d.w", new int[] {4, 1, 1}, 1, 2, 3, 4).set("data.x", new int[] {1, 2, 1}, 1, 10);
        assertArrayEquals(new double[] {1, 2, 30, 40}, e.output("y").elements());
    }

    @Test
    void anyInitialiserFits() {
        for (String init : List.of("he_uniform", "he_normal", "glorot_normal", "uniform(-1, 1)")) {
            Elaborated e = net("[B, 3, 5, 5]", "Conv2d(2, 3, init = " + init + ")");
            assertTrue(
                    Arrays.stream(e.get("param.conv2d.w").elements()).distinct().count() > 50, init);
        }
    }
}
