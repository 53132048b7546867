package org.nn4j.compiler.elaborate;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.source.Span;

/** Parts of the dates of a CSV column. */
final class DateFunction {

    static final String NAME = "date";

    private static final LocalDateTime EXAMPLE = LocalDateTime.of(2024, 5, 31, 18, 30);

    private DateFunction() {}

    /** What can be taken of a date. */
    private enum Part {
        YEAR(ChronoField.YEAR),
        MONTH(ChronoField.MONTH_OF_YEAR),
        DAY(ChronoField.DAY_OF_MONTH),
        YEARDAY(ChronoField.DAY_OF_YEAR),
        WEEKDAY(ChronoField.DAY_OF_WEEK),
        HOUR(ChronoField.HOUR_OF_DAY),
        MINUTE(ChronoField.MINUTE_OF_HOUR),
        SECOND(ChronoField.SECOND_OF_MINUTE);

        private final ChronoField field;

        Part(ChronoField field) {
            this.field = field;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static @Nullable Part of(String word) {
            return Arrays.stream(values())
                    .filter(part -> part.word().equals(word))
                    .findFirst()
                    .orElse(null);
        }

        /** The values of a row: of all but the year a sine and a cosine, where they are cyclic. */
        int width(boolean cyclic) {
            return cyclic && this != YEAR ? 2 : 1;
        }
    }

    static void define(Scope s) {
        DataFunctions.define(s, NAME, List.of("column", "parts", "format?", "cyclic?"), """
                Parts of the dates in a column, as numbers: f32[B, parts], of a single one also f32[B].

                - `column`: its name.
                - `parts`: a list of `"year"`, `"month"` (1 to 12), `"day"` (of the month, from 1), `"yearday"` (from 1),
                  `"weekday"` (1, Monday, to 7), `"hour"`, `"minute"`, `"second"`, each at most once.
                - `format`: how dates are written, a pattern of java.time such as `"dd.MM.yyyy HH:mm"`, which must tell
                  the parts; ISO 8601 (`2024-05-31`, `2024-05-31T18:30`) where it is left out.
                - `cyclic = false`: whether each part but the year is a sine and a cosine, two numbers, so that December
                  is beside January.

                An empty cell is an error, or leaves its row out with `missing = "skip"`.
                Example: feed when = date("day", parts = ["year", "month"], format = "dd.MM.yyyy", cyclic = true)  // f32[B, 3]""", DateFunction::date);
    }

    private static Val date(Interpreter in, Given a) {
        String column = Objects.requireNonNull(a.string("column"));
        List<Part> parts = parts(in, a);
        boolean cyclic = a.flag("cyclic", false);
        String format = a.string("format");
        requireTold(in, a, parts, format);
        Map<String, Object> m = DataFunctions.entries(NAME);
        m.put("column", column);
        m.put("parts", parts.stream().map(Part::word).toList());
        DataFunctions.put(m, "format", format);
        m.put("cyclic", cyclic);
        int width = parts.stream().mapToInt(part -> part.width(cyclic)).sum();
        return new Val.Column(DataColumn.input(NAME, m, new Numbers(width)));
    }

    private static List<Part> parts(Interpreter in, Given a) {
        List<Part> parts = new ArrayList<>();
        for (String word : Objects.requireNonNull(a.strings("parts"))) {
            Part part = Part.of(word);
            if (part == null || parts.contains(part)) {
                throw in.report.error(
                        Code.RECIPE_VALUE,
                        part == null ? "a date has no part \"" + word + "\"" : "\"" + word + "\" is named twice",
                        a.span("parts"),
                        "parts are: "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Part.values())
                                                .map(Part::word)
                                                .toList()));
            }
            parts.add(part);
        }
        if (parts.isEmpty()) {
            throw in.report.error(
                    Code.RECIPE_VALUE, "no part of the date is taken", a.span("parts"), "for example [\"month\"]");
        }
        return parts;
    }

    /** Reports a format that is none, or that does not tell what is taken. */
    private static void requireTold(Interpreter in, Given a, List<Part> parts, @Nullable String format) {
        if (format == null) {
            return;
        }
        try {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT);
            String example = formatter.format(EXAMPLE.atOffset(ZoneOffset.UTC));
            for (Part part : parts) {
                if (!formatter.parse(example).isSupported(part.field)) {
                    throw in.report.error(
                            Code.RECIPE_VALUE,
                            "the format \"" + format + "\" does not tell the " + part.word(),
                            a.span("format"),
                            "a date looks like this in it: " + example);
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`format` cannot be \"" + format + "\"",
                    a.span("format"),
                    "it is a pattern of letters, as java.time takes them: \"dd.MM.yyyy HH:mm\"");
        }
    }

    private record Numbers(int width) implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            boolean fits = type.rank() == 1
                    ? width == 1
                    : type.rank() == 2 && type.shape().dim(1).is(width);
            if (type.dtype() != DType.F32 || !fits) {
                throw in.report.error(
                        type.dtype() == DType.F32 ? Code.SIZES_DIFFER : Code.WRONG_DTYPE,
                        "`date(…)` gives f32[B, " + width + "]" + (width == 1 ? " or f32[B]" : "") + ", but " + what
                                + " is " + type,
                        at,
                        "each part is a number; with `cyclic = true` a sine and a cosine, but for the year");
            }
        }
    }
}
