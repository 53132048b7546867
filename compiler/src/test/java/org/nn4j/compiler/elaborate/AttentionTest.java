package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.reference.NdArray;

/** Attention, against its definition written out number by number, and what must hold for any numbers. */
class AttentionTest {
    private static final double TINY = 1e-9;
    private static final int B = 2;
    private static final int T = 5;
    private static final int M = 3;

    /** A model over x: f32[B, T, 8], memory: f32[B, M, 6] and two masks, with numbers drawn for all it keeps. */
    private static Elaborated model(String y) {
        Elaborated e = Elaborated.of("model N { input x: f32[B, T, 8] input memory: f32[B, M, 6] input lengths: i64[B]"
                + " input memory_lengths: i64[B] output y = " + y + " }");
        Random random = new Random(3);
        for (Program.Tensor p : e.program().parameters()) {
            draw(e, "param." + p.path(), e.get("param." + p.path()).sizes(), random);
        }
        draw(e, "data.x", new int[] {B, T, 8}, random);
        draw(e, "data.memory", new int[] {B, M, 6}, random);
        e.set("data.lengths", NdArray.of(DType.I64, new int[] {B}, T, 2));
        return e.set("data.memory_lengths", NdArray.of(DType.I64, new int[] {B}, 0, 2));
    }

    private static void draw(Elaborated e, String port, int[] sizes, Random random) {
        e.set(port, NdArray.generate(DType.F32, sizes, i -> random.nextGaussian() / 2));
    }

    // The definition

    /** Whether the query at t may look at the key at m, in row b of the batch. */
    private interface Mask {
        boolean test(int b, int t, int m);
    }

    /** x w + b for one place of a sequence. */
    private static double[] dense(Elaborated e, String path, NdArray x, int row, int t) {
        NdArray w = e.get("param." + path + ".w");
        NdArray bias = e.get("param." + path + ".b");
        double[] y = bias.elements();
        for (int j = 0; j < y.length; j++) {
            for (int i = 0; i < w.size(0); i++) {
                y[j] += x.at(row, t, i) * w.at(i, j);
            }
        }
        return y;
    }

