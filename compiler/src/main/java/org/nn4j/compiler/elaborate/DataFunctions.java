package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.source.Span;

/** What a recipe says about data: where it is, what feeds an input, when to stop. */
final class DataFunctions {

    private static final Set<String> SPLITS = Set.of("random", "stratified", "last");
    private static final Set<String> MISSING = Set.of("error", "skip", "mean", "median");

    private DataFunctions() {}

    static void define(Scope s) {
        bind(
                s,
                new Builtin(
                        "csv",
                        List.of("path", "validation?", "test?", "split?", "missing?", "delimiter?", "decimal?"),
                        DataFunctions::csv));
        bind(s, new Builtin("columns", List.of("*names", "only?", "except?"), DataFunctions::columns));
        bind(s, new Builtin("column", List.of("name", "standardize?", "predicted_by?"), (in, a) -> {
            Map<String, Object> m = entries("column");
            m.put("column", a.string("name"));
            m.put("standardize", a.flag("standardize", false));
            put(m, "predicted_by", a.string("predicted_by"));
            return new Val.Spec("column", m);
        }));
        bind(
                s,
                new Builtin(
                        "category",
                        List.of("column", "names?", "classes?", "unknown?", "predicted_by?"),
                        DataFunctions::category));
        bind(
                s,
                new Builtin(
                        "plateau",
                        List.of("value", "patience?", "min_delta?", "restore_best?", "mode?"),
                        DataFunctions::plateau));
        bind(s, "val", new Val.Spec("split", Map.of("name", "validation")));
        bind(s, "train", new Val.Spec("split", Map.of("name", "train")));
    }

    private static void bind(Scope s, Builtin f) {
        bind(s, f.name(), f);
    }

    /** What the user's model calls so is meant first. */
    private static void bind(Scope s, String name, Val v) {
        if (s.lookup(name) == null) {
            s.bind(name, v);
        }
    }

    private static long atLeast(Interpreter in, Given a, String name, long least, long otherwise) {
        long n = a.integer(name, otherwise);
        if (n < least) {
            throw in.report.error(
                    Code.RECIPE_VALUE, "`" + name + "` must be at least " + least + ", not " + n, a.span(name));
        }
        return n;
    }

