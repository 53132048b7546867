package org.nn4j.runtime.format;

import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
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
    }

    /** Whether training learns names or a vocabulary. */
    default boolean learnsNames() {
        return false;
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

    /**
     * The pixels of an image, stored as bytes.
     *
     * @param scale what each is multiplied by, where they become floats
     */
    record Pixels(double scale) implements Source {}

    /**
     * The class of an image.
     *
     * @param names the names in order; null when there are none or the data has them
     * @param classes the declared number of classes; -1 when any number will do
     */
    record Labels(@Nullable List<String> names, long classes) implements Classes {
        @Override
        public boolean unknown() {
            return false;
        }
    }

    /** What is taken of a series, whose rows are neighbours in time. */
    sealed interface OfSeries extends Source {

        /** How many rows before the row to predict it takes; 0 for none. */
        default int window() {
            return 0;
        }

        /** How many rows from the row to predict on it takes; 0 for none. */
        default int horizon() {
            return 0;
        }
    }

    /**
     * The rows before the one to predict.
     *
     * @param columns the numeric columns
     * @param window how many rows
     */
    record Window(List<String> columns, int window) implements OfSeries {}

    /**
     * The row to predict and those behind it, or the last of them.
     *
     * @param column a numeric column
     * @param horizon how many rows
     */
    record Ahead(String column, int horizon) implements OfSeries {}

    /**
     * The characters of a window of a text, as indices of a vocabulary that is learned from its training part.
     *
     * @param classes the declared size of the vocabulary; -1 when any will do
     * @param unknown whether index 0 stands for characters that training has not seen
     */
    record Chars(long classes, boolean unknown) implements Classes {
        @Override
        public @Nullable List<String> names() {
            return null;
        }

        @Override
        public boolean learnsNames() {
            return true;
        }
    }

    /**
     * The characters that follow those of a window, one further on.
     *
     * @param classes the declared size of the vocabulary; -1 when any will do
     */
    record Following(long classes) implements Source {}

    /**
     * A column of sequences of different length, with padding behind them.
     *
     * @param column its name
     * @param of what they are made of
     * @param max how much of each is read, at most
     * @param classes the declared number of indices, that of padding included; -1 for numbers
     * @param unknown whether an index stands for tokens that training has not seen
     */
    record Sequence(String column, Of of, int max, long classes, boolean unknown) implements Source {

        /** What a sequence is made of. */
        public enum Of {
            /** Words between blanks, as indices. */
            WORDS,
            /** Unicode code points, as indices. */
            CHARS,
            /** Numbers between blanks. */
            NUMBERS;

            /** Where the token ends that begins at {@code from}. */
            public int end(char[] text, int from, int to) {
                if (this == CHARS) {
                    return from + Character.charCount(Character.codePointAt(text, from, to));
                }
                int at = from;
                while (at < to && !Character.isWhitespace(text[at])) {
                    at++;
                }
                return at;
            }

            /** Where the token begins that follows one which ends at {@code end}. */
            public int next(char[] text, int end, int to) {
                int at = end;
                while (this != CHARS && at < to && Character.isWhitespace(text[at])) {
                    at++;
                }
                return at;
            }
        }

        @Override
        public boolean learnsNames() {
            return of != Of.NUMBERS;
        }

        private static @Nullable Of of(String word) {
            return switch (word) {
                case "words" -> Of.WORDS;
                case "chars" -> Of.CHARS;
                case "numbers" -> Of.NUMBERS;
                default -> null;
            };
        }
    }

    /**
     * How long the sequences of a column are.
     *
     * @param column its name
     */
    record Lengths(String column) implements Source {}

    /**
     * A column of dates, as parts of them.
     *
     * @param column its name
     * @param parts what is taken of each date, in order
     * @param format how dates are written, a pattern of {@link java.time.format.DateTimeFormatter}; null for ISO 8601
     * @param cyclic whether parts that come round again are a sine and a cosine each
     */
    record Date(String column, List<Part> parts, @Nullable String format, boolean cyclic) implements Source {

        /** The number of values of a row. */
        public int width() {
            return parts.stream()
                    .mapToInt(part -> cyclic && part.comesRound() ? 2 : 1)
                    .sum();
        }

        /**
         * The values of a date.
         *
         * @throws java.time.DateTimeException if it has not all the parts
         */
        public float[] values(TemporalAccessor date) {
            float[] values = new float[width()];
            int at = 0;
            for (Part part : parts) {
                int value = date.get(part.field());
                if (cyclic && part.comesRound()) {
                    double angle = 2 * Math.PI * (value - part.first()) / part.period();
                    values[at++] = (float) Math.sin(angle);
                    values[at++] = (float) Math.cos(angle);
                } else {
                    values[at++] = value;
                }
            }
            return values;
        }

        /** What can be taken of a date. */
        public enum Part {
            /** The year. */
            YEAR(ChronoField.YEAR, 0, 0),
            /** From 1 to 12. */
            MONTH(ChronoField.MONTH_OF_YEAR, 1, 12),
            /** Of the month, from 1. */
            DAY(ChronoField.DAY_OF_MONTH, 1, 31),
            /** The day of the year, from 1. */
            YEARDAY(ChronoField.DAY_OF_YEAR, 1, 366),
            /** From 1, Monday, to 7. */
            WEEKDAY(ChronoField.DAY_OF_WEEK, 1, 7),
            /** From 0 to 23. */
            HOUR(ChronoField.HOUR_OF_DAY, 0, 24),
            /** From 0 to 59. */
            MINUTE(ChronoField.MINUTE_OF_HOUR, 0, 60),
            /** From 0 to 59. */
            SECOND(ChronoField.SECOND_OF_MINUTE, 0, 60);

            private final ChronoField field;
            private final int first;
            private final int period;

            Part(ChronoField field, int first, int period) {
                this.field = field;
                this.first = first;
                this.period = period;
            }

            /** What java.time calls it. */
            public ChronoField field() {
                return field;
            }

            /** Whether it is of the time of day. */
            public boolean isOfTime() {
                return field.isTimeBased();
            }

            /** Whether it begins anew after some time. */
            public boolean comesRound() {
                return period > 0;
            }

            /** Its least value. */
            public int first() {
                return first;
            }

            /** How many values it has. */
            public int period() {
                return period;
            }

            /** The part of that name, as the language writes it; null for none. */
            public static @Nullable Part of(String word) {
                return Arrays.stream(values())
                        .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElse(null);
            }
        }

        private static Date read(Json json) {
            List<Part> parts = new ArrayList<>();
            for (String word : json.strings("parts")) {
                Part part = Part.of(word);
                if (part == null) {
                    throw json.wrong("parts", "a list of parts of dates that this version of nn4j knows");
                }
                parts.add(part);
            }
            return new Date(
                    json.string("column"),
                    parts,
                    json.has("format") ? json.string("format") : null,
                    json.has("cyclic") && json.flag("cyclic"));
        }
    }

    /**
     * An array of NumPy.
     *
     * @param name its name
     * @param validation the array of the validation split; null where it is a part of the other
     * @param test the array of the test split; null where it is a part of the other
     * @param scale what each byte is multiplied by; null where elements are kept as what the feed or target takes
     * @param classes below what whole numbers must be, where they are i64; -1 when any will do
     */
    record Array(
            String name,
            @Nullable String validation,
            @Nullable String test,
            @Nullable Double scale,
            long classes) implements Source {

        /** The arrays in the order of their rows. */
        public List<String> arrays() {
            return Stream.of(name, validation, test).filter(Objects::nonNull).toList();
        }

        private static Array read(Json json) {
            return new Array(
                    json.string("name"),
                    json.has("validation") ? json.string("validation") : null,
                    json.has("test") ? json.string("test") : null,
                    json.has("scale") ? json.number("scale") : null,
                    Source.classes(json));
        }
    }

    /**
     * An array of NumPy that holds the index of a class for each row.
     *
     * @param array the array
     * @param names the names of the classes in order
     */
    record ArrayOfClasses(Array array, List<String> names) implements Classes {
        @Override
        public long classes() {
            return array.classes();
        }

        @Override
        public boolean unknown() {
            return false;
        }
    }

    /** Reads a source. */
    static Source read(Json json) {
        return switch (json.string("kind")) {
            case "columns" ->
                new Columns(
                        json.has("only") ? json.strings("only") : null,
                        json.has("except") ? json.strings("except") : List.of());
            case "array" ->
                json.has("names") ? new ArrayOfClasses(Array.read(json), json.strings("names")) : Array.read(json);
            case "date" -> Date.read(json);
            case "column" -> new Column(json.string("column"));
            case "category" ->
                new Category(
                        json.string("column"), names(json), classes(json), json.has("unknown") && json.flag("unknown"));
            case "pixels" -> new Pixels(json.has("scale") ? json.number("scale") : 1);
            case "labels" -> new Labels(names(json), classes(json));
            case "sequence" ->
                new Sequence(
                        json.string("column"),
                        json.word("of", Sequence::of),
                        json.has("max") ? Math.toIntExact(json.integer("max")) : Integer.MAX_VALUE,
                        classes(json),
                        json.has("unknown") && json.flag("unknown"));
            case "lengths" -> new Lengths(json.string("column"));
            case "window" -> new Window(json.strings("columns"), Math.toIntExact(json.integer("length")));
            case "ahead" -> new Ahead(json.string("column"), Math.toIntExact(json.integer("horizon")));
            case "chars" -> new Chars(classes(json), json.has("unknown") && json.flag("unknown"));
            case "following" -> new Following(classes(json));
            default -> throw json.wrong("kind", "a source that this version of nn4j knows");
        };
    }

    private static @Nullable List<String> names(Json json) {
        return json.has("names") ? json.strings("names") : null;
    }

    private static long classes(Json json) {
        return json.has("classes") ? json.integer("classes") : -1;
    }
}
