package org.nn4j.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the JSON that JMH wrote ({@code -rf json}) and prints, for every benchmark class with a method {@code ours},
 * how many times as long the others took. Only times of one run are divided by each other; of several runs, several
 * files, every one gets its table.
 */
public final class Ratios {

    private static final String OURS = "ours";

    private static final Gson GSON = new Gson();

    /** The iterations' times of one method, in the unit of the run. */
    record Times(String unit, List<Double> values) {

        double median() {
            return Statistics.median(values);
        }

        double min() {
            return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        }
    }

    private Ratios() {}

    /** Prints the tables of the JMH results named. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("usage: Ratios <result.json>…");
        }
        for (String arg : args) {
            print(Files.readString(Path.of(arg)), System.out);
        }
    }

    static void print(String json, PrintStream out) {
        read(json).forEach((benchmark, times) -> {
            Times ours = times.get(OURS);
            if (ours == null) {
                return;
            }
            out.printf(
                    Locale.ROOT,
                    "| %s | median, %s | fastest | median / ours | fastest / ours |%n",
                    benchmark,
                    ours.unit());
            out.println("|---|---:|---:|---:|---:|");
            times.forEach((method, peer) -> {
                if (!peer.unit().equals(ours.unit())) {
                    throw new IllegalArgumentException(method + " is in " + peer.unit() + ", ours in " + ours.unit());
                }
                out.printf(
                        Locale.ROOT,
                        "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                        method,
                        peer.median(),
                        peer.min(),
                        peer.median() / ours.median(),
                        peer.min() / ours.min());
            });
            out.println();
        });
    }

    /** The times by benchmark class (parameters are part of its name) and method. */
    static Map<String, Map<String, Times>> read(String json) {
        Map<String, Map<String, Times>> all = new LinkedHashMap<>();
        for (JsonObject entry : GSON.fromJson(json, new TypeToken<List<JsonObject>>() {})) {
            if (!entry.get("mode").getAsString().equals("avgt")) {
                continue;
            }
            List<String> path =
                    Arrays.asList(entry.get("benchmark").getAsString().split("\\."));
            String parameters =
                    entry.has("params") ? " " + entry.getAsJsonObject("params").toString() : "";
            var times = new ArrayList<Double>();
            JsonObject metric = entry.getAsJsonObject("primaryMetric");
            for (var fork : metric.getAsJsonArray("rawData")) {
                times.addAll(numbers(fork.getAsJsonArray()));
            }
            all.computeIfAbsent(path.get(path.size() - 2) + parameters, name -> new LinkedHashMap<>())
                    .put(
                            path.get(path.size() - 1),
                            new Times(metric.get("scoreUnit").getAsString(), times));
        }
        return all;
    }

    private static List<Double> numbers(JsonArray array) {
        return array.asList().stream().map(element -> element.getAsDouble()).toList();
    }
}
