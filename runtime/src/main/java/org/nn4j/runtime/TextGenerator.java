package org.nn4j.runtime;

import java.util.Deque;
import java.util.function.Consumer;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.text.Characters;
import org.nn4j.runtime.text.Sampler;
import org.nn4j.runtime.text.Sampling;

/**
 * Continues texts, character by character, with a model that was trained on one: a recipe with {@code data text(…)},
 * {@code feed tokens = chars()} and a target of the characters that follow. Each character is drawn from what the model
 * says about the last ones, as many as it was trained with. Characters are Unicode code points.
 *
 * <p>The same model, prompt and {@link Sampling} give the same text. It may be used by several threads at once.
 */
public final class TextGenerator {

    private final LanguageModel model;

    /**
     * A generator for a model, which must stay open.
     *
     * @throws UserException if the model is not a language model, or was not trained
     */
    public TextGenerator(Model model) {
        this.model = LanguageModel.of(model, model.learned());
    }

    /**
     * Continues a text.
     *
     * @param prompt the beginning, at least one character
     * @param length how many characters to add
     * @return the characters added, without the prompt
     * @throws UserException if the prompt is empty, or has a character that the model does not know
     */
    public String generate(String prompt, int length, Sampling sampling) {
        var text = new StringBuilder();
        generate(prompt, length, sampling, text::append);
        return text.toString();
    }

    /**
     * As {@link #generate(String, int, Sampling)}, one character after the other as they are drawn.
     *
     * @param next gets each character, as a string since it may take two {@code char}s
     */
    public void generate(String prompt, long length, Sampling sampling, Consumer<String> next) {
        if (length < 0) {
            throw new UserException(Place.NOWHERE, "length is " + length, "Give the number of characters to add.");
        }
        Deque<Integer> window = begin(prompt);
        var sampler = new Sampler(sampling);
        for (long i = 0; i < length; i++) {
            int drawn = sampler.draw(model.scores(window));
            model.slide(window, drawn);
            next.accept(model.vocabulary().character(drawn));
        }
    }

    private Deque<Integer> begin(String prompt) {
        int[] indices = Characters.indices(prompt, model.vocabulary());
        if (indices.length < model.least()) {
            throw new UserException(
                    Place.NOWHERE,
                    indices.length == 0
                            ? "the prompt is empty"
                            : "the prompt has " + Quote.count(indices.length, "character") + ", the model takes "
                                    + model.least(),
                    "Give at least " + Quote.count(model.least(), "character") + " to go on from.");
        }
        return model.window(indices);
    }
}
