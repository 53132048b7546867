package org.nn4j.runtime.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.text.TextFile;

/**
 * Files that were read, one after the other.
 *
 * @param files the files
 * @param starts the first row of each file
 * @param gathers the values of each feed and target
 * @param weights the weight of each row; null where all weigh 1
 * @param lines the line on which each row begins
 */
@SuppressWarnings("ArrayRecordComponent")
record CsvTable(
        List<Place> files,
        int[] starts,
        List<Gather> gathers,
        @Nullable WeightGather weights,
        int[] lines) {

    /** Reads files. */
    static CsvTable read(List<Path> files, CsvSpec spec, Purpose purpose, Function<Header, Layout> toLayout) {
        var rows = new CsvRows(spec, purpose, toLayout);
        files.forEach(file -> read(file, spec, rows));
        return rows.table();
    }

    private static void read(Path file, CsvSpec spec, CsvRows rows) {
        Place place = Place.of(file);
        if (Files.isDirectory(file)) {
            throw new UserException(place, "is a folder, not a CSV file", "Give the path of the file.");
        }
        rows.begin(place);
        try (var reader = CsvReader.builder()
                .fieldSeparator(spec.delimiter())
                .allowUnclosedQuote(false)
                .build(rows, TextFile.open(file))) {
            reader.forEach(record -> {
                throw new IllegalStateException("the handler keeps all rows to itself");
            });
            rows.end();
        } catch (CsvParseException e) {
            throw e.getCause() instanceof UserException fault ? fault : badQuotes(rows.place(), e);
        } catch (UncheckedIOException e) {
            throw TextFile.unreadable(file, Objects.requireNonNullElse(e.getCause(), new IOException(e)));
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    /** The first file. */
    Place place() {
        return files.get(0);
    }

    /** The file and line on which a row begins. */
    Place place(int row) {
        int file = Arrays.binarySearch(starts, row);
        return files.get(file >= 0 ? file : -file - 2).line(lines[row]);
    }

    int rows() {
        return lines.length;
    }

    /** The first row of a file, by its position; behind the last one, the number of rows. */
    int start(int file) {
        return file == starts.length ? rows() : starts[file];
    }

    private static UserException badQuotes(Place row, CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unclosed")) {
            return new UserException(
                    row,
                    "a quote that opens in this row is never closed",
                    "Close it; a quote within a quoted cell is written twice.",
                    e);
        }
        return new UserException(
                row,
                message.startsWith("Unexpected character")
                        ? "text follows the closing quote of a cell in this row"
                        : "the row cannot be read as CSV",
                "A quoted cell ends at its closing quote; a quote within it is written twice.",
                e);
    }
}
