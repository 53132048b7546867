package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.reference.NdArray;

/** Embeddings and positions, against their definitions. */
class EmbeddingTest {
    private static final double TINY = 1e-9;

    private static Elaborated tied() {
        Elaborated e = Elaborated.of("""
                model M {
                  input tokens: i64[B, T]
                  let tok = Embedding(3, 2)
                  let h = tok(tokens) + Embedding(4, 2)(range(T))
                  output y = h @ transpose(tok.table)
                }
                """);
        assertEquals(List.of("tok.table", "embedding.table"), e.parameters());
        e.set("param.tok.table", new int[] {3, 2}, 1, 2, 3, 4, 5, 6);
        e.set("param.embedding.table", new int[] {4, 2}, 0, 0, 10, 0, 0, 10, 7, 7);
        return e.set("data.tokens", NdArray.of(DType.I64, new int[] {1, 3}, 2, 0, 2));
    }

    @Test
    void tiedWeightsAndLearnedPositions() {
        // h is (5, 6), (1, 2) + (10, 0), (5, 6) + (0, 10).
        assertArrayEquals(
                new double[] {17, 39, 61, 15, 41, 67, 37, 79, 121},
                tied().output("y").elements());
    }

    @Test
    void gradients() {
        Graph graph = tied().program().inference();
        GradientCheck.check("tied", graph, tied().inputs(graph));
    }

    @Test
    void anyIndices() {
        Elaborated e = Elaborated.of("model M { input t: i64[B] output y = t |> Embedding(3, 2, init = ones) }");
        e.set("data.t", NdArray.of(DType.I64, new int[] {2}, 1, 1));
        assertArrayEquals(new double[] {1, 1, 1, 1}, e.output("y").elements());
    }

    @Test
    void sinusoidalPositions() {
        Elaborated e = Elaborated.of("model M { input x: f32[B, T, 6] output y = x + sinusoidal_positions(T, 6) }");
        e.set("data.x", NdArray.zeros(DType.F32, new int[] {1, 4, 6}));
        NdArray expected = NdArray.generate(DType.F32, new int[] {1, 4, 6}, i -> {
            double angle = i[1] / Math.pow(10000, i[2] / 2 * 2 / 6.0);
            return i[2] % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
        });
        assertArrayEquals(expected.elements(), e.output("y").elements(), TINY);
    }

    private static Elaborated rotated() {
        Elaborated e = Elaborated.of("""
                model M {
                  input q: f32[B, T, 4]
                  input k: f32[B, T, 4]
                  output y = sum(rotary(q) * rotary(k), axis = -1)
                  output turned = rotary(q)
                }
                """);
        Random random = new Random(5);
        double[] q = random.doubles(4).toArray();
        double[] k = random.doubles(4).toArray();
        e.set("data.q", NdArray.generate(DType.F32, new int[] {1, 6, 4}, i -> q[i[2]]));
        return e.set("data.k", NdArray.generate(DType.F32, new int[] {1, 6, 4}, i -> k[i[2]]));
    }

    @Test
    void rotaryTurnsPairs() {
        Elaborated e = rotated();
        NdArray q = e.get("data.q");
        NdArray expected = NdArray.generate(DType.F32, q.sizes(), i -> {
            int pair = i[2] % 2;
            double angle = i[1] / Math.pow(10000, 2 * pair / 4.0);
            double a = q.at(0, i[1], pair);
            double b = q.at(0, i[1], pair + 2);
            return i[2] < 2 ? a * Math.cos(angle) - b * Math.sin(angle) : a * Math.sin(angle) + b * Math.cos(angle);
        });
        assertArrayEquals(expected.elements(), e.output("turned").elements(), TINY);
    }

    /** Equal vectors turned by equal angles keep their product. */
    @Test
    void rotaryKnowsDistancesOnly() {
        double[] y = rotated().output("y").elements();
        for (double at : y) {
            assertEquals(y[0], at, TINY);
        }
    }

    @Test
    void rotaryGradient() {
        Elaborated e = rotated();
        Graph graph = e.program().inference();
        GradientCheck.check("rotary", graph, e.inputs(graph));
    }
}
