package org.nn4j.runtime.error;

import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param file the file as the user named it; empty where there is none
 * @param line the line of the file, from 1; 0 where there is none
 * @param column the name of a column; empty where there is none
 */
public record Place(String file, long line, String column) {

    /** No place: the mistake is in an argument. */
    public static final Place NOWHERE = new Place("", 0, "");

    /** A whole file or folder. */
    public static Place of(Path file) {
        return new Place(file.toString(), 0, "");
    }

    /** A line of the same file. */
    public Place line(long number) {
        return new Place(file, number, column);
    }

    /** A column of the same line. */
    public Place column(String name) {
        return new Place(file, line, name);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!column.isEmpty()) {
            text.append(text.isEmpty() ? "" : ": ").append("column ").append(Quote.text(column));
        }
        return text.toString();
    }
}
