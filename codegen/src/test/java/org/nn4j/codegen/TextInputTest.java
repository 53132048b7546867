package org.nn4j.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.error.UserException;

/** Texts and dates as generated classes take them. */
final class TextInputTest extends GeneratedClasses {

    @Test
    void textsAndDatesAreTakenAsInTraining() throws Exception {
        Files.writeString(temp.resolve("films.csv"), """
                text,seen,good
                a fine film,2024-05-31T18:30:00,1
                dull,2023-01-01T20:15:00,0
                " fine  story, fine cast ",2022-12-24T00:00:00,1
                a dull story and more of it,2024-02-29T23:59:59,0
                """);
        Built built = build(program("""
                model Judge(vocab: int = 10) {
                  input tokens: i64[B, T]
                  input n: i64[B]
                  input letters: i64[B, L]
                  input hour: f32[B, 2]
                  input day: f32[B]
                  let vectors = Embedding(vocab, 4, init = normal(0.5))(tokens)
                  let words = sum(where(unsqueeze(sequence_mask(n, T), 2), vectors, 0), axis = 1)
                  let spelling = mean(Embedding(10, 3)(letters), axis = 1)
                  let logit = concat([words, spelling, hour, day[:, newaxis] / 31], axis = 1) |> Dense(1) |> squeeze(-1)
                  output probability: f32[B] = sigmoid(logit)
                }
                train Judge {
                  data      csv("films.csv")
                  feed      tokens = words("text", vocab = vocab, max = 4, unknown = true)
                  feed      n = lengths("text")
                  feed      letters = chars("text", vocab = 10, max = 5)
                  feed      hour = date("seen", ["hour"], cyclic = true)
                  feed      day = date("seen", ["day"])
                  target    good: f32[B] = column("good")
                  loss      binary_cross_entropy(logit, good)
                  optimizer Adam(lr = 0.1)
                  run       (steps = 20, batch = 1, seed = 3)
                }
                """), 20);
        List<String> texts = List.of("a fine film", "dull", " fine  story, fine cast ", "a dull story and more of it");
        List<String> seen =
                List.of("2024-05-31T18:30:00", "2023-01-01T20:15:00", "2022-12-24T00:00:00", "2024-02-29T23:59:59");
        try (AutoCloseable judge = load(built.type());
                Model model = Model.load(built.folder())) {
            List<Object> inputs = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                inputs.add(input(built.type(), texts.get(i), LocalDateTime.parse(seen.get(i))));
            }
            List<?> outputs = predictAll(judge, inputs);
            for (int i = 0; i < texts.size(); i++) {
                Path one = Files.writeString(
                        temp.resolve("one.csv"), "text,seen\n\"" + texts.get(i) + "\"," + seen.get(i) + "\n");
                float expected = model.predict(model.read(one))
                        .output("probability")
                        .floats()
                        .get(0);
                assertEquals(expected, (float) call(outputs.get(i), "good"), 1e-6f);
            }
            // Words may be unknown, characters may not.
            Object time = LocalDateTime.parse(seen.get(0));
            call(judge, "predict", input(built.type(), "a film fi", time));
            assertMessage(refused(judge, input(built.type(), "Zoo", time)), "row 0: text has \"Z\"");
            assertMessage(refused(judge, input(built.type(), " ", time)), "row 0: text has 0 words. Give at least one");
            assertMessage(refused(judge, input(built.type(), null, time)), "row 0: text is null");
            assertMessage(refused(judge, input(built.type(), "dull", null)), "row 0: seen is null");
            // Rows are counted as the caller does, whatever goes together.
            inputs.set(2, input(built.type(), texts.get(2), null));
            var e = assertThrows(InvocationTargetException.class, () -> predictAll(judge, inputs));
            assertMessage((UserException) Objects.requireNonNull(e.getCause()), "row 2: seen is null");
        }
    }

    @Test
    void aPieceOfTextIsTakenByItsCharacters() throws Exception {
        Files.writeString(temp.resolve("song.txt"), "la la lo la la li ".repeat(20));
        Built built = build(program("""
                model Song(vocab: int = 5) {
                  input tokens: i64[B, 4]
                  let logits = Dense(vocab)(one_hot(tokens, vocab))
                  output p: f32[B, 4, vocab] = softmax(logits)
                }
                train Song {
                  data      text("song.txt", context = 4)
                  feed      tokens = chars()
                  target    following: i64[B, 4]
                  loss      cross_entropy(logits, following)
                  optimizer Adam(lr = 0.1)
                  run       (steps = 50, batch = 8, seed = 1)
                }
                """), 50);
        try (AutoCloseable song = load(built.type())) {
            float[][] p = (float[][]) call(call(song, "predict", input(built.type(), "a lo")), "p");
            // After l comes a, i or o, and never a blank or another l: the characters are " ailo".
            assertTrue(p[2][1] > 0.5 && p[2][0] < 0.1 && p[2][3] < 0.1, Arrays.toString(p[2]));
            assertMessage(refused(song, input(built.type(), "la")), "tokens has 2 characters. Give 4 characters");
            assertMessage(refused(song, input(built.type(), "la x")), "\"x\", which stands in no training row");
        }
    }
}
