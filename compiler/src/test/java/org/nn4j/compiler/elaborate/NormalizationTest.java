package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.reference.NdArray;

/** Normalisations give what their papers say. */
class NormalizationTest {
    private static final double TINY = 1e-9;

    @Test
    void layerNorm() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, T, 4] output y = x |> LayerNorm(eps = 0.5) }");
        assertEquals(List.of("layer_norm.scale", "layer_norm.shift"), e.parameters());
        e.set("param.layer_norm.scale", new int[] {4}, 1, 2, 3, 4)
                .set("param.layer_norm.shift", new int[] {4}, 0, 0, 0, 1);
        e.set("data.x", new int[] {1, 2, 4}, 1, 2, 3, 6, 5, 5, 5, 5);
        // The mean is 3, the variance (4 + 1 + 0 + 9) / 4 = 3.5: everything is divided by 2.
        assertArrayEquals(new double[] {-1, -1, 0, 7, 0, 0, 0, 1}, e.output("y").elements(), TINY);
    }

    @Test
    void layerNormWithoutBias() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 2] output y = x |> LayerNorm(0.0, bias = false) }");
        assertEquals(List.of("layer_norm.scale"), e.parameters());
        e.set("data.x", new int[] {1, 2}, 7, 11);
        assertArrayEquals(new double[] {-1, 1}, e.output("y").elements(), TINY);
    }

    @Test
    void rmsNorm() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 2] output y = x |> RmsNorm(eps = 3.5) }");
        e.set("param.rms_norm.scale", new int[] {2}, 1, 10).set("data.x", new int[] {1, 2}, 3, -4);
        // The mean of squares is 12.5.
        assertArrayEquals(new double[] {0.75, -10}, e.output("y").elements(), TINY);
    }

    @Test
    void batchNorm() {
        Elaborated e = Elaborated.of("""
                model M { input x: f32[B, 4] output y = x |> reshape(B, 2, 2) |> BatchNorm(momentum = 0.75, eps = 0) |> flatten }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: f32[B, 4] = columns(except = "x")
                  loss sum((y - t) ^ 2, axis = 1) optimizer Sgd() run (epochs = 1)
                }
                """);
        assertEquals(List.of("batch_norm.scale", "batch_norm.shift"), e.parameters());
        e.set("param.batch_norm.scale", new int[] {2}, 1, 10).set("param.batch_norm.shift", new int[] {2}, 0, 5);
        e.set("state.batch_norm.mean", new int[] {2}, 2, 3).set("state.batch_norm.var", new int[] {2}, 4, 25);
        // Channel 0 has 1, 3, 5, 7: mean 4, variance 5. Channel 1 has 3, 3, 3, 7: mean 4, variance 3.
        e.set("data.x", new int[] {2, 4}, 1, 3, 3, 3, 5, 7, 3, 7);
        e.set("data.t", new int[] {2, 4}, 0, 0, 0, 0, 0, 0, 0, 0);
        assertArrayEquals(
                new double[] {-0.5, 0.5, 5, 5, 1.5, 2.5, 5, 13}, e.output("y").elements(), TINY);
        Map<String, NdArray> training = e.run(e.recipe().training());
        assertArrayEquals(new double[] {2.5, 3.25}, of(training, "state.batch_norm.mean"), TINY);
        assertArrayEquals(new double[] {4.25, 19.5}, of(training, "state.batch_norm.var"), TINY);
        double low = 5 - 10 / Math.sqrt(3);
        double high = 5 + 30 / Math.sqrt(3);
        double[] losses = {(9 + 1) / 5.0 + 2 * low * low, (1 + 9) / 5.0 + low * low + high * high};
        assertArrayEquals(losses, of(training, "loss"), 1e-6);
    }

    private static double[] of(Map<String, NdArray> values, String name) {
        return Objects.requireNonNull(values.get(name), name).elements();
    }

    @Test
    void groupNorm() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 4, 1] output y = x |> GroupNorm(2, eps = 0) }");
        e.set("param.group_norm.scale", new int[] {4}, 1, 2, 3, 4)
                .set("param.group_norm.shift", new int[] {4}, 0, 0, 0, 1);
        e.set("data.x", new int[] {2, 4, 1}, 1, 3, 10, 30, 5, 1, 0, 8);
        assertArrayEquals(
                new double[] {-1, 2, -3, 5, 1, -2, -3, 5}, e.output("y").elements(), TINY);
    }

    @Test
    void instanceNorm() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 2, T] output y = x |> InstanceNorm(eps = 0) }");
        e.set("param.instance_norm.scale", new int[] {2}, 1, 2);
        e.set("data.x", new int[] {1, 2, 2}, 1, 3, 10, 30);
        assertArrayEquals(new double[] {-1, 1, -2, 2}, e.output("y").elements(), TINY);
    }
}
