package org.nn4j.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Port;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.format.TextSpec;
import org.nn4j.runtime.text.Vocabulary;

/** A model that was trained to tell the next character of a text: what goes in, and what comes out. */
final class LanguageModel {

    private final Model model;
    private final Port input;
    private final Port output;
    private final Vocabulary vocabulary;
    private final int context;
    private final int least;

    private LanguageModel(Model model, Port input, Port output, Vocabulary vocabulary, int context) {
        this.model = model;
        this.input = input;
        this.output = output;
        this.vocabulary = vocabulary;
        Dim time = input.shape().get(1);
        this.context = time.isSymbol() ? context : Math.toIntExact(time.size());
        this.least = time.isSymbol() ? 1 : this.context;
    }

    /** @throws UserException if it is no such model */
    static LanguageModel of(Model model, @Nullable Learned learned) {
        Recipe recipe = model.recipe().orElse(null);
        if (recipe == null || !(recipe.data() instanceof TextSpec text)) {
            throw refused(
                    model,
                    "is not a language model: " + (recipe == null ? "it has no recipe" : "its data is no text"),
                    "Train one on data text(\"file.txt\", context = 64).");
        }
        if (model.spec().inputs().size() != 1 || recipe.feeds().size() != 1) {
            throw refused(
                    model,
                    "takes more than characters: "
                            + Quote.names(model.spec().inputs().stream()
                                    .map(Port::name)
                                    .toList()),
                    "Only a model whose one input are the characters can continue a text.");
        }
        Feed characters = recipe.feeds().get(0);
        List<String> known = learned == null ? null : learned.names().get(characters.name());
        if (known == null) {
            throw refused(model, "has not been trained on a text: its vocabulary is not known yet", "Train it first.");
        }
        Vocabulary vocabulary = Vocabulary.of(known, ((Source.Chars) characters.source()).unknown());
        return new LanguageModel(
                model,
                model.spec().inputs().get(0),
                output(model, recipe, vocabulary.size()),
                vocabulary,
                text.context());
    }

    /** The output that has a number for each character, at the last place of each row. */
    private static Port output(Model model, Recipe recipe, int characters) {
        List<Port> fitting = model.spec().outputs().stream()
                .filter(port -> recipe.targets().stream()
                        .anyMatch(target ->
                                target.name().equals(port.predicts()) && target.source() instanceof Source.Following))
                .filter(port -> port.shape().get(port.shape().size() - 1).size() == characters)
                .toList();
        if (fitting.size() != 1) {
            throw refused(
                    model,
                    "has no output that tells the next one of " + characters + " characters",
                    "It needs one such as probabilities: f32[B, T, " + characters
                            + "], beside a target of type i64[B, T].");
        }
        return fitting.get(0);
    }

    private static UserException refused(Model model, String problem, String help) {
        return new UserException(
                Place.NOWHERE, "the model " + Quote.text(model.spec().name()) + " " + problem, help);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** How many characters it looks at, at most. */
    int context() {
        return context;
    }

    /** How many characters it needs before the next one. */
    int least() {
        return least;
    }

    /** A score for each character to come next, up to a common summand the logarithm of its probability. */
    double[] scores(Deque<Integer> last) {
        Tensor tokens = Tensor.of(last.stream().mapToLong(Integer::longValue).toArray(), 1, last.size());
        Tensor out = model.predict(Map.of(input.name(), tokens)).output(output.name());
        double[] values = new double[vocabulary.size()];
        int from = out.size() - values.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = out.floats().get(from + i);
        }
        return isDistribution(values) ? logarithms(values) : values;
    }

    /** Whether these are probabilities and not logits, which never happen to be positive and add up to 1. */
    private static boolean isDistribution(double[] values) {
        double sum = 0;
        for (double value : values) {
            if (value < 0) {
                return false;
            }
            sum += value;
        }
        return Math.abs(sum - 1) < 1e-3;
    }

    private static double[] logarithms(double[] values) {
        double[] logarithms = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            logarithms[i] = Math.log(values[i]);
        }
        return logarithms;
    }

    /** The last of some indices, as many as the model looks at. */
    Deque<Integer> window(int[] indices) {
        Deque<Integer> window = new ArrayDeque<>();
        for (int index : indices) {
            slide(window, index);
        }
        return window;
    }

    /** Moves a window on by one character. */
    void slide(Deque<Integer> window, int index) {
        if (window.size() == context) {
            window.removeFirst();
        }
        window.addLast(index);
    }
}
