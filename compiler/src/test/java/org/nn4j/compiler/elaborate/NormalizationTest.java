package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
