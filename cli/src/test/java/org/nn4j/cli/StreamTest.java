package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.TrainResult;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.error.UserException;

/** Rows that stay on disk, of every kind that a CSV file has, beside the same rows in memory. */
class StreamTest {

    private static final String PROGRAM = """
            model Mixed(vocab: int = 9) {
              input x: f32[B, 3]
              input count: i64[B]
              input when: f32[B, 2]
              input colour: i64[B]
              input tokens: i64[B, T]
              input n: i64[B]
              let mask = unsqueeze(sequence_mask(n, T), 2)
              let words = sum(where(mask, Embedding(vocab, 2)(tokens), 0), axis = 1)
              let all = concat((Standardize()(x), unsqueeze(cast(count, f32), 1), when, Embedding(4, 2)(colour), words), axis = 1)
              let logit = all |> Dense(3)
              output kind: f32[B, 3] = softmax(logit)
            }
            train Mixed {
              data      csv(FILES, split = "stratified", missing = "median", weights = "w"STREAM)
              feed      x = columns("a", "b", "c")
              feed      count = column("count")
              feed      when = date("day", parts = ["month"], cyclic = true)
              feed      colour = category("colour", unknown = true)
              feed      tokens = words("text", vocab = vocab, max = 5, unknown = true)
              feed      n = lengths("text")
              target    t: i64[B] = category("kind", classes = 3)
              loss      cross_entropy(logit, t)
              metric    accuracy = Accuracy()(kind, t)
              optimizer Adam(lr = 0.05)
              run       (epochs = 3, batch = 16, seed = 1)
            }
            """;

    private static final String PARTS = "[\"a*.csv\"], validation = 0.2, test = \"t.csv\"";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRows() throws Exception {
        var random = new Random(3);
        Files.writeString(folder.resolve("a1.csv"), rows(random, 200));
        Files.writeString(folder.resolve("a2.csv"), rows(random, 231));
        Files.writeString(folder.resolve("t.csv"), rows(random, 50));
    }

    private static String rows(Random random, int count) {
        var csv = new StringBuilder("kind,a,b,c,count,day,colour,text,w\n");
        for (int row = 0; row < count; row++) {
            int kind = random.nextInt(3);
            csv.append(String.format(
                    Locale.ROOT,
                    "k%d,%.3f,%s,%.3f,%d,2024-%02d-01,%s,%s,%d%n",
                    kind,
                    kind + random.nextGaussian(),
                    row % 7 == 0 ? "" : random.nextInt(10),
                    random.nextGaussian() * 5,
                    random.nextInt(4) + kind,
                    1 + random.nextInt(12),
                    List.of("red", "green", "blue").get(random.nextInt(3)),
                    "w" + random.nextInt(7) + " w1".repeat(random.nextInt(6)),
                    random.nextInt(3)));
        }
        return csv.toString();
    }

    private static String program(String files, String stream) {
        return PROGRAM.replace("FILES", files).replace("STREAM", stream);
    }

    /** What came of a training. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Trained(TrainResult result, Map<String, byte[]> tensors, Path model) {}

    private Path compile(String program, String name) throws Exception {
        Path file = Files.writeString(folder.resolve("mixed.nn"), program);
        Path compiled = folder.resolve(name);
        NnCompiler.compile(file, NnCompiler.Options.DEFAULT).write(compiled);
        return compiled;
    }

    private Trained train(String files, String stream, TrainOptions options) throws Exception {
        String name = "m" + stream.replaceAll("\\D", "");
        Path compiled = compile(program(files, stream), name);
        Path saved = folder.resolve(name + "-trained");
        try (Trainer trainer = Trainer.open(compiled, options.base(folder))) {
            TrainResult result = trainer.train();
            trainer.save(saved);
            return new Trained(result, Map.of("weights", weights(saved)), saved);
        }
    }

    /** The weights and what was learned, without the header, which names the compiled program. */
    private static byte[] weights(Path model) throws Exception {
        byte[] all = Files.readAllBytes(model.resolve("model.safetensors"));
        int header = (int) ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return Arrays.copyOfRange(all, 8 + header, all.length);
    }

