package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class FitGraphTest {

    @Test
    void meanAndDeviationInTwoPasses() throws Exception {
        try (Folder f = new Folder(Programs.standardized(new Optimizers.Sgd(0.1)), 7)) {
            Rows rows = new Rows(300, 3, false).into(f);
            assertEquals(2, f.metadata("fit", "nn4j.model").get("fit_passes").getAsInt());
            for (int pass = 0; pass < 2; pass++) {
                f.totals.map().clear();
                Named fitted = f.state.copy();
                for (int part = 0; part < 3; part++) {
                    // What a pass finds takes effect when all rows were seen.
                    fitted.map().forEach(f.state::put);
                    f.run("fit", Map.of("rows", rows.batches(part * 5, 5, 20)));
                }
            }
            double[] mean = new double[3];
            double[] std = new double[3];
            for (int j = 0; j < 3; j++) {
                for (int i = 0; i < 300; i++) {
                    mean[j] += rows.x[i * 3 + j] / 300;
                }
                for (int i = 0; i < 300; i++) {
                    std[j] += Math.pow(rows.x[i * 3 + j] - mean[j], 2) / 300;
                }
                std[j] = Math.sqrt(std[j]);
            }
            assertArrayEquals(mean, f.state.get("fitted.standardize.mean").numbers(), 1e-6);
            assertArrayEquals(std, f.state.get("fitted.standardize.std").numbers(), 1e-6);
        }
    }
}
