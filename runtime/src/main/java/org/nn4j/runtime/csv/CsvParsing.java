package org.nn4j.runtime.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.text.TextFile;

/** Takes the text of files apart. */
final class CsvParsing {

    private CsvParsing() {}

    /** Hands the cells of files to {@code rows}, one file after the other. */
    static void read(List<Path> files, CsvSpec spec, CsvRows rows) {
        files.forEach(file -> read(file, spec, rows));
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
            if (e.getCause() instanceof OutOfMemoryError none) {
                throw none;
            }
            throw e.getCause() instanceof UserException fault ? fault : badQuotes(rows.place(), e);
        } catch (UncheckedIOException e) {
            throw TextFile.unreadable(file, Objects.requireNonNullElse(e.getCause(), new IOException(e)));
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
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
