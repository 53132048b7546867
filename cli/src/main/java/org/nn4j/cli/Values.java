package org.nn4j.cli;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.MetricValues;

/** Metric values for people and for programs. */
final class Values {

    private Values() {}

    /** {@code loss 0.1234  accuracy 0.9650}. */
    static String line(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(e -> e.getKey() + " " + number(e.getValue()))
                .collect(Collectors.joining("  "));
    }

    /** Four places behind the point, or four digits where that says nothing. */
    static String number(double v) {
        boolean plain = v == 0 || (Math.abs(v) >= 1e-3 && Math.abs(v) < 1e6);
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", v);
    }

    /** A table with a line a split and a column a value. */
    static String table(Map<String, MetricValues> splits) {
        Set<String> names = new LinkedHashSet<>();
        splits.values().forEach(v -> names.addAll(v.numbers().keySet()));
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(names);
        rows.add(head);
        splits.forEach((split, values) -> {
            List<String> row = new ArrayList<>(List.of(split));
            for (String n : names) {
                Double v = values.numbers().get(n);
                row.add(v == null ? "" : number(v));
            }
            rows.add(row);
        });
        return aligned(rows);
    }

    /** Columns under each other, the first to the left and the others to the right. */
    static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(String.format("%-" + Math.max(1, widths[0]) + "s", row.get(0)));
            for (int i = 1; i < widths.length; i++) {
                line.append("  ")
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(row.get(i));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** For JSON: by split each metric's number or nested lists, and the names of classes where there are such lists. */
    static Map<String, Object> plain(Map<String, MetricValues> splits, Map<String, List<String>> classNames) {
        Map<String, Object> out = new LinkedHashMap<>();
        splits.forEach((split, values) -> {
            Map<String, Object> all = new LinkedHashMap<>(values.numbers());
            values.tensors().forEach((name, tensor) -> all.put(name, tensor.nested()));
            out.put(split, all);
        });
        if (splits.values().stream().anyMatch(v -> !v.tensors().isEmpty())) {
            out.put("classes", classNames);
        }
        return out;
    }

    /** One line of JSON; what is not finite becomes null. */
    static String json(Map<String, Object> object) {
        return new GsonBuilder().disableHtmlEscaping().serializeNulls().create().toJson(finite(object));
    }

    private static Map<String, Object> finite(Map<?, ?> object) {
        Map<String, Object> out = new LinkedHashMap<>();
        object.forEach((k, v) -> out.put(String.valueOf(k), finiteValue(v)));
        return out;
    }

    private static @Nullable Object finiteValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> inner) {
            return finite(inner);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> out = new ArrayList<>();
            list.forEach(element -> out.add(finiteValue(element)));
            return out;
        }
        return value instanceof Double d && !Double.isFinite(d) ? null : value;
    }
}
