package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.IdxBytes;

/** Images and labels from files to predictions: dark ones are of class 0, bright ones of class 1. */
final class ImageTrainingTest {

    private static final String PROGRAM = """
            model Bright {
              input x: f32[B, 1, 2, 3]
              let logits = x |> flatten |> Dense(2)
              output p: f32[B, 2] = softmax(logits)
            }
            train Bright {
              data      idx("images", validation = 0.25)
              feed      x = pixels(scale = 1 / 255)
              target    t: i64[B] = labels(["dark", "bright"])
              loss      cross_entropy(logits, t)
              metric    accuracy = Accuracy()(p, t)
              optimizer Adam(lr = 0.05)
              run       (epochs = 30, batch = 8, seed = 1)
            }
            """;

    @TempDir
    private Path temp;

    private final byte[] pixels = new byte[120 * 6];
    private final byte[] labels = new byte[120];

    @BeforeEach
    void writeFiles() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < pixels.length; i++) {
            labels[i / 6] = (byte) (i / 6 % 2);
            pixels[i] = (byte) (random.nextInt(120) + labels[i / 6] * 130);
        }
        Path images = Files.createDirectory(temp.resolve("images"));
        Files.write(images.resolve("train-images-idx3-ubyte"), IdxBytes.of(pixels, 120, 2, 3));
        Files.write(images.resolve("train-labels-idx1-ubyte"), IdxBytes.of(labels, 120));
        Files.write(images.resolve("t10k-images-idx3-ubyte"), IdxBytes.of(pixels, 120, 2, 3));
        Files.write(images.resolve("t10k-labels-idx1-ubyte"), IdxBytes.of(labels, 120));
        Path program = Files.writeString(temp.resolve("bright.nn"), PROGRAM);
        NnCompiler.compile(program, NnCompiler.Options.DEFAULT).write(temp.resolve("compiled"));
    }

    @Test
    void trainsEvaluatesAndPredicts() {
        Path saved = temp.resolve("saved");
        try (Trainer trainer = Trainer.open(
                temp.resolve("compiled"), new TrainOptions().base(temp).threads(1))) {
            TrainResult result = trainer.train();
            assertEquals(
                    List.of("train", "validation", "test"),
                    List.copyOf(result.splits().keySet()));
            trainer.save(saved);
        }
        try (Model model = Model.load(saved)) {
            var splits = model.evaluateSplits(temp.resolve("images"));
            assertEquals(1, splits.getOrDefault("test", MetricValues.NONE).number("accuracy"));
            Predictions predictions = model.predict(model.read(temp.resolve("images/t10k")));
            List<String> classes = predictions.classes("p").orElseThrow();
            assertEquals(List.of("dark", "bright", "dark", "bright"), classes.subList(0, 4));
        }
    }

    /** Graphs take bytes, and scale them as predictions are scaled. */
    @Test
    void bytesInMemoryTrainTheSame() throws IOException {
        Dataset memory = Dataset.of(Map.of("x", Tensor.of(pixels, 120, 1, 2, 3), "t", Tensor.of(widened())));
        byte[] fromMemory = predictions(new TrainOptions().data(memory));
        Files.delete(temp.resolve("images/t10k-images-idx3-ubyte"));
        assertArrayEquals(predictions(new TrainOptions()), fromMemory);
        Dataset floats = Dataset.of(Map.of("x", Tensor.of(new float[720], 120, 1, 2, 3), "t", Tensor.of(widened())));
        String message = assertThrows(UserException.class, () -> predictions(new TrainOptions().data(floats)))
                .getMessage();
        assertTrue(message.contains("\"x\" is f32[120, 1, 2, 3], the program takes u8[_, 1, 2, 3]"), message);
    }

    private long[] widened() {
        long[] wide = new long[labels.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = labels[i];
        }
        return wide;
    }

    /** What the model predicts after three epochs. */
    private byte[] predictions(TrainOptions options) throws IOException {
        Path saved = temp.resolve("short");
        try (Trainer trainer = Trainer.open(
                temp.resolve("compiled"), options.base(temp).epochs(3).threads(1))) {
            trainer.train();
            trainer.save(saved);
        }
        try (Model model = Model.load(saved)) {
            Predictions all = model.predict(model.read(temp.resolve("images/train")));
            byte[] bytes = new byte[all.output("p").bytes().remaining()];
            all.output("p").bytes().get(bytes);
            return bytes;
        }
    }
}
