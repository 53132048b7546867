package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TextGenerator;
import org.nn4j.runtime.text.Sampling;

/** From a text to a text: models that tell the next character from the last one, or from three. */
class GenerateTest {

    private static final String TEXT = "abcdeé😀\n".repeat(60);

    private static final String PROGRAM = """
            model Next(vocab: int = 8) {
              input tokens: i64[B, T]
              let logits = one_hot(tokens, vocab) |> Dense(vocab)
              output scores: f32[B, T, vocab] = %s
            }
            train Next {
              data      text("text.txt", context = 8, validation = 0.1)
              feed      tokens = chars(%s)
              target    next: i64[B, T]
              loss      cross_entropy(logits, next)
              optimizer Adam(lr = 0.3)
              run       (epochs = 20, batch = 4, seed = 1)
            }
            """;

    /** One that looks at exactly three characters and tells the one behind them. */
    private static final String THREE = """
            model Three(vocab: int = 8) {
              input tokens: i64[B, 3]
              let logits = one_hot(tokens, vocab) |> flatten |> Dense(vocab)
              output scores: f32[B, vocab] = logits
            }
            train Three {
              data      text("text.txt", context = 3)
              feed      tokens = chars()
              target    next: i64[B]
              loss      cross_entropy(logits, next)
              optimizer Adam(lr = 0.3)
              run       (epochs = 20, batch = 16, seed = 1)
            }
            """;

