package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainListener;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;

/** Totals that begin with an infinite number: the least and the largest, as fitted statistics and as metrics. */
final class ExtremesTest {

    private static final int ROWS = 20;

    private static final String PROGRAM = """
            model Line {
              input x: f32[B, 1]
              let scaled = x |> MinMaxScale()
              output z = scaled |> squeeze(-1)
              output y = scaled |> Dense(1) |> squeeze(-1)
            }
            train Line {
              data      csv("a.csv")
              feed      x = columns("x")
              target    t: f32[B]
              loss      squared(y, t)
              metric    farthest = MaxError()(y, t)
              metric    least = total_min(t)
              metric    largest = total_max(t)
              optimizer Sgd(lr = 0.05)
              run       (epochs = 3, batch = 6, seed = 1)
            }
            """;

    @TempDir
    private Path folder;

    private static float x(int row) {
        return (row * 7 % ROWS) / 2f - 3;
    }

    private static float t(int row) {
        return 2 * x(row) + row % 3 - 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void areThoseOfAllRows(int parts) throws Exception {
        var csv = new StringBuilder("x,t\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append(x(row)).append(',').append(t(row)).append('\n');
        }
        Path data = Files.writeString(folder.resolve("a.csv"), csv);
        Path model = folder.resolve("model");
        NnCompiler.compile(Files.writeString(folder.resolve("line.nn"), PROGRAM), NnCompiler.Options.DEFAULT)
                .write(model);

        List<TrainListener.EpochEnd> epochs = new ArrayList<>();
        TrainOptions options = new TrainOptions().base(folder).parallel(parts).listener(new TrainListener() {
            @Override
            public void epochEnded(EpochEnd end) {
                epochs.add(end);
            }
        });
        try (Trainer trainer = Trainer.open(model, options)) {
            trainer.train();
            trainer.save(model);
        }

        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, t(row));
            largest = Math.max(largest, t(row));
        }
        assertEquals(3, epochs.size());
        for (TrainListener.EpochEnd end : epochs) {
            assertEquals(least, end.value("train", "least"));
            assertEquals(largest, end.value("train", "largest"));
        }
        try (Model trained = Model.load(model)) {
            var predictions = trained.predict(trained.read(data));
            float[] y = predictions.output("y").toFloats();
            float[] scaled = new float[ROWS];
            double farthest = 0;
            for (int row = 0; row < ROWS; row++) {
                scaled[row] = (row * 7 % ROWS) / (ROWS - 1f);
                farthest = Math.max(farthest, Math.abs(y[row] - t(row)));
            }
            assertArrayEquals(scaled, predictions.output("z").toFloats(), 1e-6f);
            assertEquals(farthest, trained.evaluate(data).number("farthest"), 1e-5);
        }
    }
}
