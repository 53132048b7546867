package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
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

/** From a series in a CSV file to a forecast in its unit. */
class SeriesTest {

    private static final int ROWS = 60;

    /** The next values of 10 + 3 t follow from the last two exactly; the load of a weekday is beside it. */
    private static final String PROGRAM = """
            model Line {
              input x: f32[B, 2%s]
              let y = x |> Standardize() |> flatten |> Dense(%s)
              output forecast: f32[%s] = y%s
            }
            train Line {
              data      csv("series.csv", validation = 0.1, test = 0.1)
              feed      x = window(%s, 2)
              target    next: f32[%s] = %s
              loss      mean(flatten(unsqueeze(forecast - next, 1)) ^ 2, axis = 1)
              metric    mae = mean(mean(flatten(unsqueeze(abs(forecast - next), 1)), axis = 1))
              optimizer Adam(lr = 0.05)
              run       (epochs = 400, batch = 16, seed = 1)
            }
            """;

    private static final String ONE =
            String.format(PROGRAM, "", "1", "B", " |> squeeze(-1)", "\"y\"", "B", "column(\"y\", standardize = true)");

    @TempDir
    private Path folder;

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(t -> String.format(Locale.ROOT, "%d,%d,%d\n", t, 10 + 3 * t, t % 7))
                .collect(Collectors.joining("", "t,y,w\n", ""));
    }

    @BeforeEach
    void writeSeries() throws Exception {
        Files.writeString(folder.resolve("series.csv"), rows(0, ROWS));
    }

    private Map<String, MetricValues> train(String program, TrainOptions options) throws Exception {
        Path file = Files.writeString(folder.resolve("line.nn"), program);
        Path compiled = folder.resolve("compiled");
        NnCompiler.compile(file, NnCompiler.Options.DEFAULT).write(compiled);
        try (Trainer trainer = Trainer.open(compiled, options.base(folder))) {
            var result = trainer.train();
            trainer.save(folder.resolve("model"));
            return result.splits();
        }
    }

    private static double mae(MetricValues values) {
        return values.number("mae");
    }

    private float[] forecast(Path csv) {
        try (Model model = Model.load(folder.resolve("model"))) {
            return model.predict(model.read(csv)).output("forecast").toFloats();
        }
    }

    @Test
    void forecastsTheValueAfterTheLastRowInItsOwnUnit() throws Exception {
        var values = train(ONE, new TrainOptions());
        assertTrue(mae(values.getOrDefault("test", MetricValues.NONE)) < 1, values::toString);
        float[] next = forecast(folder.resolve("series.csv"));
        assertEquals(1, next.length);
        assertEquals(10 + 3 * ROWS, next[0], 2);
        Path last = Files.writeString(folder.resolve("last.csv"), rows(48, 50));
        assertEquals(10 + 3 * 50, forecast(last)[0], 2);
    }

    @Test
    void severalColumnsAndSeveralStepsAhead() throws Exception {
        String program = String.format(
                PROGRAM,
                ", 2",
                "3",
                "B, 3",
                "",
                "[\"y\", \"w\"]",
                "B, 3",
                "ahead(\"y\", horizon = 3, standardize = true)");
        var values = train(program, new TrainOptions());
        assertTrue(mae(values.getOrDefault("test", MetricValues.NONE)) < 3, values::toString);
        float[] next = forecast(folder.resolve("series.csv"));
        assertEquals(3, next.length);
        for (int i = 0; i < 3; i++) {
            assertEquals(10 + 3 * (ROWS + i), next[i], 6, "step " + i);
        }
    }

    @Test
    void oneValueSomeStepsAhead() throws Exception {
        String program = ONE.replace("column(\"y\", ", "ahead(\"y\", horizon = 5, ");
        train(program, new TrainOptions());
        assertEquals(10 + 3 * (ROWS + 4), forecast(folder.resolve("series.csv"))[0], 3);
    }

    @Test
    void theSeriesInMemoryTrainsTheSame() throws Exception {
        var fromFile = train(ONE, new TrainOptions());
        float[] y = new float[ROWS];
        for (int t = 0; t < ROWS; t++) {
            y[t] = 10 + 3 * t;
        }
        Dataset series = Dataset.of(Map.of("x", Tensor.of(y), "next", Tensor.of(y)));
        assertEquals(fromFile, train(ONE, new TrainOptions().data(series)));
    }

    @Test
    void judgesEachRowThatHasAWindow() throws Exception {
        train(ONE, new TrainOptions());
        try (Model model = Model.load(folder.resolve("model"))) {
            assertEquals(3, model.evaluateSplits(folder.resolve("series.csv")).size());
            Path three = Files.writeString(folder.resolve("three.csv"), rows(20, 23));
            assertTrue(mae(model.evaluate(three)) < 1);
            Path two = Files.writeString(folder.resolve("two.csv"), rows(20, 22));
            UserException e = assertThrows(UserException.class, () -> model.evaluate(two));
            assertTrue(
                    e.getMessage().contains("there are 2 rows, a window of 2 and the row behind it take 3"),
                    e::getMessage);
            Path one = Files.writeString(folder.resolve("one.csv"), rows(20, 21));
            UserException p = assertThrows(UserException.class, () -> model.read(one));
            assertTrue(p.getMessage().contains("there are 1 row, the model predicts from 2"), p::getMessage);
        }
    }

    /** Values of the validation part are inputs of its later rows, never targets of training. */
    @Test
    void whatComesLaterChangesNothingThatIsLearned() throws Exception {
        train(ONE, new TrainOptions());
        Path probe = Files.writeString(folder.resolve("probe.csv"), rows(0, 2));
        float expected = forecast(probe)[0];
        Files.writeString(
                folder.resolve("series.csv"), rows(0, 48) + rows(100, 112).substring("t,y,w\n".length()));
        train(ONE, new TrainOptions());
        assertEquals(expected, forecast(probe)[0]);
    }
}
