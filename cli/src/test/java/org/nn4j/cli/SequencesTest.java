package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.error.UserException;

/** Sequences of different length: from cells of a CSV file to predictions. */
class SequencesTest {

    private static final List<String> WORDS = List.of("the", "a", "film", "was", "so", "very", "long", "good", "bad");

    /** Judges a text by the mean of its words' vectors. */
    private static final String PROGRAM = """
            model Judge(vocab: int = 10) {
              input tokens: i64[B, T]
              input n: i64[B]
              let vectors = Embedding(vocab, 4, init = normal(0.5))(tokens)
              let mask = unsqueeze(sequence_mask(n, T), 2)
              let logit = sum(where(mask, vectors, 0), axis = 1) |> Dense(1) |> squeeze(-1)
              output probability: f32[B] = sigmoid(logit)
            }
            train Judge {
              data      csv("films.csv", validation = 0.2)
              feed      tokens = words("text", vocab = vocab%s)
              feed      n = lengths("text")
              target    good: f32[B] = category("mood", ["no", "yes"])
              loss      binary_cross_entropy(logit, good)
              metric    accuracy = BinaryAccuracy()(probability, good)
              optimizer Adam(lr = 0.05)
              run       (epochs = 20, batch = 16, seed = 1)
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFilms() throws Exception {
        var random = new Random(7);
        var csv = new StringBuilder("text,mood\n");
        for (int row = 0; row < 300; row++) {
            boolean good = random.nextBoolean();
            int length = 1 + random.nextInt(row % 10 == 0 ? 30 : 6);
            int place = random.nextInt(length);
            var words = new ArrayList<String>();
            for (int i = 0; i < length; i++) {
                words.add(i == place ? (good ? "good" : "bad") : WORDS.get(random.nextInt(7)));
            }
            csv.append(String.join("  ", words)).append(good ? ",yes\n" : ",no\n");
        }
        Files.writeString(folder.resolve("films.csv"), csv);
    }

    private Map<String, MetricValues> train(String program) throws Exception {
        Path file = Files.writeString(folder.resolve("judge.nn"), program);
        Path compiled = folder.resolve("compiled");
        NnCompiler.compile(file, NnCompiler.Options.DEFAULT).write(compiled);
        try (Trainer trainer = Trainer.open(compiled, new TrainOptions().base(folder))) {
            var result = trainer.train();
            trainer.save(folder.resolve("model"));
            return result.splits();
        }
    }

    private float[] judged(String... texts) throws Exception {
        Path csv = Files.writeString(folder.resolve("new.csv"), "text\n" + String.join("\n", texts) + "\n");
        try (Model model = Model.load(folder.resolve("model"))) {
            return model.predict(model.read(csv)).output("probability").toFloats();
        }
    }

    private static double accuracy(Map<String, MetricValues> values) {
        return values.getOrDefault("validation", MetricValues.NONE).number("accuracy");
    }

    @Test
    void learnsFromWordsWhateverTheLengths() throws Exception {
        var values = train(String.format(PROGRAM, ""));
        assertTrue(accuracy(values) > 0.95, values::toString);
        float[] together = judged("a good film", "so bad", "a very very very very very very long film was good");
        assertTrue(together[0] > 0.5 && together[1] < 0.5 && together[2] > 0.5);
        assertEquals(judged("a good film")[0], together[0], 1e-6, "padding changes nothing");
    }

    @Test
    void charactersAndALimit() throws Exception {
        // "good" and "bad" at the beginning of "goo…" and "bad…" are told by the first letters alone.
        Files.writeString(folder.resolve("films.csv"), "text,mood\n" + "good,yes\nbadly,no\n".repeat(50));
        String program = String.format(PROGRAM, "")
                .replace("words(\"text\", vocab = vocab)", "chars(\"text\", vocab = 6, max = 3)");
        var values = train(program);
        assertEquals(1, accuracy(values));
        assertEquals(judged("good")[0], judged("goo")[0]);
    }

    @Test
    void numbersAreSequencesToo() throws Exception {
        var csv = new StringBuilder("text,mood\n");
        for (int i = 0; i < 60; i++) {
            csv.append("1.5 ".repeat(i % 7)).append(i % 2 == 0 ? "2 -1e0,yes\n" : "2 -4,no\n");
        }
        Files.writeString(folder.resolve("films.csv"), csv);
        String program = String.format(PROGRAM, "")
                .replace("words(\"text\", vocab = vocab)", "numbers(\"text\")")
                .replace("i64[B, T]", "f32[B, T]")
                .replace("Embedding(vocab, 4, init = normal(0.5))(tokens)", "unsqueeze(min(tokens, 0), 2)");
        assertEquals(1, accuracy(train(program)));
        Files.writeString(folder.resolve("films.csv"), "text,mood\n1 2,yes\n1 x,no\n");
        UserException e = assertThrows(UserException.class, () -> train(program));
        assertTrue(e.getMessage().contains("films.csv:3: column \"text\": \"1 x\" is not numbers"), e::getMessage);
    }

    @Test
    void unknownWordsAreAnErrorUnlessAllowed() throws Exception {
        train(String.format(PROGRAM, ""));
        UserException e = assertThrows(UserException.class, () -> judged("a good film", "a boring film"));
        assertTrue(
                e.getMessage().contains("new.csv:3: column \"text\": \"boring\" stands in no training row"),
                e::getMessage);
        train(String.format(PROGRAM, ", unknown = true").replace("vocab: int = 10", "vocab: int = 11"));
        assertTrue(judged("a boring good film")[0] > 0.5);
    }

    @Test
    void aVocabularyOfAnotherSizeStopsWithBothNumbers() {
        String program = String.format(PROGRAM, "").replace("vocab: int = 10", "vocab: int = 12");
        UserException e = assertThrows(UserException.class, () -> train(program));
        assertTrue(
                e.getMessage().contains("declares a vocabulary of 12, the training rows have 9 different words"),
                e::getMessage);
    }

    @Test
    void anEmptySequenceIsAnErrorThatNamesTheRow() throws Exception {
        Files.writeString(folder.resolve("films.csv"), "text,mood\ngood,yes\n  ,no\n");
        UserException e = assertThrows(UserException.class, () -> train(String.format(PROGRAM, "")));
        assertTrue(e.getMessage().contains("films.csv:3: column \"text\": the cell is empty"), e::getMessage);
    }
}
