package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.CsvText;
import org.nn4j.runtime.fixture.LinearModel;
import org.nn4j.runtime.fixture.Present;

final class ModelTest {

    @TempDir
    Path temp;

    private Model trained(LinearModel model, String csv) throws IOException {
        Files.writeString(temp.resolve("data.csv"), csv);
        Path folder = model.writeTo(temp.resolve("model"));
        try (Trainer trainer =
                Trainer.open(folder, new TrainOptions().base(temp).epochs(40))) {
            trainer.train();
            trainer.save(folder);
        }
        return Model.load(folder);
    }

    private Model line() throws IOException {
        return trained(LinearModel.number(2, 0.1), CsvText.numbers(100, 2, x -> 3 * x[0] - x[1]));
    }

    private static String csv(Predictions predictions) throws IOException {
        var text = new StringWriter();
        predictions.writeCsv(text);
        return text.toString();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(temp.resolve("new.csv"), text);
    }

    @Test
    void predictsNumbersUnderTheirColumnsName() throws IOException {
        try (Model model = line()) {
            Predictions predictions = model.predict(model.read(write("id,x2,x1\n7,0,1\n8,1,0\n")));
            assertArrayEquals(new float[] {3, -1}, predictions.output("out").toFloats(), 1e-3f);
            List<String> lines = csv(predictions).lines().toList();
            assertEquals("y", lines.get(0));
            assertEquals(3, Double.parseDouble(lines.get(1)), 1e-3);
            assertEquals(3, lines.size());
            assertEquals(Optional.empty(), predictions.classes("out"));
        }
    }

    @Test
    void predictsOneOfTwoClasses() throws IOException {
        try (Model model = trained(LinearModel.binary(2, 0.5), CsvText.yesOrNo(200, 2))) {
            Predictions predictions = model.predict(model.read(write("x1,x2\n.9,.8\n-.9,-.7\n")));
            assertEquals(Optional.of(List.of("yes", "no")), predictions.classes("out"));
            List<String> lines = csv(predictions).lines().toList();
            assertEquals("y,out", lines.get(0));
            assertTrue(lines.get(1).matches("yes,(0\\.9\\d*|1\\.0)"), lines.get(1));
            assertTrue(lines.get(2).matches("no,[-\\d.E]+"), lines.get(2));
        }
    }

    @Test
    void predictsOneOfSeveralClasses() throws IOException {
        LinearModel program =
                LinearModel.classes(2, 3, 0.5).data("delimiter", ";").data("decimal", ",");
        String text = CsvText.fruits(300, 2, 3).replace(',', ';').replace('.', ',');
        try (Model model = trained(program, text)) {
            Predictions predictions = model.predict(model.read(write("x1;x2\n,9;,8\n-,9;-,7\n0;0\n")));
            assertEquals(
                    List.of("cherry", "apple", "banana"),
                    predictions.classes("out").orElseThrow());
            List<String> lines = csv(predictions).lines().toList();
            assertEquals("y;out.apple;out.banana;out.cherry", lines.get(0));
            assertTrue(lines.get(1).matches("cherry;(\\d,[-\\dE]+;?){3}"), lines.get(1));
        }
    }

    @Test
    void writesPredictionsIntoAFileAtOnce() throws IOException {
        try (Model model = line()) {
            Predictions predictions = model.predict(Map.of("x", Tensor.of(new float[][] {{0, 0}, {1, 1}})));
            Path file = write("before");
            predictions.writeCsv(file);
            assertEquals(csv(predictions), Files.readString(file));
            predictions.writeCsv(Path.of("/dev/null"));
            var error = assertThrows(
                    UserException.class,
                    () -> predictions.writeCsv(temp.resolve("none").resolve("p.csv")));
            assertTrue(error.getMessage().contains("cannot be written"), error.getMessage());
        }
    }

    @Test
    void manyRowsGiveWhatEachRowGives() throws IOException {
        try (Model model = line()) {
            float[][] rows = new float[1000][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new float[] {i, -i};
            }
            float[] all =
                    model.predict(Map.of("x", Tensor.of(rows))).output("out").toFloats();
            assertEquals(1000, all.length);
            for (int i : new int[] {0, 255, 256, 999}) {
                float[] one = model.predict(Map.of("x", Tensor.of(new float[][] {rows[i]})))
                        .output("out")
                        .toFloats();
                assertEquals(one[0], all[i], Math.abs(one[0]) * 1e-6f);
            }
            assertEquals(
                    0,
                    model.predict(Map.of("x", Tensor.of(new float[0], 0, 2)))
                            .output("out")
                            .size());
        }
    }

