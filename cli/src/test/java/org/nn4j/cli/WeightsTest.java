package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;

/** A row of weight 2 counts as the row twice. */
class WeightsTest {

    private static final String PROGRAM = """
            model Line {
              input x: f32[B, 1]
              output y = x |> Dense(1) |> squeeze(-1)
            }
            train Line {
              data      csv("a.csv"WEIGHTS, test = "t.csv")
              feed      x = columns("x")
              COLUMN
              target    t: f32[B]
              loss      squared(y, t)
              metric    mae = mean(abs(y - t))
              WEIGHTED
              optimizer Sgd(lr = 0.05)
              run       (epochs = 5, batch = 8, seed = 1)
            }
            """;

    @TempDir
    private Path folder;

    @SuppressWarnings("ArrayRecordComponent")
    private record Trained(Map<String, MetricValues> values, float[] predictions) {}

    private Trained train(String weights, String rows) throws Exception {
        Files.writeString(folder.resolve("a.csv"), rows);
        Files.writeString(folder.resolve("t.csv"), "w,t,x\n3,1,1\n1,2,2\n");
        Path file = Files.writeString(
                folder.resolve("line.nn"),
                PROGRAM.replace("WEIGHTS", weights)
                        .replace("COLUMN", weights.isEmpty() ? "" : "target weight: f32[B] = column(\"w\")")
                        .replace(
                                "WEIGHTED",
                                weights.isEmpty() ? "" : "metric weighted = WeightedMean()(abs(y - t), weight)"));
        Path compiled = folder.resolve("compiled");
        NnCompiler.compile(file, NnCompiler.Options.DEFAULT).write(compiled);
        Path model = folder.resolve("model");
        try (Trainer trainer = Trainer.open(compiled, new TrainOptions().base(folder))) {
            var result = trainer.train();
            trainer.save(model);
            Files.writeString(folder.resolve("p.csv"), "x\n0\n1\n2\n");
            try (Model loaded = Model.load(model)) {
                return new Trained(
                        result.splits(),
                        loaded.predict(loaded.read(folder.resolve("p.csv")))
                                .output("y")
                                .toFloats());
            }
        }
    }

    private static double value(Trained trained, String split, String name) {
        return trained.values().getOrDefault(split, MetricValues.NONE).number(name);
    }

    @Test
    void asTheRowTwice() throws Exception {
        Trained weighted = train(", weights = \"w\"", "x,t,w\n1,3,2\n2,1,1\n-1,4,0\n0.5,2,3\n");
        Trained repeated = train("", "x,t,w\n1,3,2\n1,3,2\n2,1,1\n0.5,2,3\n0.5,2,3\n0.5,2,3\n");
        assertArrayEquals(repeated.predictions(), weighted.predictions(), 1e-5f);
        assertEquals(value(repeated, "train", "loss"), value(weighted, "train", "loss"), 1e-5);
        float[] y = weighted.predictions();
        double first = Math.pow(y[1] - 1, 2);
        double second = Math.pow(y[2] - 2, 2);
        assertEquals((3 * first + second) / 4, value(weighted, "test", "loss"), 1e-4);
        assertEquals((Math.abs(y[1] - 1) + Math.abs(y[2] - 2)) / 2, value(weighted, "test", "mae"), 1e-4);
        assertEquals((3 * Math.abs(y[1] - 1) + Math.abs(y[2] - 2)) / 4, value(weighted, "test", "weighted"), 1e-4);
    }
}
