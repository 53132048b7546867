package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with two inputs, two outputs, two targets, a loss of two parts and two recipes, from a CSV file to predictions. */
final class SeveralTest {
    private static final String PROGRAM = """
            model House(hidden: int = 16) {
              input size: f32[B, 3]
              input place: f32[B, 2]
              let h = concat([size, place]) |> Dense(hidden, tanh)
              output price: f32[B] = h |> Dense(1) |> squeeze(-1)
              let logits = h |> Dense(2)
              output kind: f32[B, 2] = softmax(logits)
            }

            train House(lr: float = 1e-2, balance: float = 0.5) {
              data      csv("houses.csv", validation = 0.2, test = 0.1)
              feed      size = columns("a", "b", "c")
              feed      place = columns("d", "e")
              target    paid: f32[B] = column("price", standardize = true)
              target    class: i64[B] = category("kind", ["large", "small"])
              loss      squared(price, paid) + balance * cross_entropy(logits, class)
              metric    mae = MAE()(price, paid)
              metric    accuracy = Accuracy()(kind, class)
              optimizer Adam(lr = lr)
              run       (epochs = 30, batch = 32, seed = 1)
            }

            train quick of House {
              data      csv("houses.csv", validation = 0.2)
              feed      size = columns("a", "b", "c")
              feed      place = columns("d", "e")
              target    paid: f32[B] = column("price")
              loss      absolute(price, paid)
              optimizer Sgd(lr = 1e-3)
              run       (epochs = 1)
            }
            """;

    @TempDir
    private Path folder;

    private Path program;
    private Path data;
    private Path model;

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void write() throws IOException {
        program = Files.writeString(folder.resolve("house.nn"), PROGRAM);
        Random random = new Random(7);
        StringBuilder csv = new StringBuilder("a,b,c,d,e,price,kind\n");
        for (int i = 0; i < 400; i++) {
            double[] v = random.doubles(5, -2, 2).toArray();
            Arrays.stream(v).forEach(x -> csv.append(String.format(Locale.ROOT, "%.4f,", x)));
            String kind = v[1] + v[4] > 0.3 ? "large" : "small";
            csv.append(String.format(Locale.ROOT, "%.4f,%s%n", 2 * v[0] - v[3] + 10, kind));
        }
        data = Files.writeString(folder.resolve("houses.csv"), csv);
        model = folder.resolve("model");
    }

    private static Ran nn(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Ran(code, out.toString(), err.toString());
    }

    private static JsonObject json(Ran r) {
        assertEquals(0, r.code, r.err);
        return JsonParser.parseString(r.out.strip()).getAsJsonObject();
    }

    /** The price is linear, with a spread of 2.6; the kind is told by a straight line. */
    @Test
    void bothOutputsAreLearnedJudgedAndPredicted() throws IOException {
        JsonObject test = json(nn("train", program, "-o", model, "--json")).getAsJsonObject("test");
        assertTrue(test.get("mae").getAsDouble() < 0.4, test::toString);
        assertTrue(test.get("accuracy").getAsDouble() > 0.9, test::toString);
        String all = nn("evaluate", model, "--data", data, "--json").out;
        assertTrue(all.contains("\"mae\"") && all.contains("\"accuracy\""), all);

        Path predictions = folder.resolve("predictions.csv");
        assertEquals(0, nn("predict", model, data, "-o", predictions).code);
        List<String> lines = Files.readAllLines(predictions);
        assertEquals("price,kind,kind.large,kind.small", lines.get(0));
        assertEquals(401, lines.size());
        double error = 0;
        List<String> rows = Files.readAllLines(data);
        for (int i = 1; i < lines.size(); i++) {
            error += Math.abs(number(lines.get(i), 0) - number(rows.get(i), 5));
        }
        assertTrue(error / 400 < 0.4, "in the unit of the data: " + error / 400);
    }

    private static double number(String line, int column) {
        return Double.parseDouble(line.split(",", -1)[column]);
    }

    @Test
    void parametersOfTheModelAndOfTheRecipeAreSet() {
        double plain = loss("--epochs", 1);
        assertEquals(plain, loss("--epochs", 1, "--set", "lr=0.01", "--set", "balance=1 / 2", "--set", "hidden=16"));
        assertTrue(plain != loss("--epochs", 1, "--set", "balance=2"));
        assertTrue(plain != loss("--epochs", 1, "--set", "hidden=8"));
    }

    private double loss(Object... more) {
        Object[] args = new Object[5 + more.length];
        System.arraycopy(new Object[] {"train", program, "-o", model, "--json"}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return json(nn(args)).getAsJsonObject("train").get("loss").getAsDouble();
    }

    /** Without a name it is the recipe that is called as the model. */
    @Test
    void aRecipeIsChosenByName() {
        JsonObject quick = json(nn("train", program, "-o", model, "--json", "--recipe", "quick"));
        assertEquals(1, quick.get("epochs").getAsInt());
        assertTrue(!quick.getAsJsonObject("train").has("mae"), quick::toString);
        assertEquals(
                30,
                json(nn("train", program, "-o", model, "--json")).get("epochs").getAsInt());
        Ran none = nn("train", program, "-o", model, "--recipe", "slow");
        assertEquals(1, none.code);
        assertTrue(none.err.contains("choose one: House, quick"), none.err);
    }
}
