package org.nn4j.compiler.elaborate;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.source.Span;

/** Dates in a CSV file's column, as numbers: parts of each, and places in cycles, a sine and a cosine each. */
final class DateFunctions {

    private static final List<String> CYCLES = List.of("month", "day", "weekday", "day_of_year", "hour", "minute");
    private static final List<String> PARTS =
            List.of("year", "month", "day", "weekday", "day_of_year", "hour", "minute", "days");

    private DateFunctions() {}

    static void define(Scope s) {
        DataFunctions.bind(
                s,
                new Builtin("date", List.of("column", "parts?", "cycles?", "format?", "since?"), DateFunctions::date));
    }

    private static Val date(Interpreter in, Given a) {
        List<String> parts = words(in, a, "parts", PARTS);
        List<String> cycles = words(in, a, "cycles", CYCLES);
        if (parts.isEmpty() && cycles.isEmpty()) {
            throw in.report.error(
                    Code.MISSING_ARGUMENT,
                    "`date` needs `parts` or `cycles`",
                    a.span(),
                    "for example `date(\"when\", parts = [\"year\"], cycles = [\"month\", \"weekday\"])`");
        }
        Map<String, Object> m = DataFunctions.entries("date");
        m.put("column", Objects.requireNonNull(a.string("column")));
        m.put("parts", parts);
        m.put("cycles", cycles);
        DataFunctions.put(m, "format", format(in, a));
        m.put("since", since(in, a));
        return new Val.Column(DataColumn.input("date", m, new Numbers(parts.size() + 2 * cycles.size())));
    }

    private static List<String> words(Interpreter in, Given a, String name, List<String> known) {
        List<String> words = a.strings(name);
        for (String word : words == null ? List.<String>of() : words) {
            if (!known.contains(word)) {
                throw in.report.error(
                        Code.RECIPE_VALUE,
                        "`" + name + "` of a date cannot have \"" + word + "\"",
                        a.span(name),
                        Suggestions.didYouMean(word, known));
            }
        }
        return words == null ? List.of() : words;
    }

    private static @Nullable String format(Interpreter in, Given a) {
        String format = a.string("format");
        try {
            if (format != null) {
                new DateTimeFormatterBuilder().appendPattern(format);
            }
            return format;
        } catch (IllegalArgumentException e) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "\"" + format + "\" is no format of dates: " + e.getMessage(),
                    a.span("format"),
                    "for example \"yyyy-MM-dd HH:mm\"; the letters are those of Java's DateTimeFormatter");
        }
    }

    private static String since(Interpreter in, Given a) {
        String since = a.string("since");
        try {
            return LocalDate.parse(since == null ? "1970-01-01" : since).toString();
        } catch (DateTimeException e) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`since` is a day such as \"2000-01-01\", not \"" + since + "\"",
                    a.span("since"));
        }
    }

    /** As many numbers for each row. */
    private record Numbers(int width) implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            boolean fits = type.rank() == 2 ? type.shape().dim(1).is(width) : type.rank() == 1 && width == 1;
            if (!fits || type.dtype() != DType.F32) {
                throw in.report.error(
                        fits ? Code.WRONG_DTYPE : Code.SIZES_DIFFER,
                        "`date(…)` gives f32[B, " + width + "] here, but " + what + " is " + type,
                        at,
                        "a part is one number, a cycle two: its sine and its cosine");
            }
        }

        @Override
        public Graph load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
            if (!reading.feeds().contains(taken)) {
                throw in.report.error(Code.RECIPE_VALUE, "`date(…)` feeds an input, it is no target", taken.at());
            }
            return load(taken.name(), taken.type());
        }
    }
}
