package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.program.Program;

/** Recurrent models learn, by the files that a runtime trains with. */
final class RecurrentTrainingTest {

    private static final int COUNT = 256;
    private static final int STEPS = 8;

    private static Program program(String layer) {
        return Programs.ofText("""
                model Memory {
                  input x: f32[B, 8]
                  let h = x |> unsqueeze(-1) |> %s |> last
                  output y: f32[B] = h |> Dense(1) |> squeeze(-1)
                }
                train Memory {
                  data csv("memory.csv")
                  feed x = columns(except = "first")
                  target first: f32[B]
                  loss squared(y, first)
                  optimizer Adam(lr = 1e-2)
                  clip global_norm(1.0)
                  run (steps = 400, batch = 32, seed = 1)
                }
                """.formatted(layer));
    }

    /** To say what came first, a network must carry it through all other steps. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lstm(12)",
                "Lstm(8, relu)",
                "Gru(12)",
                "SimpleRnn(12)",
                "Lstm(8) |> seq |> Lstm(8)",
                "Bidirectional(Gru(6))"
            })
    void remembersTheFirstStep(String layer) throws Exception {
        try (Folder f = new Folder(program(layer), 5)) {
            Random random = new Random(9);
            float[] x = new float[COUNT * STEPS];
            float[] first = new float[COUNT];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < COUNT; i++) {
                first[i] = x[i * STEPS];
            }
            f.data.put("data.x", Nd.f32(Nd.shape(COUNT, STEPS), x));
            f.data.put("data.first", Nd.f32(Nd.shape(COUNT), first));
            float[] weights = new float[COUNT];
            Arrays.fill(weights, 1);
            f.data.put("weights", Nd.f32(Nd.shape(COUNT), weights));
            long[] rows = new long[400 * 32];
            Arrays.setAll(rows, i -> i * 7L % COUNT);
            double[] losses = f.run("train", Map.of("rows", Nd.i64(Nd.shape(400, 32), rows)))
                    .get("losses")
                    .numbers();
            assertEquals(400, losses.length);
            double before = Arrays.stream(losses, 0, 8).average().orElseThrow();
            double after = Arrays.stream(losses, 392, 400).average().orElseThrow();
            assertTrue(after < 0.1 * before, before + " to " + after);
        }
    }
}
