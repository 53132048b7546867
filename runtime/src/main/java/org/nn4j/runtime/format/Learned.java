package org.nn4j.runtime.format;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.nn4j.runtime.error.Place;

/**
 * What a training learned from its data, beside the weights: the document {@code nn4j.learned}.
 *
 * @param columns for each feed of several columns, their names in order
 * @param fills for each feed or target of numbers, what an empty cell of each of its columns gets; absent where empty
 *     cells are not filled
 * @param names for each feed or target that is a category, the names in the order of their indices
 * @param run what the training was: seed, batch, epochs and so on, for the record
 */
public record Learned(
        Map<String, List<String>> columns,
        Map<String, List<Double>> fills,
        Map<String, List<String>> names,
        JsonObject run) {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /** Reads the document; {@code place} is the file that holds it. */
    public static Learned parse(Place place, String text) {
        Json json = Json.parse(place, "nn4j.learned", text);
        return new Learned(
                json.stringLists("columns"),
                json.numberLists("fills"),
                json.stringLists("names"),
                json.object("run").content());
    }

    /** The same, with another record of the run. */
    public Learned withRun(JsonObject newRun) {
        return new Learned(columns, fills, names, newRun);
    }

    /** The document's text. */
    public String toJson() {
        var json = new JsonObject();
        json.add("columns", GSON.toJsonTree(columns));
        json.add("fills", GSON.toJsonTree(fills));
        json.add("names", GSON.toJsonTree(names));
        json.add("run", run);
        return GSON.toJson(json);
    }
}
