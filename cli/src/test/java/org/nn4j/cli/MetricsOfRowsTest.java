package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.MetricTensor;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainListener;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;

/** Metrics that need all rows at once, and metrics that are a tensor, from training to the printed line. */
final class MetricsOfRowsTest {

    private static final int ROWS = 200;

    private static final String PROGRAM = """
            model Judge {
              input x: f32[B, 2]
              let logit = x |> Dense(1) |> squeeze(-1)
              output p: f32[B] = floor(20 * sigmoid(logit)) / 20 + 0 * logit
            }
            train Judge {
              data csv("points.csv", validation = 0.25)
              feed x = columns()
              target y: f32[B] = category("kind", ["good", "bad"])
              loss binary_cross_entropy(logit, y)
              metric auc = AUC()(p, y)
              metric matrix = BinaryConfusionMatrix()(p, y)
              optimizer Adam(lr = 0.05)
              stop plateau(val.auc, patience = 3, mode = "max")
              run (epochs = 3, batch = 7, seed = 5)
            }
            """;

    @TempDir
    Path folder;

    private final double[] isBad = new double[ROWS];

    @BeforeEach
    void writePoints() throws Exception {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("a,b,kind\n");
        for (int i = 0; i < ROWS; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            isBad[i] = a + b + random.nextGaussian() > 0.5 ? 1 : 0;
            csv.append(a + "," + b + (isBad[i] == 1 ? ",bad\n" : ",good\n"));
        }
        Files.writeString(folder.resolve("points.csv"), csv);
        NnCompiler.compile(Files.writeString(folder.resolve("judge.nn"), PROGRAM), NnCompiler.Options.DEFAULT)
                .write(folder.resolve("compiled"));
    }

    private static double area(float[] score, double[] positive) {
        double good = 0;
        double pairs = 0;
        for (int i = 0; i < score.length; i++) {
            for (int j = 0; j < score.length; j++) {
                if (positive[i] > positive[j]) {
                    good += (Math.signum(score[i] - score[j]) + 1) / 2;
                    pairs++;
                }
            }
        }
        return good / pairs;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void areExactWhateverTheBatches(int parts) {
        List<TrainListener.EpochEnd> epochs = new ArrayList<>();
        TrainOptions options = new TrainOptions()
                .base(folder)
                .epochs(3)
                .parallel(parts)
                .listener(new TrainListener() {
                    @Override
                    public void epochEnded(EpochEnd end) {
                        epochs.add(end);
                    }
                });
        try (Trainer trainer = Trainer.open(folder.resolve("compiled"), options)) {
            trainer.train();
            trainer.save(folder.resolve("model"));
        }
        for (TrainListener.EpochEnd end : epochs) {
            assertEquals(150, rowsOf(end.values().getOrDefault("train", MetricValues.NONE)), "rows of training");
        }
        assertTrue(epochs.get(2).value("train", "auc") > epochs.get(0).value("train", "auc"), epochs.toString());
        try (Model model = Model.load(folder.resolve("model"))) {
            Path csv = folder.resolve("points.csv");
            MetricValues values = model.evaluate(csv);
            float[] p = model.predict(model.read(csv)).output("p").toFloats();
            assertEquals(area(p, isBad), values.number("auc"), 1e-12);
            double[] matrix = new double[4];
            for (int i = 0; i < ROWS; i++) {
                matrix[2 * (int) isBad[i] + (p[i] >= 0.5 ? 1 : 0)]++;
            }
            MetricTensor counted = values.tensors().get("matrix");
            assertNotNull(counted);
            assertEquals(List.of(2, 2), counted.shape());
            assertEquals(List.of(List.of(matrix[0], matrix[1]), List.of(matrix[2], matrix[3])), counted.nested());
        }
    }

    private static double rowsOf(MetricValues values) {
        return values.tensors().values().stream()
                .flatMap(t -> t.elements().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    @Test
    void tablesHaveTheNamesOfClasses() {
        try (Trainer trainer = Trainer.open(folder.resolve("compiled"), new TrainOptions().base(folder))) {
            trainer.train();
            trainer.save(folder.resolve("model"));
        }
        String model = folder.resolve("model").toString();
        String data = folder.resolve("points.csv").toString();
        String table = run("evaluate", model, "--data", data);
        assertTrue(
                table.matches("(?s).*\nmatrix \\(all\\)  good  bad\ngood +\\d+ +\\d+\nbad +\\d+ +\\d+\n"), () -> table);
        String json = run("evaluate", model, "--data", data, "--json");
        assertTrue(
                json.matches("\\{.*\"matrix\":\\[\\[\\d+\\.0,\\d+\\.0],\\[\\d+\\.0,\\d+\\.0]]}"
                        + ",\"classes\":\\{\"y\":\\[\"good\",\"bad\"]}}\n"),
                () -> json);
    }

    private static String run(String... args) {
        StringWriter out = new StringWriter();
        assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute(args));
        return out.toString();
    }
}
