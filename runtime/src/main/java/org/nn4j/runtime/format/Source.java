package org.nn4j.runtime.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the values of a feed or target come from. */
public sealed interface Source {

    /** The index of a class for each row. */
    sealed interface Classes extends Source {

        /** The names in order; null when there are none, or when they are learned from the training rows. */
        @Nullable
        List<String> names();

        /** The declared number of indices; -1 when any number will do. */
        long classes();

        /** Whether index 0 stands for names that training has not seen. */
        boolean unknown();

        /** Whether training learns the names. */
        boolean learnsNames();
    }

    /** What a table of predictions calls a column with values of this kind; empty for the name of the target. */
    default String column() {
        return "";
    }

    /**
     * Several numeric columns side by side.
     *
     * @param only their names in order; null for all columns of the file
     * @param except names left out
     */
    record Columns(@Nullable List<String> only, List<String> except) implements Source {}

    /**
     * One numeric column.
     *
     * @param column its name
     */
    record Column(String column) implements Source {}

    /**
     * A column of names, as the index of each.
     *
     * @param column its name in the file
     * @param names the names in order; null when they are learned from the training rows
     * @param classes the declared number of indices; -1 when any number will do
     * @param unknown whether index 0 stands for names that training has not seen
     */
    record Category(String column, @Nullable List<String> names, long classes, boolean unknown) implements Classes {
        @Override
        public boolean learnsNames() {
            return names == null;
        }
    }

    /** Reads a source. */
    static Source read(Json json) {
        return switch (json.string("kind")) {
            case "columns" ->
                new Columns(
                        json.has("only") ? json.strings("only") : null,
                        json.has("except") ? json.strings("except") : List.of());
            case "column" -> new Column(json.string("column"));
            case "category" ->
                new Category(
                        json.string("column"),
                        json.has("names") ? json.strings("names") : null,
                        json.has("classes") ? json.integer("classes") : -1,
                        json.has("unknown") && json.flag("unknown"));
            default -> throw json.wrong("kind", "a source that this version of nn4j knows");
        };
    }
}
