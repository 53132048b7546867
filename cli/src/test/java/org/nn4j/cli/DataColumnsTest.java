package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;

/** Dates and weights of rows, from the file to the trained and served model. */
class DataColumnsTest {

    @TempDir
    private Path folder;

    private double trainLoss(String program, String csv) throws Exception {
        Files.writeString(folder.resolve("d.csv"), csv);
        Path file = Files.writeString(folder.resolve("p.nn"), program);
        Path compiled = folder.resolve("compiled");
        NnCompiler.compile(file, NnCompiler.Options.DEFAULT).write(compiled);
        try (Trainer trainer = Trainer.open(compiled, new TrainOptions().base(folder))) {
            var result = trainer.train();
            trainer.save(folder.resolve("model"));
            return result.splits().getOrDefault("train", MetricValues.NONE).number("loss");
        }
    }

    /** The best constant under a weighted squared loss is the weighted mean. */
    private static final String CONSTANT = """
            model Constant {
              input x: f32[B, 1]
              output y: f32[B] = x |> Dense(1) |> squeeze(-1)
            }
            train Constant {
              data      csv("d.csv"%s)
              feed      x = columns("x")
              target    t: f32[B] = column("t")
              loss      squared(y, t)
              optimizer Sgd(lr = 0.2)
              run       (epochs = 300, batch = 3, seed = 1)
            }
            """;

    @Test
    void theLossIsTheWeightedMean() throws Exception {
        String csv = "x,t,w\n0,1,1\n0,5,3\n0,100,0\n";
        double trained = trainLoss(CONSTANT.formatted(", weights = \"w\""), csv);
        // The mean is (1 + 3 * 5) / 4 = 4, the loss (9 + 3 * 1) / 4 = 3.
        assertEquals(3, trained, 1e-3);
        try (Model model = Model.load(folder.resolve("model"))) {
            assertEquals(3, model.evaluate(folder.resolve("d.csv")).number("loss"), 1e-3);
            Dataset data =
                    Dataset.of(Map.of("x", Tensor.of(new float[] {0, 0}, 2, 1), "t", Tensor.of(new float[] {4, 6})));
            assertEquals(2, model.evaluate(data).number("loss"), 1e-2);
            assertEquals(3, model.evaluate(data.weighted(Tensor.of(new float[] {1, 3}))).number("loss"), 1e-2);
            Path plain = Files.writeString(folder.resolve("plain.csv"), "x\n0\n");
            assertEquals(4, model.predict(model.read(plain)).output("y").toFloats()[0], 1e-3);
            assertThrows(UserException.class, () -> data.weighted(Tensor.of(new float[] {1, -3})));
            assertThrows(UserException.class, () -> data.weighted(Tensor.of(new float[] {1})));
        }
        // Without weights the mean is 106 / 3, and the loss the variance.
        assertEquals(10026 / 3.0 - 106 * 106 / 9.0, trainLoss(CONSTANT.formatted(""), csv), 1);
    }

    @Test
    void datesAreServedAsTheyWereTrained() throws Exception {
        String program = """
                model Clock {
                  input when: f32[B, 5]
                  output y: f32[B] = when |> Standardize() |> Dense(1) |> squeeze(-1)
                }
                train Clock {
                  data      csv("d.csv")
                  feed      when = date("when", parts = ["year"], cycles = ["hour", "weekday"])
                  target    t: f32[B] = column("t")
                  loss      squared(y, t)
                  optimizer Adam(lr = 0.05)
                  run       (epochs = 500, batch = 24, seed = 1)
                }
                """;
        var csv = new StringBuilder("when,t\n");
        for (int hour = 0; hour < 24; hour++) {
            LocalDateTime when = LocalDateTime.of(2024, 3, 1 + hour % 7, hour, 0);
            csv.append(when)
                    .append(',')
                    .append(Math.cos(2 * Math.PI * hour / 24))
                    .append('\n');
        }
        assertEquals(0, trainLoss(program, csv.toString()), 1e-3);
        Path later = Files.writeString(folder.resolve("later.csv"), "when\n2024-05-02 12:00\n2024-05-03T00:00\n");
        try (Model model = Model.load(folder.resolve("model"))) {
            float[] fromFile = model.predict(model.read(later)).output("y").toFloats();
            assertEquals(-1, fromFile[0], 0.1);
            assertEquals(1, fromFile[1], 0.1);
            Tensor dates = model.dates(
                    "when", List.of(LocalDateTime.of(2024, 5, 2, 12, 0), LocalDateTime.of(2024, 5, 3, 0, 0)));
            assertArrayEquals(
                    fromFile, model.predict(Map.of("when", dates)).output("y").toFloats());
            assertThrows(UserException.class, () -> model.dates("what", List.of()));
        }
    }
}