    @Test
    void saysWhichInputsItTakes() throws IOException {
        try (Model model = line()) {
            var error =
                    assertThrows(UserException.class, () -> model.predict(Map.of("X", Tensor.of(new float[2], 1, 2))));
            assertEquals(
                    "the input x: f32[B, 2] is missing, there is only \"X\". Give a tensor for each input of the model,"
                            + " by name. Did you mean \"X\"?",
                    error.getMessage());
            error = assertThrows(UserException.class, () -> model.predict(Map.of("x", Tensor.of(new float[3], 1, 3))));
            assertEquals(
                    "the model takes x: f32[B, 2], not f32[1, 3]. Give a tensor of that type; a symbol is one number in"
                            + " all inputs.",
                    error.getMessage());
            assertThrows(UserException.class, () -> model.predict(Map.of("x", Tensor.of(new long[2], 1, 2))));
            assertThrows(UserException.class, () -> model.predict(Map.of("x", Tensor.of(new float[2]))));
            var predictions = model.predict(Map.of("x", Tensor.of(new float[2], 1, 2)));
            assertEquals(
                    "the model has no output \"ouf\", only \"out\". Ask for one of these. Did you mean \"out\"?",
                    assertThrows(UserException.class, () -> predictions.output("ouf"))
                            .getMessage());
        }
    }

    @Test
    void evaluatesFilesAndSplits() throws IOException {
        try (Model model = line()) {
            Path data = temp.resolve("data.csv");
            Map<String, MetricValues> splits = model.evaluateSplits(data);
            assertEquals(List.of("train", "validation", "test"), List.copyOf(splits.keySet()));
            double loss = model.evaluate(data).number("loss");
            double mean = 0.7 * Present.in(splits, "train").number("loss")
                    + 0.2 * Present.in(splits, "validation").number("loss")
                    + 0.1 * Present.in(splits, "test").number("loss");
            assertEquals(mean, loss, 1e-9);
            var rows = Dataset.of(Map.of("x", Tensor.of(new float[][] {{1, 0}}), "target", Tensor.of(new float[] {4})));
            assertEquals(1, model.evaluate(rows).number("mae"), 1e-3);
            assertEquals(
                    "there is no column \"y\", only \"x1\", \"x2\"",
                    assertThrows(UserException.class, () -> model.evaluate(write("x1,x2\n1,2\n")))
                            .problem());
        }
    }

    @Test
    void remembersItsTraining() throws IOException {
        try (Model model = line()) {
            assertEquals(
                    "{\"recipe\":\"Linear\",\"data\":\"data.csv\",\"rows\":{\"train\":70,\"validation\":20,\"test\":10},"
                            + "\"seed\":42,\"batch\":8,\"planned_steps\":360,\"learning_rate_factor\":1.0,\"parallel\":1,\"threads\":1,"
                            + "\"device\":\"cpu\",\"ended\":\"completed\",\"steps\":360,\"best_epoch\":0}",
                    model.trainingRecord().orElseThrow().toString());
        }
    }

    @Test
    void anUntrainedModelPredictsWhatNeedsNoLearning() throws IOException {
        Path folder = LinearModel.number(2, 0.1).writeTo(temp.resolve("model"));
        Model.initialize(folder, 3, folder);
        try (Model model = Model.load(folder)) {
            assertEquals(Optional.empty(), model.trainingRecord());
            assertEquals(
                    1,
                    model.predict(model.read(write("x1,x2\n1,2\n")))
                            .output("out")
                            .rows());
        }
        Path classes = LinearModel.classes(2, 3, 0.1).writeTo(temp.resolve("classes"));
        Model.initialize(classes, 3, classes);
        try (Model model = Model.load(classes)) {
            assertEquals(
                    "out.0,out.1,out.2",
                    csv(model.predict(model.read(write("x1,x2\n1,2\n"))))
                            .lines()
                            .findFirst()
                            .orElseThrow());
            assertEquals(
                    "the model has not been trained: names and vocabularies are not known yet",
                    assertThrows(UserException.class, () -> model.evaluate(write("x1,x2,y\n1,2,a\n")))
                            .problem());
        }
    }

    @Test
    void aModelWithoutRecipeTakesTensorsOnly() throws IOException {
        Path folder = LinearModel.number(2, 0.1).withoutRecipe().writeTo(temp.resolve("model"));
        Model.initialize(folder, 3, folder);
        try (Model model = Model.load(folder)) {
            assertEquals(
                    1,
                    model.predict(Map.of("x", Tensor.of(new float[2], 1, 2)))
                            .output("out")
                            .rows());
            assertThrows(UserException.class, () -> model.read(write("x1,x2\n1,2\n")));
        }
    }

    @Test
    void predictsOnSeveralThreads() throws Exception {
        try (Model model = line()) {
            float wanted = model.predict(Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2)))
                    .output("out")
                    .toFloats()[0];
            var pool = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    tasks.add(() -> {
                        for (int j = 0; j < 500; j++) {
                            var input = Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2));
                            if (model.predict(input).output("out").toFloats()[0] != wanted) {
                                return false;
                            }
                        }
                        return true;
                    });
                }
                for (Future<Boolean> result : pool.invokeAll(tasks)) {
                    assertTrue(result.get());
                }
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void aClosedModelSaysSo() throws IOException {
        Model model = line();
        model.close();
        model.close();
        assertThrows(IllegalStateException.class, () -> model.predict(Map.of("x", Tensor.of(new float[2], 1, 2))));
    }
}
