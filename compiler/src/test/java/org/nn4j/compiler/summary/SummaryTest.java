package org.nn4j.compiler.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;

final class SummaryTest {

    private static final String MLP = """
            model Mlp {
              input x: f32[B, 4]
              let logits = x |> Dense(16, tanh) |> Dense(3)
              output y: f32[B, 3] = softmax(logits)
            }

            train Mlp {
              data      csv("rows.csv")
              feed      x = columns("a", "b", "c", "d")
              target    kind: i64[B] = category("kind")
              loss      cross_entropy(logits, kind)
              optimizer Adam(lr = 1e-2)
              run       (epochs = 1, batch = 8, seed = 1)
            }
            """;

    @TempDir
    private Path folder;

    private Summary summary(String text, Map<String, Long> sizes, long batch) throws IOException {
        Path file = Files.writeString(folder.resolve("model.nn"), text);
        return NnCompiler.summary(file, NnCompiler.Options.DEFAULT, sizes, batch);
    }

    private Summary summary(String text) throws IOException {
        return summary(text, Map.of(), 32);
    }

    private static void assertCosts(long parameters, long multiplyAdds, Summary.Row row) {
        assertEquals(parameters, row.parameters(), row.name());
        assertEquals(multiplyAdds, row.multiplyAdds().value(), row.name());
    }

    @Test
    void denseLayersInTheOrderOfTheSource() throws IOException {
        Summary s = summary(MLP);
        assertCosts(4 * 16 + 16 + 16 * 3 + 3, 4 * 16 + 16 * 3, s.model());
        assertEquals(
                List.of("dense", "dense_2"),
                s.model().inner().stream().map(Summary.Row::name).toList());
        assertCosts(4 * 16 + 16, 4 * 16, s.model().inner().get(0));
        assertEquals("f32[B, 16]", s.model().inner().get(0).outputs().get(0).toString());
        assertEquals("Dense", s.model().inner().get(1).kind());
    }

    @Test
    void convolutionsCountTheirKernelForEachPlace() throws IOException {
        Summary s = summary("""
                model Cnn {
                  input x: f32[B, 3, 10, 12]
                  let h = x |> Conv2d(8, 3, relu) |> Conv2d(16, 3, stride = 2, groups = 4, padding = 1, bias = false)
                      |> ConvTranspose2d(2, 4, stride = 2)
                  output y: f32[B, 5] = h |> flatten |> Dense(5)
                }
                """);
        List<Summary.Row> layers = s.model().inner();
        // [3, 10, 12] to [8, 8, 10]; to [16, 4, 5], each filter on 2 channels; to [2, 10, 12].
        assertCosts(8 * 3 * 9 + 8, 8 * 8 * 10 * 3 * 9, layers.get(0));
        assertCosts(16 * 2 * 9, 16 * 4 * 5 * 2 * 9, layers.get(1));
        assertCosts(16 * 2 * 16 + 2, 16 * 4 * 5 * 2 * 16, layers.get(2));
        assertEquals("f32[B, 2, 10, 12]", layers.get(2).outputs().get(0).toString());
        assertCosts(240 * 5 + 5, 240 * 5, layers.get(3));
    }

    @Test
    void aScanCountsItsBodyForEachStep() throws IOException {
        Summary s = summary("""
                model Series {
                  input x: f32[B, T, 6]
                  output y: f32[B, 1] = x |> Lstm(10) |> last |> Dense(1)
                }
                """, Map.of("T", 7L), 32);
        // Four gates, each of the input and of the state before.
        assertCosts(
                4 * (6 * 10 + 10 * 10 + 10),
                7 * 4 * (6 * 10 + 10 * 10),
                s.model().inner().get(0));
        assertEquals(7 * 640 + 10, s.model().multiplyAdds().value());
        assertEquals(Map.of("T", 7L), s.sizes());
    }

    @Test
    void aTransformerBlockHasItsPartsBelow() throws IOException {
        String text = """
                model Encoder {
                  input x: f32[B, T, 12]
                  output y: f32[B, T, 12] = x |> repeat i in 2 { TransformerBlock(3) }
                }
                """;
        Summary s = summary(text, Map.of("T", 5L), 32);
        Summary.Row block = s.model().inner().get(1);
        assertEquals("transformer_block.1", block.name());
        // Projections of width 12 to itself, scores and their weighting of three heads of width 4, two products with
        // 48.
        int attention = 4 * 5 * 12 * 12 + 2 * 3 * 5 * 5 * 4;
        int feedForward = 2 * 5 * 12 * 48;
        assertCosts(4 * (12 * 12 + 12) + 12 * 48 + 48 + 48 * 12 + 12 + 2 * 2 * 12, attention + feedForward, block);
        Summary.Row heads = block.inner().stream()
                .filter(r -> r.name().equals("attention"))
                .findFirst()
                .orElseThrow();
        assertCosts(4 * (12 * 12 + 12), attention, heads);
        assertEquals(
                List.of("query", "key", "value", "dropout", "out", ""),
                heads.inner().stream().map(Summary.Row::name).toList());
        assertCosts(0, 2 * 3 * 5 * 5 * 4, heads.inner().get(5));
        assertEquals(2L * (attention + feedForward), s.model().multiplyAdds().value());
        Summary symbolic = summary(text);
        assertEquals("48 * T * T + 3456 * T", symbolic.model().multiplyAdds().toString());
        assertEquals(Set.of("T"), symbolic.unknown());
        assertNull(symbolic.inference());
    }