    private static Map<String, Object> entries(String kind) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("kind", kind);
        return m;
    }

    private static void put(Map<String, Object> m, String key, @Nullable Object value) {
        if (value != null) {
            m.put(key, value);
        }
    }

    private static Val csv(Interpreter in, Given a) {
        Map<String, Object> m = entries("csv");
        m.put("path", a.string("path"));
        double validation = fraction(in, a, "validation");
        double test = fraction(in, a, "test");
        if (validation + test >= 1) {
            throw in.report.error(Code.RECIPE_VALUE, "validation and test leave no rows to train on", a.span());
        }
        m.put("validation", validation);
        m.put("test", test);
        m.put("split", oneOf(in, a, "split", SPLITS, "random"));
        if (a.has("missing") && in.number(a.value("missing")).isPresent()) {
            m.put("missing", in.number(a.value("missing")).get());
        } else {
            m.put("missing", oneOf(in, a, "missing", MISSING, "error"));
        }
        m.put("delimiter", character(in, a, "delimiter", ","));
        m.put("decimal", character(in, a, "decimal", "."));
        return new Val.Spec("data", m);
    }

    private static double fraction(Interpreter in, Given a, String name) {
        double d = a.number(name, 0);
        if (!(d >= 0 && d < 1)) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`" + name + "` is a part of the rows, from 0 to below 1, not " + d,
                    a.span(name));
        }
        return d;
    }

    private static String oneOf(Interpreter in, Given a, String name, Set<String> words, String otherwise) {
        String word = a.string(name);
        if (word == null) {
            return otherwise;
        }
        if (!words.contains(word)) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`" + name + "` cannot be \"" + word + "\"",
                    a.span(name),
                    "it is one of: " + String.join(", ", words.stream().sorted().toList()));
        }
        return word;
    }

    private static String character(Interpreter in, Given a, String name, String otherwise) {
        String c = a.string(name);
        if (c != null && c.length() != 1) {
            throw in.report.error(Code.RECIPE_VALUE, "`" + name + "` must be one character", a.span(name));
        }
        return c == null ? otherwise : c;
    }

    private static Val columns(Interpreter in, Given a) {
        Map<String, Object> m = entries("columns");
        if (!a.rest().isEmpty()) {
            m.put(
                    "only",
                    a.rest().stream()
                            .map(r -> {
                                if (r.value() instanceof Val.Str s) {
                                    return s.value();
                                }
                                throw in.report.error(
                                        Code.WRONG_KIND,
                                        "a column's name is a string, not "
                                                + r.value().describe(),
                                        r.span());
                            })
                            .toList());
        } else {
            put(m, "only", a.strings("only"));
        }
        List<String> except = a.strings("except");
        m.put("except", except == null ? List.of() : except);
        return new Val.Spec("column", m);
    }

    private static Val category(Interpreter in, Given a) {
        Map<String, Object> m = entries("category");
        m.put("column", a.string("column"));
        List<String> names = a.strings("names");
        put(m, "names", names);
        if (names != null && names.stream().distinct().count() < names.size()) {
            throw in.report.error(Code.RECIPE_VALUE, "a category has one name twice", a.span("names"));
        }
        if (a.has("classes")) {
            m.put("classes", atLeast(in, a, "classes", 2, 2));
        } else if (names != null) {
            m.put("classes", (long) names.size());
        }
        m.put("unknown", a.flag("unknown", false));
        put(m, "predicted_by", a.string("predicted_by"));
        return new Val.Spec("column", m);
    }

    private static Val plateau(Interpreter in, Given a) {
        if (!(a.value("value") instanceof Val.Spec watched) || !watched.kind().equals("value")) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`plateau` watches a value such as `val.loss`, not "
                            + a.value("value").describe(),
                    a.span("value"));
        }
        Map<String, Object> m = entries("plateau");
        m.putAll(watched.entries());
        boolean loss = "loss".equals(watched.entries().get("value"));
        if (!loss && !a.has("mode")) {
            throw in.report.error(
                    Code.RECIPE_INCOMPLETE,
                    "is a larger or a smaller `" + watched.entries().get("value") + "` better?",
                    a.span("value"),
                    "say so: `mode = \"max\"` or `mode = \"min\"`");
        }
        m.put("mode", oneOf(in, a, "mode", Set.of("min", "max"), "min"));
        m.put("patience", atLeast(in, a, "patience", 0, 5));
        m.put("min_delta", a.number("min_delta", 0));
        m.put("restore_best", a.flag("restore_best", true));
        return new Val.Spec("stop", m);
    }

    /** The column of a target that says nothing else. */
    static Val.Spec column(String name) {
        Map<String, Object> m = entries("column");
        m.put("column", name);
        return new Val.Spec("column", m);
    }

    /** What the runtime needs to know. */
    static Map<String, Object> source(Val.Spec column) {
        Map<String, Object> m = new LinkedHashMap<>(column.entries());
        m.remove("predicted_by");
        m.remove("standardize");
        return m;
    }

    /** Whether a column can become a tensor of this type. */
    static void check(Interpreter in, Val.Spec column, TensorType type, String what, Span at) {
        String kind = String.valueOf(column.entries().get("kind"));
        int rank = kind.equals("columns") ? 2 : 1;
        if (type.rank() != rank) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "`" + kind + "(…)` gives " + (rank == 2 ? "f32[B, columns]" : "one value for each row") + ", but "
                            + what + " is " + type,
                    at);
        }
        boolean fits = kind.equals("columns")
                ? type.dtype() == DType.F32
                : type.dtype() == DType.F32 || type.dtype() == DType.I64;
        if (!fits) {
            throw in.report.error(
                    Code.WRONG_DTYPE, "`" + kind + "(…)` does not give " + type.dtype() + " for " + what, at);
        }
        Object only = column.entries().get("only");
        if (only instanceof List<?> names
                && type.shape().dim(1).isKnown()
                && names.size() != type.shape().dim(1).value()) {
            throw in.report.error(
                    Code.SIZES_DIFFER, what + " is " + type + ", but " + names.size() + " columns are named", at);
        }
    }
}
