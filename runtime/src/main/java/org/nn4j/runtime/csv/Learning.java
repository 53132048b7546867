package org.nn4j.runtime.csv;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.CsvSpec.Missing.Rule;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;

/** Learns what later data is read with from the training rows: names, vocabularies, what empty cells get. */
final class Learning {

    private Learning() {}

    /**
     * Learns.
     *
     * @throws UserException if there are not as many names as the program declares
     */
    static Learned from(KeptRows rows, Recipe recipe, int[] train) {
        var columns = new LinkedHashMap<String, List<String>>();
        var names = new LinkedHashMap<String, List<String>>();
        rows.visit(train, (table, some) -> table.gathers().forEach(gather -> learnNames(gather, some)));
        for (Gather gather : rows.gathers()) {
            String feed = gather.feed().name();
            if (gather instanceof NameGather category) {
                List<String> list = category.isGiven() ? category.names() : category.learned();
                checkClasses(rows.place(), category, list);
                names.put(feed, list);
            } else if (gather instanceof TokensGather tokens) {
                List<String> vocabulary = tokens.learned();
                checkVocabulary(rows.place(), tokens, vocabulary);
                names.put(feed, vocabulary);
            } else if (!(gather instanceof SequenceGather)) {
                columns.put(feed, gather.columns());
            }
        }
        return new Learned(columns, fills(rows, (CsvSpec) recipe.data(), train), names, new JsonObject());
    }

    private static void learnNames(Gather gather, int[] rows) {
        for (int row : rows) {
            if (gather instanceof NameGather category && !category.isGiven()) {
                category.learn(row);
            } else if (gather instanceof TokensGather tokens) {
                tokens.learn(row);
            }
        }
    }

    private static Map<String, List<Double>> fills(KeptRows rows, CsvSpec spec, int[] train) {
        Rule rule = spec.missing().rule();
        if (rule == Rule.ERROR || rule == Rule.SKIP) {
            return Map.of();
        }
        var fills = new LinkedHashMap<String, List<Fill>>();
        for (Gather gather : rows.gathers()) {
            if (gather instanceof NumberGather && gather.fillsEmptyCells()) {
                var each = new ArrayList<Fill>();
                gather.columns().forEach(column -> each.add(Fill.of(spec.missing())));
                fills.put(gather.feed().name(), each);
            }
        }
        int passes = fills.values().stream()
                .flatMap(List::stream)
                .mapToInt(Fill::passes)
                .max()
                .orElse(0);
        for (int pass = 0; pass < passes; pass++) {
            rows.visit(train, (table, some) -> see(table, some, fills));
            fills.values().forEach(each -> each.forEach(Fill::endPass));
        }
        var values = new LinkedHashMap<String, List<Double>>();
        fills.forEach(
                (feed, each) -> values.put(feed, each.stream().map(Fill::value).toList()));
        return values;
    }

    private static void see(CsvTable table, int[] rows, Map<String, List<Fill>> fills) {
        for (Gather gather : table.gathers()) {
            List<Fill> each = fills.getOrDefault(gather.feed().name(), List.of());
            for (int position = 0; position < each.size(); position++) {
                Fill fill = each.get(position);
                for (int row : rows) {
                    float value = ((NumberGather) gather).get(row, position);
                    if (!Float.isNaN(value)) {
                        fill.see(value);
                    }
                }
            }
        }
    }

    private static void checkVocabulary(Place place, TokensGather tokens, List<String> vocabulary) {
        Source.Sequence source = (Source.Sequence) tokens.feed().source();
        int indices = tokens.indices(vocabulary);
        if (source.classes() != indices) {
            throw new UserException(
                    place.column(source.column()),
                    "the program declares a vocabulary of " + source.classes() + ", the training rows have "
                            + vocabulary.size() + " different " + tokens.wanted() + ", and there is padding"
                            + (source.unknown() ? " and the index of unknown ones" : ""),
                    "Declare " + indices + ".");
        }
    }

    private static void checkClasses(Place place, NameGather gather, List<String> list) {
        Source.Category source = (Source.Category) gather.feed().source();
        int found = list.size() + (gather.hasUnknown() ? 1 : 0);
        if (source.classes() >= 0 && source.classes() != found) {
            throw new UserException(
                    place.column(source.column()),
                    "the program declares " + Quote.count(source.classes(), "class")
                            + ", the training rows have " + found
                            + (gather.hasUnknown() ? ", the one for unknown names included" : "") + ": "
                            + Quote.names(list),
                    "Declare " + found + ", or correct the column.");
        }
    }
}
