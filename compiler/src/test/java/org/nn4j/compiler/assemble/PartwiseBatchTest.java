package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.elaborate.Elaborate;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.SourceFile;

final class PartwiseBatchTest {

    private static boolean suits(String pipe) {
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = new Elaborate(new SourceFile("image.nn", """
                layer Kept()(x: f32[B, C, H, W]) -> f32[B, C, H, W] {
                  state seen: f32[W] = zeros
                  update seen = seen + 1
                  return x + seen
                }
                layer Centred()(x: f32[B, C, H, W]) -> f32[B, C, H, W] {
                  return x - mean(x, 0)
                }
                model Image {
                  input x: f32[B, 36]
                  let logits = x |> reshape(B, 1, 6, 6) |> %s |> flatten |> Dense(3)
                  output y: f32[B, 3] = softmax(logits)
                }
                train Image {
                  data csv("image.csv")
                  feed x = columns(except = "kind")
                  target kind: i64[B] = category("kind", classes = 3)
                  loss cross_entropy(logits, kind) + 1e-4 * l2(params("**.w"))
                  optimizer Adam(lr = 1e-2)
                  run (epochs = 1, batch = 32)
                }
                """.formatted(pipe)), name -> null, diagnostics);
        Program program = source.elaborate(null, null, Map.of());
        diagnostics.throwIfErrors();
        return PartwiseBatch.suits(
                Objects.requireNonNull(Objects.requireNonNull(program).recipe()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Conv2d(4, 3, relu)", "Conv2d(4, 3, relu) |> MaxPool2d(2)", "Conv2d(4, 3) |> Dropout(0.5)"})
    void convolutionsOfRowsOnTheirOwn(String pipe) {
        assertTrue(suits(pipe));
    }

    @Test
    void notWithoutAConvolution() {
        assertFalse(suits("flatten |> Dense(8, relu)"));
    }

    @Test
    void longWalksOfRowsOnTheirOwn() {
        assertTrue(suits("reshape(B, 36, 1) |> broadcast_to(B, 36, 2) |> reshape(B, 72, 1) |> Lstm(4) |> last"));
        assertFalse(suits("reshape(B, 36, 1) |> Lstm(4) |> last"));
    }

    @Test
    void notWhereALayerLooksAtItsBatch() {
        assertFalse(suits("Conv2d(4, 3) |> Centred()"));
    }

    @Test
    void notWhereALayerKeepsSomethingOfItsBatch() {
        assertFalse(suits("Conv2d(4, 3) |> Kept()"));
    }
}
