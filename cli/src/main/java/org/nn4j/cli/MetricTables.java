package org.nn4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nn4j.runtime.MetricTensor;
import org.nn4j.runtime.MetricValues;

/** Metrics that are more than one number, each as a table; an axis of as many places as a target has classes has their names. */
final class MetricTables {

    private final Map<String, List<String>> classNames;

    private MetricTables(Map<String, List<String>> classNames) {
        this.classNames = classNames;
    }

    /** All such metrics of all splits; empty where there are none. */
    static String of(Map<String, MetricValues> splits, Map<String, List<String>> classNames) {
        MetricTables tables = new MetricTables(classNames);
        StringBuilder out = new StringBuilder();
        splits.forEach((split, values) -> values.tensors()
                .forEach((name, tensor) -> out.append('\n').append(tables.of(name + " (" + split + ")", tensor))));
        return out.toString();
    }

    /** What has more than two axes is a table for each place of the outer ones. */
    private String of(String title, MetricTensor tensor) {
        List<Integer> shape = tensor.shape();
        if (shape.size() > 2) {
            int each = tensor.elements().size() / Math.max(1, shape.get(0));
            List<String> places = labels(shape.get(0));
            return IntStream.range(0, shape.get(0))
                    .mapToObj(i -> of(
                            title + " " + places.get(i),
                            new MetricTensor(
                                    shape.subList(1, shape.size()),
                                    tensor.elements().subList(i * each, (i + 1) * each))))
                    .collect(Collectors.joining("\n"));
        }
        return shape.size() == 1 ? vector(title, tensor) : matrix(title, tensor);
    }

    private String vector(String title, MetricTensor tensor) {
        List<String> places = labels(tensor.shape().get(0));
        List<List<String>> rows = new ArrayList<>(List.of(List.of(title, "")));
        IntStream.range(0, places.size())
                .forEach(i ->
                        rows.add(List.of(places.get(i), number(tensor.elements().get(i)))));
        return Values.aligned(rows);
    }

    private String matrix(String title, MetricTensor tensor) {
        int columns = tensor.shape().get(1);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(title, labels(columns)));
        List<String> places = labels(tensor.shape().get(0));
        for (int i = 0; i < places.size(); i++) {
            rows.add(row(
                    places.get(i),
                    tensor.elements().subList(i * columns, (i + 1) * columns).stream()
                            .map(MetricTables::number)
                            .toList()));
        }
        return Values.aligned(rows);
    }

    private static List<String> row(String first, List<String> others) {
        List<String> row = new ArrayList<>(List.of(first));
        row.addAll(others);
        return row;
    }

    private List<String> labels(int size) {
        return classNames.values().stream()
                .filter(names -> names.size() == size)
                .findFirst()
                .orElseGet(
                        () -> IntStream.range(0, size).mapToObj(String::valueOf).toList());
    }

    /** Counts are shown without a point. */
    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? String.valueOf((long) v) : Values.number(v);
    }
}
