package org.nn4j.runtime.text;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.format.SplitSpec;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.Splitting;

/**
 * Reads a text as one series of characters. Only the series is kept: a row is the place where a window begins, and
 * windows are cut out in the graph.
 */
public final class TextDataReader implements DataReader {

    /** For the service loader. */
    public TextDataReader() {}

    @Override
    public String kind() {
        return "text";
    }

    @Override
    public RecipeData forTraining(Path file, Recipe recipe, long seed) {
        var text = Characters.read(file);
        Splits windows = Splitting.of(recipe, text.place(), text.length(), null, seed);
        SplitSpec split = recipe.data().split();
        int training = Splits.last(text.place(), text.length(), split.validation(), split.test())
                .train()
                .length;
        Feed feed = feed(recipe);
        Source.Chars source = (Source.Chars) feed.source();
        Vocabulary vocabulary = text.vocabulary(training, source.unknown());
        requireSize(text.place(), source.classes(), vocabulary);
        for (Feed target : recipe.targets()) {
            requireSize(text.place(), ((Source.Following) target.source()).classes(), vocabulary);
        }
        var learned = new Learned(Map.of(), Map.of(), Map.of(feed.name(), vocabulary.characters()), new JsonObject());
        return new RecipeData(
                Dataset.of(Map.of(feed.name(), text.indices(vocabulary))),
                windows,
                Splitting.order(recipe, text.place(), text.length()),
                learned);
    }

    @Override
    public Dataset forEvaluation(Path file, Recipe recipe, Learned learned) {
        var text = Characters.read(file);
        Feed feed = feed(recipe);
        Splitting.all(recipe, text.place(), text.length());
        Vocabulary vocabulary = Vocabulary.of(
                learned.names().getOrDefault(feed.name(), List.of()), ((Source.Chars) feed.source()).unknown());
        return Dataset.of(Map.of(feed.name(), text.indices(vocabulary)));
    }

    @Override
    public Dataset forPrediction(Path file, Recipe recipe, Learned learned) {
        throw new UserException(
                Place.of(file),
                "a language model continues texts, it has no rows to predict for",
                "Use nn generate, or TextGenerator from Java.");
    }

    /** A program's layers are made for a number of characters. */
    private static void requireSize(Place text, long declared, Vocabulary vocabulary) {
        if (declared >= 0 && declared != vocabulary.size()) {
            throw new UserException(
                    text,
                    "the program declares " + Quote.count(declared, "character")
                            + ", the training part of the text has "
                            + vocabulary.characters().size() + " different ones"
                            + (vocabulary.size() > vocabulary.characters().size()
                                    ? ", and there is the one for unknown characters"
                                    : ""),
                    "Declare " + vocabulary.size() + ".");
        }
    }

    private static Feed feed(Recipe recipe) {
        return recipe.feeds().stream()
                .filter(feed -> feed.source() instanceof Source.Chars)
                .findFirst()
                .orElseThrow(() -> new UserException(
                        Place.NOWHERE, "the recipe reads a text and feeds no chars() of it", "Compile it again."));
    }
}
