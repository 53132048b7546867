package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.runtime.TrainResult.Ended;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.CsvText;
import org.nn4j.runtime.fixture.LinearModel;

/** Training with the parts of a batch side by side. Batches have 8 rows, and the last one of an epoch has 1. */
final class SplitUpdatesTest {

    @TempDir
    Path temp;

    @BeforeEach
    void writeData() throws IOException {
        Files.writeString(temp.resolve("data.csv"), CsvText.numbers(104, 2, x -> 3 * x[0] - 2 * x[1] + 7));
    }

    private TrainOptions options(int parts) {
        return new TrainOptions().base(temp).parallel(parts);
    }

    private TrainResult train(LinearModel model, TrainOptions options, String name) throws IOException {
        try (Trainer trainer = Trainer.open(model.writeTo(temp.resolve("model")), options)) {
            TrainResult result = trainer.train();
            trainer.save(temp.resolve(name));
            return result;
        }
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(temp.resolve(name).resolve("model.safetensors"));
    }

    /** The parameters and buffers that a folder was saved with. */
    private float[] numbers(String name) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(weights(name)).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[9];
        data.position(1024)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(numbers);
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 11})
    void partsLearnWhatTheWholeLearns(int parts) throws IOException {
        TrainResult whole = train(LinearModel.number(2, 0.1), options(1).epochs(5), "whole");
        TrainResult split = train(LinearModel.number(2, 0.1), options(parts).epochs(5), "split");
        assertEquals(whole.steps(), split.steps());
        float[] wanted = Arrays.copyOf(numbers("whole"), 3);
        assertArrayEquals(wanted, Arrays.copyOf(numbers("split"), 3), 1e-4f);
        whole.splits()
                .forEach((name, values) -> values.numbers()
                        .forEach((metric, value) ->
                                assertEquals(value, split.value(name, metric), 1e-3, name + " " + metric)));
    }

    @Test
    void equalTrainingsGiveEqualBits() throws IOException {
        train(LinearModel.number(2, 0.1), options(3).epochs(5), "first");
        train(LinearModel.number(2, 0.1), options(3).epochs(5), "second");
        assertArrayEquals(weights("first"), weights("second"));
    }

    @Test
    void stepsOfARunChangeNoBit() throws IOException {
        for (int pace : new int[] {1, 4}) {
            TrainOptions options = options(2).epochs(3);
            options.pace = () -> Pace.of(pace);
            train(LinearModel.number(2, 0.1), options, "pace" + pace);
        }
        assertArrayEquals(weights("pace1"), weights("pace4"));
    }

    @Test
    void theNumberOfPartsIsOnRecord() throws IOException {
        try (Trainer trainer = Trainer.open(
                LinearModel.number(2, 0.1).writeTo(temp.resolve("model")),
                options(2).threads(4))) {
            assertEquals(2, trainer.trainingPlan().parallel());
            assertEquals(2, trainer.trainingPlan().threads());
        }
    }

    @Test
    void stopsBeforeALossThatIsNotFinite() throws IOException {
        try (Trainer trainer = Trainer.open(LinearModel.number(2, 50).writeTo(temp.resolve("model")), options(2))) {
            var error = assertThrows(NotFiniteException.class, trainer::train);
            assertTrue(error.getMessage().startsWith("the loss is "), error.getMessage());
            trainer.save(temp.resolve("saved"));
        }
        for (float number : numbers("saved")) {
            assertTrue(Float.isFinite(number), Arrays.toString(numbers("saved")));
        }
    }

    @Test
    void canBeCancelled() throws IOException {
        var options = options(2).epochs(1_000_000);
        try (Trainer trainer = Trainer.open(LinearModel.number(2, 0.1).writeTo(temp.resolve("model")), options)) {
            options.listener(new TrainListener() {
                @Override
                public void stepsDone(Progress progress) {
                    trainer.cancel();
                }
            });
            assertEquals(Ended.CANCELLED, trainer.train().ended());
        }
    }

    @Test
    void keepsTheBestEpoch() throws IOException {
        LinearModel model = LinearModel.number(2, 0.5)
                .stop("{\"kind\": \"plateau\", \"split\": \"validation\", \"value\": \"loss\", \"mode\": \"min\","
                        + " \"patience\": 3, \"min_delta\": 0.0, \"restore_best\": true}");
        try (Trainer trainer =
                Trainer.open(model.writeTo(temp.resolve("model")), options(2).epochs(500))) {
            TrainResult result = trainer.train();
            assertEquals(Ended.STOPPED_EARLY, result.ended());
            assertEquals(result.splits().get("validation"), trainer.evaluate("validation"));
        }
    }

    @Test
    void atLeastOnePart() {
        assertThrows(UserException.class, () -> options(0));
        assertFalse(Files.exists(temp.resolve("model")));
    }
}