    private static NdArray attend(Elaborated e, NdArray x, NdArray memory, int heads, int kvHeads, Mask mask) {
        String path = "multi_head_attention.";
        int width = x.size(2) / heads;
        NdArray joined = NdArray.generate(DType.F32, x.sizes(), at -> {
            int row = at[0];
            int t = at[1];
            int head = at[2] / width;
            int kvHead = head / (heads / kvHeads);
            double[] q = dense(e, path + "query", x, row, t);
            double sum = 0;
            double result = 0;
            for (int m = 0; m < memory.size(1); m++) {
                double[] k = dense(e, path + "key", memory, row, m);
                double score = 0;
                for (int i = 0; i < width; i++) {
                    score += q[head * width + i] * k[kvHead * width + i];
                }
                double weight = mask.test(row, t, m) ? Math.exp(score / Math.sqrt(width)) : 0;
                sum += weight;
                result += weight * dense(e, path + "value", memory, row, m)[kvHead * width + at[2] % width];
            }
            return result / sum;
        });
        return NdArray.generate(DType.F32, x.sizes(), at -> dense(e, path + "out", joined, at[0], at[1])[at[2]]);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 4", "4, 2", "4, 1"})
    void attentionToItself(int heads, int kvHeads) {
        Elaborated e = model("x |> MultiHeadAttention(" + heads + ", kv_heads = " + kvHeads + ")");
        NdArray x = e.get("data.x");
        assertClose(attend(e, x, x, heads, kvHeads, (b, t, m) -> true), e.output("y"));
        assertEquals(
                List.of("query", "key", "value", "out"),
                e.parameters().stream()
                        .filter(p -> p.endsWith(".w"))
                        .map(p -> p.replaceAll("multi_head_attention\\.|\\.w", ""))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 2})
    void causal(int kvHeads) {
        Elaborated e = model("x |> MultiHeadAttention(4, causal = true, kv_heads = " + kvHeads + ")");
        NdArray x = e.get("data.x");
        assertClose(attend(e, x, x, 4, kvHeads, (b, t, m) -> m <= t), e.output("y"));
    }

    @Test
    void padding() {
        Elaborated e = model("MultiHeadAttention(2, true)(x, mask = sequence_mask(lengths, T))");
        NdArray x = e.get("data.x");
        assertClose(attend(e, x, x, 2, 2, (b, t, m) -> m <= t && m < (b == 0 ? T : 2)), e.output("y"));
    }

    @Test
    void memory() {
        Elaborated e = model("MultiHeadAttention(2)(x, memory)");
        assertClose(attend(e, e.get("data.x"), e.get("data.memory"), 2, 2, (b, t, m) -> true), e.output("y"));
    }

    /** In the first row of the batch the memory is all padding: its keys count alike. */
    @Test
    void memoryOfWhichNothingIsSeen() {
        Elaborated e = model("MultiHeadAttention(2)(x, memory, sequence_mask(memory_lengths, M))");
        NdArray x = e.get("data.x");
        NdArray alike = NdArray.zeros(DType.F32, x.sizes());
        NdArray seen = attend(e, x, e.get("data.memory"), 2, 2, (b, t, m) -> b == 0 || m < 2);
        NdArray y = e.output("y");
        assertTrue(Arrays.stream(y.elements()).allMatch(Double::isFinite));
        e.set("param.multi_head_attention.query.w", NdArray.zeros(DType.F32, new int[] {8, 8}))
                .set("param.multi_head_attention.query.b", NdArray.zeros(DType.F32, new int[] {8}));
        NdArray mean = attend(e, alike, e.get("data.memory"), 2, 2, (b, t, m) -> true);
        int half = y.count() / 2;
        assertArrayEquals(
                Arrays.copyOf(mean.elements(), half), Arrays.copyOf(y.elements(), half), 1e-6, "nothing is seen");
        assertArrayEquals(
                Arrays.copyOfRange(seen.elements(), half, 2 * half),
                Arrays.copyOfRange(y.elements(), half, 2 * half),
                TINY);
    }

    private static void assertClose(NdArray expected, NdArray found) {
        assertArrayEquals(expected.sizes(), found.sizes());
        assertArrayEquals(expected.elements(), found.elements(), TINY);
    }

    // What must hold for any numbers

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x |> TransformerBlock(2, causal = true)",
                "x |> TransformerBlock(2, causal = true, pre_norm = false, positions = rotary)",
                "TransformerDecoderBlock(2)(x, memory)",
            })
    void whatComesLaterDoesNotMatter(String y) {
        Elaborated e = model(y);
        double[] before = e.output("y").elements();
        double[] x = e.get("data.x").elements();
        int place = 3;
        x[place * 8] += 1;
        e.set("data.x", NdArray.of(DType.F32, new int[] {B, T, 8}, x));
        double[] after = e.output("y").elements();
        assertArrayEquals(Arrays.copyOf(before, place * 8), Arrays.copyOf(after, place * 8));
        for (int t = place; t < T; t++) {
            assertNotEquals(before[t * 8], after[t * 8], 1e-6, "place " + t);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TransformerBlock(2)(x, sequence_mask(lengths, T))",
                "TransformerDecoderBlock(2)(x, memory, memory_mask = sequence_mask(memory_lengths, M))",
            })
    void paddingDoesNotMatter(String y) {
        Elaborated e = model(y);
        e.set("data.memory_lengths", NdArray.of(DType.I64, new int[] {B}, 1, 2));
        double[] before = e.output("y").elements();
        boolean own = !y.contains("memory");
        String port = own ? "data.x" : "data.memory";
        NdArray padded = e.get(port);
        // Of the second row of the batch only two places count.
        e.set(port, NdArray.generate(DType.F32, padded.sizes(), i -> padded.at(i) + (i[0] == 1 && i[1] > 1 ? 9 : 0)));
        double[] after = e.output("y").elements();
        int same = own ? (T + 2) * 8 : before.length;
        assertArrayEquals(Arrays.copyOf(before, same), Arrays.copyOf(after, same), TINY);
        if (own) {
            assertNotEquals(before[before.length - 1], after[before.length - 1], 1e-3);
        }
    }

    @Test
    void masks() {
        Elaborated e = model("where(causal_mask(2, 4), 1, 0)");
        assertArrayEquals(new double[] {1, 1, 1, 0, 1, 1, 1, 1}, e.output("y").elements());
        assertArrayEquals(
                new double[] {1, 0, 0, 1, 1, 0, 1, 1, 1},
                model("where(causal_mask(3, 3), 1, 0)").output("y").elements());
        assertArrayEquals(
                new double[] {1, 1, 1, 1, 1, 0},
                model("where(sequence_mask(lengths, 3), 1, 0)").output("y").elements());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x |> MultiHeadAttention(4, causal = true, kv_heads = 2, positions = rotary)",
                "MultiHeadAttention(2)(x, memory, sequence_mask(memory_lengths, M))",
                "TransformerBlock(2, causal = true)(x, sequence_mask(lengths, T))",
                "x |> TransformerBlock(2, pre_norm = false, act = silu, norm = RmsNorm(), ratio = 2)",
                "TransformerDecoderBlock(2)(x, memory)",
                "TransformerDecoderBlock(2, pre_norm = false)(x, memory, sequence_mask(lengths, T))",
            })
    void gradients(String y) {
        Elaborated e = model(y);
        Graph graph = e.program().inference();
        GradientCheck.check(y, graph, e.inputs(graph));
    }
}
