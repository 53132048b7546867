package org.nn4j.runtime.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** A JSON object whose members are asked for by name and type; what is missing or of another type is an error. */
final class Json {

    private final Place place;
    private final String path;
    private final JsonObject object;

    private Json(Place place, String path, JsonObject object) {
        this.place = place;
        this.path = path;
        this.object = object;
    }

    /** Parses a text; {@code name} stands for it in errors. */
    static Json parse(Place place, String name, String text) {
        try {
            return new Json(place, name, JsonParser.parseString(text).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            throw new UserException(place, name + " is not a JSON object", "The file is damaged: compile again.", e);
        }
    }

    boolean has(String name) {
        return object.has(name) && !object.get(name).isJsonNull();
    }

    String string(String name) {
        return string(get(name), name);
    }

    @Nullable
    String optionalString(String name) {
        return has(name) ? string(name) : null;
    }

    long integer(String name) {
        return integer(get(name), name);
    }

    double number(String name) {
        return number(get(name), name);
    }

    /** A number that may be infinite: then it is text, since JSON has no such numbers. */
    double extendedNumber(String name) {
        return switch (get(name) instanceof JsonPrimitive p && p.isString() ? p.getAsString() : "") {
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> number(name);
        };
    }

    boolean flag(String name) {
        JsonElement value = get(name);
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.getAsBoolean();
    }

    Json object(String name) {
        return new Json(place, path + "." + name, asObject(get(name), name));
    }

    /** The elements of an array, each an object. */
    <T> List<T> objects(String name, Function<Json, T> each) {
        return list(name, (value, at) -> each.apply(new Json(place, path + "." + at, asObject(value, at))));
    }

    List<String> strings(String name) {
        return list(name, this::string);
    }

    List<Long> integers(String name) {
        return list(name, this::integer);
    }

    List<Double> numbers(String name) {
        return list(name, this::number);
    }

    List<Dim> dims(String name) {
        return list(
                name,
                (value, at) -> value instanceof JsonPrimitive p && p.isString()
                        ? Dim.symbol(p.getAsString())
                        : Dim.of(integer(value, at)));
    }

    /** The members of an object, each a list of strings, in their order. */
    Map<String, List<String>> stringLists(String name) {
        Json members = object(name);
        var lists = new LinkedHashMap<String, List<String>>();
        members.object.keySet().forEach(key -> lists.put(key, members.strings(key)));
        return lists;
    }

    /** The members of an object, each a list of numbers, in their order. */
    Map<String, List<Double>> numberLists(String name) {
        Json members = object(name);
        var lists = new LinkedHashMap<String, List<Double>>();
        members.object.keySet().forEach(key -> lists.put(key, members.numbers(key)));
        return lists;
    }

    /** The object itself. */
    JsonObject content() {
        return object;
    }

    /** One of several words. */
    <T> T word(String name, Function<String, @Nullable T> meaning) {
        T known = meaning.apply(string(name));
        if (known == null) {
            throw wrong(name, "a word that this version of nn4j knows");
        }
        return known;
    }

    UserException wrong(String name, String wanted) {
        return new UserException(
                place,
                path + ": \"" + name + "\" is not " + wanted,
                "The file is damaged or of another version of nn4j: compile again.");
    }

    private interface Element<T> {
        T read(JsonElement value, String at);
    }

    private <T> List<T> list(String name, Element<T> element) {
        if (!(get(name) instanceof JsonArray array)) {
            throw wrong(name, "a list");
        }
        var values = new ArrayList<T>(array.size());
        for (int i = 0; i < array.size(); i++) {
            values.add(element.read(array.get(i), name + "[" + i + "]"));
        }
        return List.copyOf(values);
    }

    private JsonElement get(String name) {
        if (!has(name)) {
            throw wrong(name, "there");
        }
        return object.get(name);
    }

    private JsonObject asObject(JsonElement value, String at) {
        if (value instanceof JsonObject member) {
            return member;
        }
        throw wrong(at, "an object");
    }

    private String string(JsonElement value, String at) {
        if (value instanceof JsonPrimitive p && p.isString()) {
            return p.getAsString();
        }
        throw wrong(at, "a text");
    }

    private double number(JsonElement value, String at) {
        if (value instanceof JsonPrimitive p && p.isNumber()) {
            return p.getAsDouble();
        }
        throw wrong(at, "a number");
    }

    private long integer(JsonElement value, String at) {
        try {
            if (value instanceof JsonPrimitive p && p.isNumber()) {
                return p.getAsBigDecimal().longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // falls through to the error below
        }
        throw wrong(at, "an integer");
    }
}
