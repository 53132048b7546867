package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.source.Span;

/**
 * The functions of a recipe that are about data, a family for each kind of data, and what their families share. A kind
 * of data is a function that says where it is ({@code csv(…)}) and those that take columns of it.
 */
final class DataFunctions {
    private static final long MAX_STEPS = 1_000_000;

    private static final Set<String> SPLITS = Set.of("random", "stratified", "last");

    /** What {@link #parts} takes, for the reference. */
    static final String PARTS_DOC = """
            - `validation = 0`, `test = 0`: which part of the rows is kept from training, from 0 to below 1; where it is
              not 0, at least one row. Together they must leave rows to train on.
            - `split = "random"`: which rows those are. `"random"` draws them by the seed; `"stratified"` does so from
              each class of the first target of classes; `"last"` takes the last rows, those for the test at the end.
            """;

    /** What {@link DataColumn.Target#of} takes besides. */
    static final String PREDICTED_BY_DOC = """
            - `predicted_by`: the name of the output that predicts the target, as a string; needed only where the types
              of several outputs fit.
            """;

    static final String STANDARDIZE_DOC = """
            - `standardize = false`: of a target, whether the loss sees it with mean 0 and deviation 1, those of the
              training rows. Predictions and metrics stay in the unit of the data.
            """;

    /** The functions that take columns, by the kind of data that they take them of. */
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "csv", CsvFunctions.COLUMNS,
            "idx", ImageFunctions.COLUMNS,
            "images", ImageFunctions.COLUMNS,
            "npz", NumpyFunctions.COLUMNS,
            "text", TextFunctions.COLUMNS);

    private DataFunctions() {}

    static void define(Scope s) {
        CsvFunctions.define(s);
        DateFunction.define(s);
        SequenceFunctions.define(s);
        SeriesFunctions.define(s);
        TextFunctions.define(s);
        ImageFunctions.define(s);
        NumpyFunctions.define(s);
        PlateauFunctions.define(s);
    }

    /** The user's model may call something else so; a tensor of that name does not hide a function. */
    static void define(Scope s, String name, List<String> parameters, String doc, Builtin.Body body) {
        s.bindAround(name, new Builtin(name, parameters, doc, body));
    }

    /** A scope with all of them. */
    static Scope scope() {
        Scope s = new Scope(null);
        define(s);
        return s;
    }

    /** The functions that say where data is, each with those that take columns of it. */
    static Map<String, List<String>> columns() {
        return new TreeMap<>(COLUMNS);
    }

    /** What the runtime needs to know of something of this kind. */
    static Map<String, Object> entries(String kind) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("kind", kind);
        return m;
    }

    static void put(Map<String, Object> m, String key, @Nullable Object value) {
        if (value != null) {
            m.put(key, value);
        }
    }

    /** Where data is and how it is split: {@code path}, {@code validation}, {@code test} and, where given, {@code split}. */
    static Map<String, Object> data(Interpreter in, Given a, String kind) {
        Map<String, Object> m = entries(kind);
        m.put("path", a.string("path"));
        parts(in, a, m);
        return m;
    }

    /** Which part of the rows belongs to which split; none to one that has files of its own. */
    static void parts(Interpreter in, Given a, Map<String, Object> m) {
        double validation = m.containsKey("validation_path") ? 0 : fraction(in, a, "validation");
        double test = m.containsKey("test_path") ? 0 : fraction(in, a, "test");
        if (validation + test >= 1) {
            throw in.report.error(Code.RECIPE_VALUE, "validation and test leave no rows to train on", a.span());
        }
        m.put("validation", validation);
        m.put("test", test);
        if (a.has("split")) {
            m.put("split", oneOf(in, a, "split", SPLITS, "random"));
        }
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

    /** The arguments {@code names} and {@code classes} of a column of classes. */
    static void classes(Interpreter in, Given a, Map<String, Object> m) {
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
    }

    static long atLeast(Interpreter in, Given a, String name, long least, long otherwise) {
        long n = a.integer(name, otherwise);
        if (n < least) {
            throw in.report.error(
                    Code.RECIPE_VALUE, "`" + name + "` must be at least " + least + ", not " + n, a.span(name));
        }
        return n;
    }

    /** How many rows or characters of a series are taken at once; each has its place in the graph. */
    static long steps(Interpreter in, Given a, String name) {
        long n = atLeast(in, a, name, 1, 1);
        if (n > MAX_STEPS) {
            throw in.report.error(
                    Code.RECIPE_VALUE, "`" + name + "` must be at most " + MAX_STEPS + ", not " + n, a.span(name));
        }
        return n;
    }

    static String oneOf(Interpreter in, Given a, String name, Set<String> words, String otherwise) {
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

    /** The column of a target that says nothing else: what follows in a text, the column of its name elsewhere. */
    static DataColumn column(String name, Val.@Nullable Spec data) {
        boolean text = data != null && "text".equals(data.entries().get("kind"));
        return text ? TextFunctions.following() : CsvFunctions.column(name);
    }

    /** Reports a column that data of this kind does not have. */
    static void requireOf(Interpreter in, String kind, DataColumn column, Span at) {
        List<String> functions = COLUMNS.getOrDefault(kind, List.of());
        if (!functions.contains(column.function())) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`" + column.function() + "(…)` cannot be taken of `" + kind + "(…)`",
                    at,
                    "of it one takes: "
                            + String.join(
                                    ", ",
                                    functions.stream()
                                            .map(f -> "`" + f + "(…)`")
                                            .toList()));
        }
    }
}
