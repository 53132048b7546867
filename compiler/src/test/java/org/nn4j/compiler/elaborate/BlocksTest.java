package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.reference.NdArray;

/** Layers made of layers: what passes around them, and what they keep. */
class BlocksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ResidualBlock(4); f32[B, 4, 7, 7]; 6",
                "ResidualBlock(4, stride = 2); f32[B, 4, 4, 4]; 9",
                "ResidualBlock(6); f32[B, 6, 7, 7]; 9",
                "InvertedResidual(4); f32[B, 4, 7, 7]; 9",
                "InvertedResidual(4, expansion = 1); f32[B, 4, 7, 7]; 6",
                "InvertedResidual(6, stride = 2, kernel = 5); f32[B, 6, 4, 4]; 9",
                "InvertedResidual(6, squeeze = 8); f32[B, 6, 7, 7]; 13",
                "SqueezeExcite(2); f32[B, 4, 7, 7]; 4",
            })
    void shapesAndParameters(String layer, String type, int parameters) {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 4, 7, 7] output y = x |> " + layer + " }");
        assertEquals(type, e.program().outputs().get(0).type().toString());
        assertEquals(parameters, e.parameters().size(), e.parameters()::toString);
    }

    /** Without what the inner layers add, x passes. */
    @ParameterizedTest
    @CsvSource({"ResidualBlock(1), batch_norm_2", "InvertedResidual(1), batch_norm_3"})
    void passesX(String layer, String last) {
        Elaborated e = Elaborated.of("model M { input x: f32[B, 1, 2, 2] output y = x |> " + layer + " }");
        String path = e.parameters().stream()
                .filter(p -> p.endsWith(last + ".scale"))
                .findFirst()
                .orElseThrow();
        e.set("param." + path, new int[] {1}, 0).set("data.x", new int[] {1, 1, 2, 2}, 1, 2, 3, 4);
        assertArrayEquals(new double[] {1, 2, 3, 4}, e.output("y").elements());
    }

    @Test
    void squeezeExcite() {
        Elaborated e =
                Elaborated.of("model M { input x: f32[B, 2, 1, 2] output y = x |> SqueezeExcite(1, gate = identity) }");
        assertEquals(
                List.of(
                        "squeeze_excite.dense.w",
                        "squeeze_excite.dense.b",
                        "squeeze_excite.dense_2.w",
                        "squeeze_excite.dense_2.b"),
                e.parameters());
        e.set("param.squeeze_excite.dense.w", new int[] {2, 2}, 1, 0, 0, -1);
        e.set("param.squeeze_excite.dense_2.w", new int[] {2, 2}, 1, 2, 0, 1);
        // The means are 2 and 5; the first dense layer gives 2 and relu(-5), the second 2 and 4.
        e.set("data.x", new int[] {1, 2, 1, 2}, 1, 3, 4, 6);
        assertArrayEquals(new double[] {2, 6, 16, 24}, e.output("y").elements());
    }

    @Test
    void spatialDropoutTakesWholeChannels() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 6]
                  output y = x |> reshape(B, 2, 3) |> SpatialDropout(0.5) |> Conv1d(1, 1) |> flatten
                }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: f32[B, 3] = columns(except = "x")
                  loss sum(abs(y - t), axis = 1) optimizer Sgd() run (epochs = 1)
                }
                """);
        e.set("param.conv1d.w", new int[] {1, 2, 1}, 1, 10);
        e.set("data.x", NdArray.generate(DType.F32, new int[] {60, 6}, i -> 1));
        e.set("data.t", NdArray.zeros(DType.F32, new int[] {60, 3}));
        assertTrue(java.util.Arrays.stream(e.output("y").elements()).allMatch(v -> v == 11));
        double[] losses =
                Objects.requireNonNull(e.run(e.recipe().training()).get("loss")).elements();
        assertEquals(
                List.of(0.0, 6.0, 60.0, 66.0),
                java.util.Arrays.stream(losses).sorted().distinct().boxed().toList());
    }
}
