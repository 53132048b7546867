package org.nn4j.runtime.format;

import java.util.List;
import org.nn4j.runtime.error.Place;

/**
 * The roles of a graph's inputs and outputs.
 *
 * @param inputs the inputs that it takes
 * @param outputs the outputs that it gives
 */
public record Signature(List<Slot> inputs, List<Slot> outputs) {

    /**
     * One input or output.
     *
     * @param name its name in the graph
     * @param role what it is for
     * @param of what it stands for: the feed or target of data, the state tensor or total of an input or of its new
     *     value, the metric of a value; otherwise its own name
     * @param start what a total is filled with at first
     * @param collects whether a total is rows that are collected, and a run gives those that it adds
     */
    public record Slot(String name, Role role, String of, double start, boolean collects) {

        private static Slot read(Json json) {
            String name = json.string("name");
            String of = name;
            for (String key : List.of("of", "feed", "metric")) {
                of = json.has(key) ? json.string(key) : of;
            }
            return new Slot(
                    name,
                    json.word("role", Role::of),
                    of,
                    json.has("start") ? json.extendedNumber("start") : 0,
                    json.has("rows") && json.flag("rows"));
        }
    }

    /** Reads the metadata {@code nn4j.signature} of the file at {@code place}. */
    public static Signature parse(Place place, String text) {
        Json json = Json.parse(place, "nn4j.signature", text);
        return new Signature(json.objects("inputs", Slot::read), json.objects("outputs", Slot::read));
    }
}
