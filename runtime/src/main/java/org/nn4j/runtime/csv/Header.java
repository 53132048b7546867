package org.nn4j.runtime.csv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.text.EncodingFault;

/** The names of a file's columns, which its first line holds. */
final class Header {

    private final Place place;
    private final char delimiter;
    private final Map<String, Integer> columns = new LinkedHashMap<>();

    Header(Place place, List<String> names, char delimiter) {
        this.place = place;
        this.delimiter = delimiter;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.indexOf('\0') >= 0) {
                throw EncodingFault.utf16(place);
            }
            Integer first = columns.putIfAbsent(name, i);
            if (first != null && holdsNumbers(names)) {
                throw new UserException(
                        place,
                        "the first line holds numbers, not the names of the columns",
                        "Put a line with a name for each column before it.");
            }
            if (name.isEmpty()) {
                throw new UserException(
                        place,
                        "column " + (i + 1) + " of " + names.size() + " has no name",
                        "Name it in the first line, or remove the column.");
            }
            if (first != null) {
                throw new UserException(
                        place,
                        "columns " + (first + 1) + " and " + (i + 1) + " are both named " + Quote.text(name),
                        "Give each column a name of its own.");
            }
        }
    }

    /** The line that holds the names. */
    Place place() {
        return place;
    }

    int size() {
        return columns.size();
    }

    Set<String> names() {
        return columns.keySet();
    }

    /** The index of a column; it is an error if the file has none of that name. */
    int require(String name) {
        Integer index = columns.get(name);
        if (index == null) {
            throw new UserException(
                    place, "there is no column " + Quote.text(name) + ", only " + Quote.names(names()), remedy(name));
        }
        return index;
    }

    /** It is an error if these columns are not those of another file, in whatever order. */
    void requireSame(Header other) {
        for (String name : other.names()) {
            if (!columns.containsKey(name)) {
                throw new UserException(
                        place.column(name),
                        "the file has no such column, which " + other.place.file() + " has",
                        "Files that are read together have the same columns, in any order."
                                + Quote.didYouMean(name, names()));
            }
        }
        for (String name : names()) {
            if (!other.columns.containsKey(name)) {
                throw new UserException(
                        place.column(name),
                        "the file has a column that " + other.place.file() + " does not have",
                        "Files that are read together have the same columns, in any order."
                                + Quote.didYouMean(name, other.names()));
            }
        }
    }

    private String remedy(String name) {
        if (holdsNumbers(List.copyOf(names()))) {
            return "The first line must hold the names of the columns.";
        }
        String only = columns.keySet().iterator().next();
        for (char other : new char[] {',', ';', '\t', '|'}) {
            if (columns.size() == 1 && other != delimiter && only.indexOf(other) >= 0) {
                return "The file seems to be separated by " + (other == '\t' ? "tabs" : "\"" + other + "\"")
                        + ": say delimiter = \"" + (other == '\t' ? "\\t" : other) + "\".";
            }
        }
        return "Names are compared letter by letter." + Quote.didYouMean(name, names());
    }

    private static boolean holdsNumbers(List<String> names) {
        return names.stream()
                .allMatch(name -> !Double.isNaN(DecimalNumber.parse(name.toCharArray(), 0, name.length(), '.')));
    }
}