    private static void assertSameBits(Trained expected, Trained actual) {
        assertEquals(expected.result().splits(), actual.result().splits());
        expected.tensors()
                .forEach((name, bytes) ->
                        assertArrayEquals(bytes, actual.tensors().get(name), name));
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTS, "\"a1.csv\", validation = 0.3, test = 0.1", "\"a1.csv\""})
    void aWindowThatHoldsAllRowsIsAsMemory(String files) throws Exception {
        Trained inMemory = train(files, "", new TrainOptions());
        Trained streamed = train(files, ", stream = 100_000", new TrainOptions());
        assertSameBits(inMemory, streamed);
        assertEquals(evaluated(inMemory.model(), "t.csv"), evaluated(streamed.model(), "t.csv"));
    }

    private Map<String, MetricValues> evaluated(Path model, String file) {
        try (Model loaded = Model.load(model)) {
            return Map.of("all", loaded.evaluate(folder.resolve(file)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 100, 10_000})
    void windowsGoThroughAllRows(int window) throws Exception {
        Trained inMemory = train(PARTS, "", new TrainOptions());
        Trained streamed = train(PARTS, ", stream = " + window, new TrainOptions());
        assertEquals(inMemory.result().steps(), streamed.result().steps());
        for (String split : List.of("train", "validation", "test")) {
            // Other batches, but of the same rows.
            assertEquals(value(inMemory.result(), split, "loss"), value(streamed.result(), split, "loss"), 0.15, split);
        }
        assertSameBits(streamed, train(PARTS, ", stream = " + window, new TrainOptions()));
    }

    private static double value(TrainResult result, String split, String metric) {
        return result.splits().getOrDefault(split, MetricValues.NONE).number(metric);
    }

    @Test
    void evaluatesWindowByWindowWhatTheTrainingSaw() throws Exception {
        Trained streamed = train("\"a1.csv\", validation = 0.3, test = 0.1", ", stream = 32", new TrainOptions());
        try (Model model = Model.load(streamed.model())) {
            Map<String, MetricValues> splits = model.evaluateSplits(folder.resolve("a1.csv"));
            for (String split : List.of("validation", "test")) {
                assertEquals(
                        value(streamed.result(), split, "loss"),
                        splits.getOrDefault(split, MetricValues.NONE).number("loss"),
                        1e-6,
                        split);
            }
        }
    }

    @Test
    void predictsWindowByWindow() throws Exception {
        Trained streamed = train(PARTS, ", stream = 32", new TrainOptions().steps(5));
        try (Model model = Model.load(streamed.model())) {
            Path data = folder.resolve("a2.csv");
            var all = new StringWriter();
            model.predict(model.read(data)).writeCsv(all);
            var some = new StringWriter();
            model.predictCsv(data, some);
            assertEquals(all.toString(), some.toString());
            assertEquals(232, all.toString().lines().count());
            Path file = folder.resolve("p.csv");
            model.predictCsv(data, file);
            assertEquals(all.toString(), Files.readString(file));
            assertThrows(UserException.class, () -> model.predictCsv(folder.resolve("none.csv"), file));
            assertEquals(all.toString(), Files.readString(file));
        }
    }

    @Test
    void epochsDifferAndStepsEndWithinAWindow() throws Exception {
        Trained one = train(PARTS, ", stream = 64", new TrainOptions().steps(1));
        Trained two = train(PARTS, ", stream = 64", new TrainOptions().steps(7));
        assertEquals(7, two.result().steps());
        assertFalse(Arrays.equals(one.tensors().get("weights"), two.tensors().get("weights")));
        assertNotEquals(value(one.result(), "train", "loss"), value(two.result(), "train", "loss"));
    }

    @Test
    void whatIsWrongIsToldBeforeTheTrainingWithItsLine() throws Exception {
        Files.writeString(
                folder.resolve("t.csv"), "kind,a,b,c,count,day,colour,text,w\nk9,1,2,3,1,2024-01-01,red,w1,1\n");
        Path compiled = compile(program(PARTS, ", stream = 32"), "wrong");
        UserException e = assertThrows(
                UserException.class,
                () -> Trainer.open(compiled, new TrainOptions().base(folder)).close());
        assertTrue(e.getMessage().contains("t.csv:2"), e.getMessage());
        assertTrue(e.getMessage().contains("\"k9\" stands in no training row"), e.getMessage());
    }

    @Test
    void nothingIsLeftOnDisk() throws Exception {
        long before = leftOver();
        train(PARTS, ", stream = 32", new TrainOptions().steps(1));
        Files.writeString(
                folder.resolve("t.csv"), "kind,a,b,c,count,day,colour,text,w\nk1,x,2,3,1,2024-01-01,red,w1,1\n");
        Path compiled = compile(program(PARTS, ", stream = 32"), "wrong");
        assertThrows(UserException.class, () -> Trainer.open(compiled, new TrainOptions().base(folder)));
        assertEquals(before, leftOver());
    }

    private static long leftOver() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.toString().endsWith(".rows")).count();
        }
    }
}
