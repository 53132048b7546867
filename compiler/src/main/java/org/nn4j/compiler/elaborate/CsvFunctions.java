package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.source.Span;

/** CSV files and their columns. */
final class CsvFunctions {

    static final List<String> COLUMNS =
            List.of("columns", "column", "category", "window", "ahead", "words", "chars", "numbers", "lengths", "date");

    private static final Set<String> MISSING = Set.of("error", "skip", "mean", "median");

    private static final String STREAM = "stream";

    private CsvFunctions() {}

    static void define(Scope s) {
        DataFunctions.bind(
                s,
                new Builtin(
                        "csv",
                        List.of(
                                "path",
                                "validation?",
                                "test?",
                                "split?",
                                "missing?",
                                "delimiter?",
                                "decimal?",
                                "weights?",
                                "stream?"),
                        CsvFunctions::csv));
        DataFunctions.bind(s, new Builtin("columns", List.of("*names", "only?", "except?"), CsvFunctions::columns));
        DataFunctions.bind(
                s, new Builtin("column", List.of("name", "standardize?", "predicted_by?"), CsvFunctions::column));
        DataFunctions.bind(
                s,
                new Builtin(
                        "category",
                        List.of("column", "names?", "classes?", "unknown?", "predicted_by?"),
                        CsvFunctions::category));
    }

    /** Whether the rows stay on disk, of which some are in memory at a time. */
    static boolean streams(DataColumn.Reading reading) {
        return reading.data().containsKey(STREAM);
    }

    private static Val csv(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("csv");
        m.put("path", paths(in, a, "path"));
        for (String split : List.of("validation", "test")) {
            if (isPaths(a, split)) {
                m.put(split + "_path", paths(in, a, split));
            }
        }
        DataFunctions.parts(in, a, m);
        DataFunctions.put(m, "weights", a.string("weights"));
        if (a.has("stream")) {
            m.put(STREAM, DataFunctions.atLeast(in, a, "stream", 1, 1));
        }
        if (a.has("missing") && in.number(a.value("missing")).isPresent()) {
            m.put("missing", in.number(a.value("missing")).get());
        } else {
            m.put("missing", DataFunctions.oneOf(in, a, "missing", MISSING, "error"));
        }
        m.put("delimiter", character(in, a, "delimiter", ","));
        m.put("decimal", character(in, a, "decimal", "."));
        return new Val.Spec("data", m);
    }

    /** Whether a split is given as files rather than as a part of the rows. */
    private static boolean isPaths(Given a, String split) {
        return a.has(split) && (a.value(split) instanceof Val.Str || a.value(split) instanceof Val.Sequence);
    }

    /** A path, or a list of them. */
    private static Object paths(Interpreter in, Given a, String name) {
        if (a.value(name) instanceof Val.Str s) {
            return s.value();
        }
        List<String> paths = Objects.requireNonNull(a.strings(name));
        if (paths.isEmpty()) {
            throw in.report.error(Code.RECIPE_VALUE, "`" + name + "` names no file", a.span(name), "name at least one");
        }
        return paths;
    }

    private static String character(Interpreter in, Given a, String name, String otherwise) {
        String c = a.string(name);
        if (c != null && c.length() != 1) {
            throw in.report.error(Code.RECIPE_VALUE, "`" + name + "` must be one character", a.span(name));
        }
        return c == null ? otherwise : c;
    }

    private static Val columns(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("columns");
        List<String> only = a.rest().isEmpty()
                ? a.strings("only")
                : a.rest().stream().map(name -> name(in, name)).toList();
        DataFunctions.put(m, "only", only);
        List<String> except = a.strings("except");
        m.put("except", except == null ? List.of() : except);
        return new Val.Column(DataColumn.input("columns", m, new SeveralColumns(only)));
    }

    private static String name(Interpreter in, Callable.Argument argument) {
        if (argument.value() instanceof Val.Str s) {
            return s.value();
        }
        throw in.report.error(
                Code.WRONG_KIND,
                "a column's name is a string, not " + argument.value().describe(),
                argument.span());
    }

    private static Val column(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("column");
        m.put("column", a.string("name"));
        return new Val.Column(new DataColumn("column", m, new OneForEachRow("column"), false, DataColumn.Target.of(a)));
    }

    /** The column of a target that says nothing else. */
    static DataColumn column(String name) {
        Map<String, Object> m = DataFunctions.entries("column");
        m.put("column", name);
        return DataColumn.input("column", m, new OneForEachRow("column"));
    }

    private static Val category(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("category");
        m.put("column", a.string("column"));
        DataFunctions.classes(in, a, m);
        m.put("unknown", a.flag("unknown", false));
        return new Val.Column(
                new DataColumn("category", m, new OneForEachRow("category"), true, DataColumn.Target.of(a)));
    }

    private record SeveralColumns(@Nullable List<String> only) implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            if (type.rank() != 2) {
                throw in.report.error(
                        Code.WRONG_RANK,
                        "`columns(…)` gives f32[B, columns], but " + what + " is " + type,
                        at,
                        type.rank() == 1 ? "`column(…)` gives a single one as f32[B]" : null);
            }
            if (type.dtype() != DType.F32) {
                throw in.report.error(
                        Code.WRONG_DTYPE, "`columns(…)` does not give " + type.dtype() + " for " + what, at);
            }
            if (only != null
                    && type.shape().dim(1).isKnown()
                    && only.size() != type.shape().dim(1).value()) {
                throw in.report.error(
                        Code.SIZES_DIFFER, what + " is " + type + ", but " + only.size() + " columns are named", at);
            }
        }
    }
}
