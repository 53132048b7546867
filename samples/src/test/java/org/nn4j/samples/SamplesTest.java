package org.nn4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.cli.Main;

/** Every sample as its reader would use it: check, train by its own recipe, evaluate, predict. */
final class SamplesTest {

    @TempDir
    private Path temp;

    private record Ran(int code, String out, String err) {}

    private static Ran nn(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = java.util.Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Ran(code, out.toString(), err.toString());
    }

    private static String fine(Ran r) {
        assertEquals(0, r.code, r.err);
        return r.out;
    }

    /** The accuracies are well below what five seeds give, and far above chance. */
    @ParameterizedTest
    @CsvSource({
        "breast_cancer/tumour.nn, breast_cancer/breast_cancer.csv, test, 0.92",
        "iris/iris.nn, iris/iris.csv, test, 0.85",
        "digits/digits.nn, digits/digits.csv, test, 0.93",
        "digits/cnn.nn, digits/digits.csv, test, 0.95",
        "own/own.nn, breast_cancer/breast_cancer.csv, test, 0.92",
        "article/patients.nn, breast_cancer/breast_cancer.csv, validation, 0.85"
    })
    void trainsAndIsOfUse(Path program, Path data, String split, double accuracy) throws IOException {
        Path model = temp.resolve("model");
        String out = fine(nn("train", program, "-o", model, "--json"));
        assertEquals(1, out.lines().count(), out);
        JsonObject result = JsonParser.parseString(out).getAsJsonObject();
        double reached = result.getAsJsonObject(split).get("accuracy").getAsDouble();
        assertTrue(reached >= accuracy, out);

        JsonObject again = JsonParser.parseString(
                        fine(nn("evaluate", model, "--data", data, "--json")).strip())
                .getAsJsonObject();
        assertTrue(again.toString().contains("accuracy"), again::toString);

        Path predictions = temp.resolve("predictions.csv");
        fine(nn("predict", model, data, "-o", predictions));
        List<String> lines = Files.readAllLines(predictions);
        assertEquals(Files.readAllLines(data).size(), lines.size());
    }

    /** The last fifth of the months; seeds 1 to 10 give errors from 16 to 19.4, the value of a year before 41.3. */
    @Test
    void theAirlineForecastBeatsTheSeasonalNaiveOne() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("airline/airline_passengers.csv"));
        double[] passengers = lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1)))
                .toArray();
        int test = (int) Math.round(passengers.length * 0.2);
        double naive = IntStream.range(passengers.length - test, passengers.length)
                .mapToDouble(t -> Math.abs(passengers[t] - passengers[t - 12]))
                .average()
                .orElseThrow();

        Path model = temp.resolve("model");
        String out = fine(nn("train", "airline/airline.nn", "-o", model, "--json"));
        JsonObject result = JsonParser.parseString(out).getAsJsonObject();
        double error = result.getAsJsonObject("test").get("mae").getAsDouble();
        assertTrue(error < 0.6 * naive, error + " of " + naive);

        List<String> forecast = fine(nn("predict", model, "airline/airline_passengers.csv"))
                .lines()
                .toList();
        assertEquals(List.of("Passengers"), forecast.subList(0, 1));
        double january = Double.parseDouble(forecast.get(1));
        assertTrue(january > 400 && january < 500, forecast::toString);
    }

    /** A short training: better than guessing by how often a character occurs, which costs 3.3 nats. */
    @ParameterizedTest
    @CsvSource({"shakespeare/gpt.nn, width=64, 200", "shakespeare/rnn.nn, units=64, 400"})
    void theCharacterModelsLearnAndWrite(Path program, String small, int steps) {
        Path model = temp.resolve("model");
        String out = fine(nn("train", program, "-o", model, "--json", "--steps", steps, "--set", small));
        JsonObject result = JsonParser.parseString(out).getAsJsonObject();
        assertTrue(result.getAsJsonObject("validation").get("loss").getAsDouble() < 3, out);
        String text = fine(nn("generate", model, "--prompt", "ROMEO:", "--length", 50, "--seed", 1));
        assertTrue(text.startsWith("ROMEO:"), text);
        assertEquals(57, text.length());
    }

    /** A short training: a third of the error of the noisy picture, where the whole one leaves a quarter. */
    @Test
    void theAutoEncoderTakesNoiseAway() throws IOException {
        Path model = temp.resolve("model");
        String out = fine(nn("train", "digits/denoise.nn", "-o", model, "--epochs", 10, "--json"));
        JsonObject test = JsonParser.parseString(out).getAsJsonObject().getAsJsonObject("test");
        double left = test.get("loss").getAsDouble();
        assertEquals(0.0625, test.get("untouched").getAsDouble(), 0.005);
        assertTrue(left < 0.35 * test.get("untouched").getAsDouble(), out);
        assertTrue(left < 0.35 * test.get("mean_3x3").getAsDouble(), out);

        Path mended = temp.resolve("mended.csv");
        fine(nn("predict", model, "digits/digits.csv", "-o", mended));
        assertTrue(Files.readAllLines(mended).get(0).startsWith("mended.0,mended.1,"));
    }

    @ParameterizedTest
    @CsvSource({"cnn.nn, --steps=300, 0.7", "resnet.nn, --steps=250 --set=width=8, 0.6"})
    void fashionMnistIsReadAndLearned(String program, String shortly, double accuracy) {
        Path data = Path.of("/usr/share/datasets/fashion-mnist");
        assumeTrue(Files.isDirectory(data), "dataset-fashion-mnist is not installed: see DATA.md");
        Path model = temp.resolve("model");
        List<Object> args = new ArrayList<>(List.of("train", Path.of("fashion_mnist", program), "-o", model, "--json"));
        args.addAll(List.of(shortly.split(" ")));
        String out = fine(nn(args.toArray()));
        JsonObject result = JsonParser.parseString(out).getAsJsonObject();
        assertTrue(result.getAsJsonObject("test").get("accuracy").getAsDouble() >= accuracy, out);
        String predictions = fine(nn("predict", model, data.resolve("t10k-images-idx3-ubyte.gz")));
        assertEquals(10_001, predictions.lines().count());
        assertTrue(predictions.startsWith("clothes,probabilities.t-shirt,"), () -> predictions.substring(0, 80));
    }

    @Test
    void allSamplesPassTheCheck() throws IOException {
        try (var files = Files.walk(Path.of(""))) {
            List<Path> programs = files.filter(f -> f.toString().endsWith(".nn"))
                    .filter(f -> !f.toString().contains("target"))
                    .toList();
            assertTrue(programs.size() >= 4, programs::toString);
            for (Path p : programs) {
                Ran r = nn("check", p);
                fine(r);
                assertEquals("", r.err);
            }
        }
    }

    @Test
    void testsOfTheSamplesPass() {
        String out = fine(nn("test", "."));
        assertTrue(out.endsWith(" passed, 0 failed.\n"), out);
    }

    /** The article's network, model and training, fits in 15 lines that say something. */
    @Test
    void theArticlesNetworkIsShort() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("article/patients.nn"));
        assertTrue(lines.stream().filter(line -> !line.isBlank()).count() <= 15);
    }
}