    @Test
    void aLayerThatIsAppliedTwiceHasItsParametersOnce() throws IOException {
        Summary s = summary("""
                model Twice {
                  input a: f32[B, 5]
                  input b: f32[B, 5]
                  let same = Dense(5)
                  output y: f32[B, 5] = same(a) + same(b)
                }
                """);
        assertEquals(1, s.model().inner().size());
        assertCosts(5 * 5 + 5, 2 * 5 * 5, s.model());
    }

    @Test
    void whatIsFittedOrCountedIsNotTrained() throws IOException {
        Summary s = summary("""
                model Normalized {
                  input x: f32[B, 4]
                  output y: f32[B, 4] = x |> BatchNorm()
                }
                """);
        assertCosts(8, 0, s.model());
        assertEquals(8, s.notTrained());
    }

    @Test
    void memoryOfTrainingFollowsFromTheRecipe() throws IOException {
        Summary.Training t = Objects.requireNonNull(summary(MLP, Map.of(), 8).training());
        assertEquals(4 * 131, t.weights());
        assertEquals(4 * 131, t.gradients());
        assertEquals(List.of("adam.m", "adam.v"), t.moments());
        assertEquals(2 * 4 * 131, t.momentBytes());
        // The first state, that which a step is given and that which it gives.
        long states = 3 * (t.weights() + t.momentBytes());
        assertTrue(t.total() > states + t.gradients() + t.activations(), "total " + t.total());
        assertTrue(t.total() < 3 * (states + t.gradients() + t.activations()), "total " + t.total());
        Summary.Training twice =
                Objects.requireNonNull(summary(MLP, Map.of(), 16).training());
        assertEquals(2 * t.activations(), twice.activations());
        // With few rows the optimizer holds most, with many rows the backward pass does.
        assertEquals(t.total(), twice.total());
        Summary.Training large =
                Objects.requireNonNull(summary(MLP, Map.of(), 8000).training());
        assertTrue(large.total() > large.activations() + states, "total " + large.total());
        assertTrue(large.total() < 3 * large.activations() + states, "total " + large.total());
    }

    @Test
    void theBackwardPassKeepsWhatItReads() throws IOException {
        Summary s = summary(MLP.replace("cross_entropy(logits, kind)", "sum(logits, -1)"), Map.of(), 8);
        // The rows, the hidden layer, which tells the gradient of tanh as well, and what each row weighs.
        assertEquals(4 * 8 * (4 + 16 + 1), Objects.requireNonNull(s.training()).activations());
    }

    @Test
    void inferenceHoldsTheWidestPlace() throws IOException {
        Summary s = summary("""
                model Wide {
                  input x: f32[B, 4]
                  output y: f32[B, 2] = x |> Dense(64, tanh) |> Dense(100) |> Dense(2)
                }
                """, Map.of(), 10);
        Summary.Inference i = s.inference();
        assertNotNull(i);
        assertEquals(4 * s.model().parameters(), i.weights());
        assertEquals(4 * 10 * (64 + 100), i.activations());
        assertNull(s.training());
    }

    @Test
    void aFusedRecurrenceHoldsTheGatesOfAllSteps() throws IOException {
        Summary s = summary("""
                model Series {
                  input x: f32[B, 7, 6]
                  output y: f32[B, 7, 10] = (x |> Lstm(10)).seq
                }
                """, Map.of(), 500);
        long least = 4 * 500 * (7 * 6 + 7 * 10 + 7 * 4 * 10);
        long held = Objects.requireNonNull(s.inference()).activations();
        assertTrue(least <= held && held < 1.5 * least, "held " + held);
    }

    @Test
    void theDataOfTheRecipeTellsSizes() throws IOException {
        Summary s =
                NnCompiler.summary(Path.of("../samples/shakespeare/gpt.nn"), NnCompiler.Options.DEFAULT, Map.of(), 16);
        assertEquals(Map.of("T", 64L), s.sizes());
        // The table of tokens counts once, though it is used at both ends.
        assertCosts(413_312, 512L * 64 * 64 + 401_536L * 64, s.model());
        assertNotNull(s.training());
    }
}
