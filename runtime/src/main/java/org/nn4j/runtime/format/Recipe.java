package org.nn4j.runtime.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;

/**
 * How a model is trained.
 *
 * @param name the name of the recipe
 * @param data what it reads
 * @param feeds the model's inputs, filled from the data
 * @param targets what is predicted, filled from the data
 * @param metrics the names of the metrics, {@code loss} not among them
 * @param run how long it is trained
 * @param partwise whether the parts of a batch are best computed side by side
 * @param stop when it ends before that; null for never
 * @param reduce when it goes on with a lower learning rate; null for never
 */
public record Recipe(
        String name,
        DataSpec data,
        List<Feed> feeds,
        List<Feed> targets,
        List<String> metrics,
        Run run,
        boolean partwise,
        @Nullable Plateau stop,
        @Nullable Reduction reduce) {

    /**
     * How long it is trained.
     *
     * @param epochs passes over the training rows; -1 when steps are given
     * @param steps updates; -1 when epochs are given
     * @param batch rows of one update
     * @param seed where randomness begins
     */
    public record Run(long epochs, long steps, int batch, long seed) {}

    /**
     * A value has stopped getting better.
     *
     * @param validation whether the value is that of the validation rows rather than the training rows
     * @param value {@code loss} or the name of a metric
     * @param higher whether a higher value is the better one
     * @param patience how many epochs in a row may bring nothing better
     * @param minDelta by how much a value must be better to count
     * @param restoreBest whether the weights of the best epoch are kept rather than the last ones
     */
    public record Plateau(
            boolean validation, String value, boolean higher, long patience, double minDelta, boolean restoreBest) {

        private static Plateau read(Json json) {
            return new Plateau(
                    json.word("split", word -> switch (word) {
                        case "validation" -> true;
                        case "train" -> false;
                        default -> null;
                    }),
                    json.string("value"),
                    json.word("mode", word -> switch (word) {
                        case "max" -> true;
                        case "min" -> false;
                        default -> null;
                    }),
                    json.integer("patience"),
                    json.has("min_delta") ? json.number("min_delta") : 0,
                    json.has("restore_best") && json.flag("restore_best"));
        }
    }

    /**
     * The learning rate is lowered at each plateau.
     *
     * @param plateau what is watched; its epochs are counted afresh after a reduction
     * @param factor what the rate is multiplied by
     * @param cooldown epochs after a reduction that are not counted
     * @param least what all factors together do not fall below
     */
    public record Reduction(Plateau plateau, double factor, long cooldown, double least) {

        private static Reduction read(Json json) {
            return new Reduction(
                    Plateau.read(json), json.number("factor"), json.integer("cooldown"), json.number("min_factor"));
        }
    }

    /** The names of the classes of each target that has such, by target, in the order of their indices. */
    public Map<String, List<String>> classNames(@Nullable Learned learned) {
        var names = new LinkedHashMap<String, List<String>>();
        for (Feed target : targets) {
            if (target.source() instanceof Source.Classes classes && !classes.unknown()) {
                List<String> known = classes.names() == null ? List.of() : classes.names();
                names.put(
                        target.name(), learned == null ? known : learned.names().getOrDefault(target.name(), known));
            }
        }
        names.values().removeIf(List::isEmpty);
        return names;
    }

    /** The longest window that a feed takes of a series; 0 where the data is no series of rows. */
    public int window() {
        return ofSeries().mapToInt(Source.OfSeries::window).max().orElse(0);
    }

    /** How many rows of a series are predicted at once, the row itself among them. */
    public int horizon() {
        return Math.max(1, ofSeries().mapToInt(Source.OfSeries::horizon).max().orElse(1));
    }

    private Stream<Source.OfSeries> ofSeries() {
        return Stream.concat(feeds.stream(), targets.stream())
                .map(Feed::source)
                .filter(Source.OfSeries.class::isInstance)
                .map(Source.OfSeries.class::cast);
    }

    /** Reads the metadata {@code nn4j.recipe} of the file at {@code place}. */
    public static Recipe parse(Place place, String text) {
        Json json = Json.parse(place, "nn4j.recipe", text);
        Json run = json.object("run");
        return new Recipe(
                json.string("name"),
                DataSpec.read(json.object("data")),
                json.objects("feeds", Feed::read),
                json.objects("targets", Feed::read),
                json.objects("metrics", metric -> metric.string("name")),
                new Run(
                        run.has("epochs") ? run.integer("epochs") : -1,
                        run.has("steps") ? run.integer("steps") : -1,
                        Math.toIntExact(run.integer("batch")),
                        run.integer("seed")),
                json.has("partwise") && json.flag("partwise"),
                json.has("stop") ? Plateau.read(json.object("stop")) : null,
                json.has("reduce") ? Reduction.read(json.object("reduce")) : null);
    }
}
