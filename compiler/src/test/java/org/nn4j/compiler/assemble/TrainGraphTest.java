package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Placeholder for what train.onnx promises. */
final class TrainGraphTest {

    @Test
    void lossFalls() throws Exception {
        try (Folder f = new Folder(Programs.mlp(new Optimizers.Adam(1e-2)), 7)) {
            Random random = new Random(1);
            int n = 640;
            float[] x = new float[n * 8];
            float[] y = new float[n];
            float[] w = new float[n];
            for (int i = 0; i < n; i++) {
                float s = 0;
                for (int j = 0; j < 8; j++) {
                    x[i * 8 + j] = (float) random.nextGaussian();
                    s += x[i * 8 + j] * (j % 3 - 1);
                }
                y[i] = s > 0 ? 1 : 0;
                w[i] = 1;
            }
            f.data.put("data.x", Nd.f32(Nd.shape(n, 8), x));
            f.data.put("data.y", Nd.f32(Nd.shape(n), y));
            f.data.put("weights", Nd.f32(Nd.shape(n), w));
            int k = 1000;
            long[] rows = new long[k * 32];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextInt(n);
            }
            for (int i = 0; i < 2; i++) {
                Folder.Results out = f.run("train", Map.of("rows", Nd.i64(Nd.shape(k, 32), rows)));
                double[] losses = out.get("losses").numbers();
                assertEquals(k, out.get("steps_done").number());
                assertTrue(losses[k - 1] < losses[0]);
            }
            f.run("evaluate", Map.of("rows", Nd.i64(Nd.shape(k, 32), rows)));
            f.run("evaluate", Map.of("rows", Nd.i64(Nd.shape(0, 32))));
            f.run("gradient", Map.of("rows", Nd.i64(Nd.shape(32), java.util.Arrays.copyOf(rows, 32))));
            f.session("apply");
        }
    }
}