    @TempDir
    private static Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran nn(Object... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] words = Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran train(String name, String program) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".nn"), program);
        return nn("train", file, "-o", folder.resolve(name));
    }

    @BeforeAll
    static void trainAll() throws Exception {
        Files.writeString(folder.resolve("text.txt"), TEXT);
        for (String[] each : new String[][] {
            {"logits", String.format(PROGRAM, "logits", "vocab = 8")},
            {"probabilities", String.format(PROGRAM, "softmax(logits)", "")},
            {"unknown", String.format(PROGRAM, "logits", "unknown = true").replace("vocab: int = 8", "vocab: int = 9")},
            {"three", THREE}
        }) {
            Ran ran = train(each[0], each[1]);
            assertEquals(0, ran.code, ran.err);
        }
    }

    private static String generated(String model, Object... args) {
        var all = new ArrayList<Object>(List.of("generate", folder.resolve(model)));
        all.addAll(List.of(args));
        Ran ran = nn(all.toArray());
        assertEquals(0, ran.code, ran.err);
        return ran.out;
    }

    @ParameterizedTest
    @CsvSource({"logits", "probabilities", "unknown"})
    void continuesTheText(String model) {
        String text = generated(model, "--prompt", "c", "--length", 20, "--temperature", 0);
        assertEquals("cdeé😀\nabcdeé😀\nabcdeé😀\n", text);
    }

    @Test
    void aModelOfThreeCharactersSlidesOverTheText() {
        String text = generated("three", "--prompt", "abcde", "--length", 6, "--top-k", 1);
        assertEquals("abcdeé😀\nabc\n", text);
        Ran two = nn("generate", folder.resolve("three"), "--prompt", "ab");
        assertEquals(1, two.code);
        assertTrue(two.err.contains("the prompt has 2 characters, the model takes 3"), two.err);
    }

    @Test
    void theSeedDecides() {
        Object[] hot = {"--prompt", "a", "--length", 200, "--temperature", 5, "--seed"};
        var first = new ArrayList<>(List.of(hot));
        first.add(4);
        var other = new ArrayList<>(List.of(hot));
        other.add(5);
        String text = generated("logits", first.toArray());
        assertEquals(text, generated("logits", first.toArray()));
        assertNotEquals(text, generated("logits", other.toArray()));
        // Logits and probabilities of one training say the same.
        assertEquals(text, generated("probabilities", first.toArray()));
    }

    @Test
    void charactersComeOneByOne() {
        try (Model model = Model.load(folder.resolve("logits"))) {
            var characters = new ArrayList<String>();
            var generator = new TextGenerator(model);
            Sampling greedy = Sampling.DEFAULT.withTemperature(0);
            generator.generate("e", 3, greedy, characters::add);
            assertEquals(List.of("é", "😀", "\n"), characters);
            assertEquals("é😀\n", generator.generate("e", 3, greedy));
            assertEquals("", generator.generate("e", 0, greedy));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--prompt, axb, 'character 2 of line 1, \"x\" (U+0078), is not in the model''s vocabulary'",
        "--prompt, '', the prompt is empty",
        "--top-k, 0, top-k is 0",
        "--top-p, 1.5, top-p is 1.5",
        "--temperature, -1, temperature is -1.0",
        "--length, -1, length is -1"
    })
    void wrongUseIsToldAndPrintsNothing(String option, String value, String message) {
        Ran ran = nn("generate", folder.resolve("logits"), option, value);
        assertEquals(1, ran.code);
        assertTrue(ran.err.contains(message), ran.err);
        assertEquals("", ran.out);
    }

    @Test
    void anUnknownCharacterInThePromptWillDoWhereTrainingAllowedIt() {
        assertTrue(generated("unknown", "--prompt", "xa", "--length", 2, "--temperature", 0)
                .startsWith("xabc"));
    }

    @Test
    void aVocabularyOfAnotherSizeStopsWithBothNumbers() throws Exception {
        for (String program : List.of(
                String.format(PROGRAM, "logits", "vocab = 7").replace("vocab: int = 8", "vocab: int = 7"),
                String.format(PROGRAM, "logits", "").replace("vocab: int = 8", "vocab: int = 7"))) {
            Ran ran = train("other", program);
            assertEquals(1, ran.code);
            assertTrue(ran.err.contains("declares 7 characters"), ran.err);
            assertTrue(ran.err.contains("has 8 different ones"), ran.err);
        }
    }

    @Test
    void aCharacterOfTheValidationPartAloneIsAnErrorWithItsPlace() throws Exception {
        Files.writeString(folder.resolve("late.txt"), TEXT + "abz" + "\n" + TEXT.substring(0, 8));
        String program = String.format(PROGRAM, "logits", "").replace("text.txt", "late.txt");
        Ran ran = train("late", program);
        assertEquals(1, ran.code);
        assertTrue(ran.err.contains("late.txt:61: character 3, \"z\" (U+007A)"), ran.err);
    }

    @Test
    void aTextShorterThanAWindowStopsWithBothNumbers() throws Exception {
        Files.writeString(folder.resolve("short.txt"), "abcdeabcde");
        Ran ran = train("short", String.format(PROGRAM, "logits", "").replace("text.txt", "short.txt"));
        assertEquals(1, ran.code);
        assertTrue(ran.err.contains("the part for validation has 1 character, a window of 8"), ran.err);
    }

    @Test
    void aTextIsEvaluatedButHasNoRowsToPredict() {
        Path text = folder.resolve("text.txt");
        Ran evaluated = nn("evaluate", folder.resolve("logits"), "--data", text, "--splits", "--json");
        assertEquals(0, evaluated.code, evaluated.err);
        assertTrue(evaluated.out.contains("\"validation\""), evaluated.out);
        Ran predicted = nn("predict", folder.resolve("logits"), text);
        assertEquals(1, predicted.code);
        assertTrue(predicted.err.contains("Use nn generate"), predicted.err);
    }

    @Test
    void untrainedModelsHaveNoVocabulary() {
        Path untrained = folder.resolve("untrained");
        assertEquals(0, nn("compile", folder.resolve("logits.nn"), "-o", untrained).code);
        Ran ran = nn("generate", untrained);
        assertEquals(1, ran.code);
        assertTrue(ran.err.contains("has not been trained on a text"), ran.err);
    }
}
