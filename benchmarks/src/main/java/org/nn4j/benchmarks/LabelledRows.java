package org.nn4j.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * A CSV file with a header: numbers, and one column that names a class.
 *
 * @param features one list for each row, without the class
 * @param labels the index of each row's class
 * @param classes the names, in the order of their characters
 */
record LabelledRows(List<List<Float>> features, List<Integer> labels, List<String> classes) {

    static LabelledRows read(Path csv, String target) throws IOException {
        List<NamedCsvRecord> records;
        try (var reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            records = reader.stream().toList();
        }
        if (records.isEmpty() || !records.get(0).getHeader().contains(target)) {
            throw new IllegalArgumentException(csv + " has no rows, or no column " + target);
        }
        var classes = List.copyOf(
                new TreeSet<>(records.stream().map(row -> row.getField(target)).toList()));
        var labels = records.stream()
                .map(row -> classes.indexOf(row.getField(target)))
                .toList();
        var columns = records.get(0).getHeader().stream()
                .filter(column -> !column.equals(target))
                .toList();
        var features = records.stream()
                .map(row -> columns.stream()
                        .map(column -> Float.valueOf(row.getField(column)))
                        .toList())
                .toList();
        return new LabelledRows(features, labels, classes);
    }

    int columns() {
        return features.get(0).size();
    }
}
