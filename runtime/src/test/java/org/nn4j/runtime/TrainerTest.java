package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.runtime.TrainResult.Ended;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.CsvText;
import org.nn4j.runtime.fixture.LinearModel;

final class TrainerTest {

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        folder = temp.resolve("model");
        Files.writeString(temp.resolve("data.csv"), CsvText.numbers(103, 2, x -> 3 * x[0] - 2 * x[1] + 7));
    }

    private TrainOptions options() {
        return new TrainOptions().base(temp);
    }

    private TrainResult train(LinearModel model, TrainOptions options) throws IOException {
        return trainAndSave(model, options, temp.resolve("saved"));
    }

    private TrainResult trainAndSave(LinearModel model, TrainOptions options, Path target) throws IOException {
        try (Trainer trainer = Trainer.open(model.writeTo(folder), options)) {
            TrainResult result = trainer.train();
            trainer.save(target);
            return result;
        }
    }

    private byte[] weights(LinearModel model, TrainOptions options, String name) throws IOException {
        Path target = temp.resolve(name);
        trainAndSave(model, options, target);
        return Files.readAllBytes(target.resolve("model.safetensors"));
    }

    @Test
    void learnsALine() throws IOException {
        TrainResult result = train(LinearModel.number(2, 0.1), options().epochs(60));
        assertEquals(Ended.COMPLETED, result.ended());
        assertEquals(
                List.of("train", "validation", "test"),
                List.copyOf(result.splits().keySet()));
        result.splits().forEach((split, values) -> {
            assertEquals(List.of("loss", "mae"), List.copyOf(values.numbers().keySet()), split);
            assertTrue(values.number("loss") < 1e-6, split + values);
        });
        assertEquals(60, result.epochs());
        assertEquals(60 * 9, result.steps());
        assertEquals(42, result.seed());
    }

    @Test
    void learnsTwoClasses() throws IOException {
        Files.writeString(temp.resolve("data.csv"), CsvText.yesOrNo(400, 3));
        TrainResult result = train(LinearModel.binary(3, 0.5), options());
        assertTrue(result.value("test", "accuracy") > 0.95, result.toString());
    }

    @Test
    void learnsSeveralClasses() throws IOException {
        Files.writeString(temp.resolve("data.csv"), CsvText.fruits(600, 2, 3));
        TrainResult result = train(LinearModel.classes(2, 3, 0.5), options().epochs(60));
        assertTrue(result.value("test", "accuracy") > 0.75, result.toString());
    }

    @Test
    void stepsOfARunChangeNoBit() throws IOException {
        var one = options();
        one.pace = () -> Pace.of(1);
        var many = options();
        many.pace = () -> Pace.of(7);
        byte[] weights = weights(LinearModel.number(2, 0.1), one, "one");
        assertArrayEquals(weights, weights(LinearModel.number(2, 0.1), many, "many"));
        assertArrayEquals(weights, weights(LinearModel.number(2, 0.1), options(), "adaptive"));
    }

    @Test
    void trainingAgainBeginsAnew() throws IOException {
        try (Trainer trainer = Trainer.open(LinearModel.number(2, 0.1).writeTo(folder), options())) {
            TrainResult first = trainer.train();
            TrainResult second = trainer.train();
            assertEquals(first.splits(), second.splits());
        }
    }

    @Test
    void everySeedIsAnotherTraining() throws IOException {
        byte[] first = weights(LinearModel.number(2, 0.1), options().seed(1).epochs(1), "first");
        byte[] second = weights(LinearModel.number(2, 0.1), options().seed(2).epochs(1), "second");
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void optionsReplaceTheRecipe() throws IOException {
        assertEquals(50, train(LinearModel.number(2, 0.1), options().steps(50)).steps());
        assertEquals(5, train(LinearModel.number(2, 0.1), options().steps(50)).epochs());
        assertEquals(
                8,
                train(LinearModel.number(2, 0.1), options().epochs(2).batch(20)).steps());
        assertEquals(
                1,
                train(LinearModel.number(2, 0.1), options().epochs(1).batch(1000))
                        .steps());
        double slow = train(LinearModel.number(2, 0.1), options().epochs(1).learningRateFactor(0.01))
                .value("train", "loss");
        double normal = train(LinearModel.number(2, 0.1), options().epochs(1)).value("train", "loss");
        assertTrue(slow > normal, slow + " " + normal);
    }

    @Test
    void recipeMaySayStepsInsteadOfEpochs() throws IOException {
        LinearModel model = LinearModel.number(2, 0.1).run("steps", 12);
        model.recipe(recipe -> recipe.getAsJsonObject("run").remove("epochs"));
        assertEquals(12, train(model, options()).steps());
    }

    @Test
    void trainsOnTensors() throws IOException {
        float[][] x = new float[50][2];
        float[] y = new float[50];
        for (int i = 0; i < 50; i++) {
            x[i] = new float[] {i % 7, i % 5};
            y[i] = 2 * x[i][0] - x[i][1];
        }
        var data = Dataset.of(Map.of("x", Tensor.of(x), "target", Tensor.of(y)));
        TrainResult result = train(LinearModel.number(2, 0.1), new TrainOptions().data(data));
        assertTrue(result.value("validation", "loss") < 1e-3, result.toString());
    }

    @Test
    void tensorsMustBeOfTheProgramsType() {
        var data = Dataset.of(Map.of("x", Tensor.of(new float[10], 5, 2), "target", Tensor.of(new long[5])));
        var error = assertThrows(
                UserException.class, () -> train(LinearModel.number(2, 0.1), new TrainOptions().data(data)));
        assertEquals(
                "\"target\" is i64[5], the program takes f32[_]. Give a tensor of that type; _ may be any number.",
                error.getMessage());
        var classes = Dataset.of(
                Map.of("x", Tensor.of(new float[10], 5, 2), "target", Tensor.of(new long[] {0, 1, 2, 3, 1})));
        error = assertThrows(
                UserException.class, () -> train(LinearModel.classes(2, 3, 0.1), new TrainOptions().data(classes)));
        assertEquals(
                "\"target\" has the class 3.0 in row 3. Classes are whole numbers from 0 to 2.", error.getMessage());
    }

    @Test
    void stopsAtAPlateauAndKeepsTheBest() throws IOException {
        LinearModel model = LinearModel.number(2, 0.5)
                .stop("{\"kind\": \"plateau\", \"split\": \"validation\", \"value\": \"loss\", \"mode\": \"min\","
                        + " \"patience\": 3, \"min_delta\": 0.0, \"restore_best\": true}");
        var epochs = new ArrayList<TrainListener.EpochEnd>();
        var options = options().epochs(500).listener(new TrainListener() {
            @Override
            public void epochEnded(EpochEnd end) {
                epochs.add(end);
            }
        });
        TrainResult result;
        try (Trainer trainer = Trainer.open(model.writeTo(folder), options)) {
            result = trainer.train();
            assertEquals(result.splits().get("validation"), trainer.evaluate("validation"));
        }
        assertEquals(Ended.STOPPED_EARLY, result.ended());
        assertEquals(result.bestEpoch() + 3, result.epochs());
        double best = epochs.stream()
                .mapToDouble(end -> end.value("validation", "loss"))
                .min()
                .orElseThrow();
        assertEquals(best, result.value("validation", "loss"));
        assertTrue(epochs.get((int) result.bestEpoch() - 1).best());
        assertFalse(epochs.get(epochs.size() - 1).best());
    }

    /** A threshold that no epoch reaches makes a plateau of all of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void lowersTheLearningRateAtAPlateau(int parallel) throws IOException {
        LinearModel model = LinearModel.number(2, 0.5)
                .reduce("{\"kind\": \"plateau\", \"split\": \"train\", \"value\": \"loss\", \"mode\": \"min\","
                        + " \"patience\": 2, \"min_delta\": 1e9, \"factor\": 0.1, \"cooldown\": 0,"
                        + " \"min_factor\": 0.005}");
        var rates = new ArrayList<Double>();
        var weights = new ArrayList<Double>();
        var options = options()
                .epochs(9)
                .learningRateFactor(0.5)
                .parallel(parallel)
                .listener(new TrainListener() {
                    @Override
                    public void epochEnded(EpochEnd end) {
                        rates.add(end.learningRate());
                        weights.add(end.value("train", "loss"));
                    }
                });
        TrainResult result;
        try (Trainer trainer = Trainer.open(model.writeTo(folder), options)) {
            result = trainer.train();
        }
        double[] expected = {0.25, 0.25, 0.25, 0.025, 0.025, 0.0025, 0.0025, 0.00125, 0.00125};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], rates.get(i), 1e-12, "epoch " + (i + 1));
        }
        assertEquals(0.00125, result.learningRate(), 1e-12);
        // With hardly any rate, little changes.
        assertTrue(Math.abs(weights.get(8) - weights.get(7)) < 0.01 * Math.abs(weights.get(1) - weights.get(0)));
    }

    @Test
    void aPlateauNeedsItsRows() {
        LinearModel model = LinearModel.number(2, 0.5)
                .data("validation", 0)
                .stop("{\"kind\": \"plateau\", \"split\": \"validation\", \"value\": \"mae\", \"mode\": \"min\","
                        + " \"patience\": 3}");
        var error = assertThrows(UserException.class, () -> train(model, options()));
        assertEquals(
                "training stops at a plateau of val.mae, but there are no validation rows. Keep some rows for it, as in"
                        + " csv(…, validation = 0.2), or watch train.mae.",
                error.getMessage());
    }

    @Test
    void stopsBeforeALossThatIsNotFinite() throws IOException {
        try (Trainer trainer = Trainer.open(LinearModel.number(2, 50).writeTo(folder), options())) {
            var error = assertThrows(NotFiniteException.class, trainer::train);
            assertTrue(
                    error.getMessage().matches("the loss is (NaN|Infinity) at epoch \\d+, step \\d+\\. Try .*"),
                    error.getMessage());
            assertTrue(error.epoch() >= 1 && error.step() >= 1 && error.step() <= 10);
            trainer.save(temp.resolve("saved"));
        }
        try (Model model = Model.load(temp.resolve("saved"))) {
            Tensor weights = model.predict(Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2)))
                    .output("out");
            assertFalse(Float.isNaN(weights.toFloats()[0]));
        }
    }

    @Test
    void tellsItsListenerHowItGoes() throws IOException {
        var events = new ArrayList<String>();
        var listener = new TrainListener() {
            @Override
            public void started(Plan plan) {
                events.add("started " + plan.epochs() + " of " + plan.stepsPerEpoch() + " on " + plan.trainRows());
            }

            @Override
            public void epochStarted(long epoch) {
                events.add("epoch " + epoch);
            }

            @Override
            public void stepsDone(Progress progress) {
                assertTrue(progress.seconds() > 0 && progress.secondsLeft() >= 0 && progress.loss() >= 0);
                events.add("steps " + progress.step() + "/" + progress.stepsOfEpoch() + " " + progress.totalSteps());
            }

            @Override
            public void epochEnded(EpochEnd end) {
                events.add("ended " + end.epoch() + " " + end.values().keySet());
            }
        };
        var options = options().epochs(2).batch(20).listener(listener);
        options.pace = () -> Pace.of(2);
        train(LinearModel.number(2, 0.1), options);
        assertEquals(
                List.of(
                        "started 2 of 4 on 72",
                        "epoch 1",
                        "steps 2/4 2",
                        "steps 3/4 3",
                        "steps 4/4 4",
                        "ended 1 [train, validation]",
                        "epoch 2",
                        "steps 2/4 6",
                        "steps 3/4 7",
                        "steps 4/4 8",
                        "ended 2 [train, validation]"),
                events);
    }

    @Test
    void canBeCancelled() throws IOException, InterruptedException {
        Trainer[] running = new Trainer[1];
        var options = options().epochs(1_000_000).listener(new TrainListener() {
            @Override
            public void epochEnded(EpochEnd end) {
                if (end.epoch() == 3) {
                    var canceller = new Thread(() -> running[0].cancel());
                    canceller.start();
                }
            }
        });
        try (Trainer trainer = Trainer.open(LinearModel.number(2, 0.01).writeTo(folder), options)) {
            running[0] = trainer;
            TrainResult result = trainer.train();
            assertEquals(Ended.CANCELLED, result.ended());
            assertTrue(result.epochs() >= 3 && result.epochs() < 1_000_000);
            trainer.save(temp.resolve("saved"));
            assertTrue(trainer.evaluate("test").number("loss") >= 0);
        }
        Model.load(temp.resolve("saved")).close();
    }

    @Test
    void aListenersExceptionLeavesWholeWeights() throws IOException {
        var options = options().listener(new TrainListener() {
            @Override
            public void epochEnded(EpochEnd end) {
                throw new IllegalStateException("enough");
            }
        });
        try (Trainer trainer = Trainer.open(LinearModel.number(2, 0.1).writeTo(folder), options)) {
            double before = trainer.evaluate("train").number("loss");
            assertThrows(IllegalStateException.class, trainer::train);
            assertNotEquals(before, trainer.evaluate("train").number("loss"));
        }
    }

    @Test
    void evaluatesSplitsByName() throws IOException {
        LinearModel model = LinearModel.number(2, 0.1).data("test", 0);
        try (Trainer trainer = Trainer.open(model.writeTo(folder), options())) {
            trainer.train();
            assertTrue(trainer.evaluate("train").number("mae") < 0.1);
            var error = assertThrows(UserException.class, () -> trainer.evaluate("test"));
            assertEquals("there are no rows of the split \"test\"", error.problem());
        }
    }

    @Test
    void needsARecipe() {
        var error = assertThrows(
                UserException.class, () -> train(LinearModel.number(2, 0.1).withoutRecipe(), options()));
        assertEquals("the model was compiled without a train block", error.problem());
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThrows(UserException.class, () -> options().epochs(0));
        assertThrows(UserException.class, () -> options().steps(-1));
        assertThrows(UserException.class, () -> options().batch(0));
        assertThrows(UserException.class, () -> options().threads(0));
        assertThrows(UserException.class, () -> options().learningRateFactor(0));
        assertThrows(UserException.class, () -> options().learningRateFactor(Double.NaN));
    }
}
