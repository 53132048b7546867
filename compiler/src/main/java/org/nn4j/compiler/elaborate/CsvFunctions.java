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
        DataFunctions.define(
                s,
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
                """
                The rows of CSV files in UTF-8, whose first line names the columns. Each row has a cell for each column;
                quotes stand around a cell that holds the delimiter, and blanks around a cell do not count.

                - `path`: a file, relative to the program; `*` and `?` in its name match several, and a list names
                  several. They have the same columns, in any order.
                - `validation = 0`, `test = 0`: which part of the rows is kept from training, from 0 to below 1, or files
                  of their own, named as in `path`. What is trained must keep rows.
                - `split = "random"`: which rows those are. `"random"` draws them by the seed; `"stratified"` does so
                  from each class of the first target that is a `category`; `"last"` takes the last rows, those for the
                  test at the end. Windows over a series are always split so.
                - `missing = "error"`: what is done with an empty cell. `"skip"` leaves its row out of training, `"mean"`,
                  `"median"` (of the training rows) or a number fills it. Targets and names are never filled in, nor is
                  anything that is served with `"skip"`: these stay errors.
                - `delimiter = ","`, `decimal = "."`: one character each.
                - `weights`: the column of the rows' weights, finite numbers from 0 on. A row of weight 2 counts as two in
                  the loss, one of weight 0 is not trained on; metrics and fitted statistics do not look at weights. A
                  target that takes the column too gives them to `WeightedMean` and other metrics.
                - `stream`: how many rows are in memory at a time, the others on disk; all are where it is left out. Not
                  for series; sequences in cells then need `max`.

                A cell that cannot be read is an error that names its line and column.
                Example: data csv("sales-*.csv", validation = 0.1, test = "later.csv", missing = "median", weights = "n")
                Example: feed x = columns(except = ["id", "price"])  // f32[B, 4]
                Example: target price: f32[B]""",
                CsvFunctions::csv);
        DataFunctions.define(s, "columns", List.of("*names", "only?", "except?"), """
                Numeric columns side by side, f32[B, columns]. Without names it is all columns of the file but the
                targets' and that of the weights. How many they are is checked against the input when the file is read,
                and when the program is compiled where they are named.

                - `names`: the columns, in this order.
                - `only`: the same as a list.
                - `except`: a column or a list of columns to leave out.
                Example: feed x = columns("height", "width")             // f32[B, 2]
                Example: feed others = columns(except = ["id", "kind"])  // f32[B, 4]""", CsvFunctions::columns);
        DataFunctions.define(
                s,
                "column",
                List.of("name", "standardize?", "predicted_by?"),
                """
                One numeric column: f32[B], or i64[B] if all its cells are whole numbers. A target that says nothing else
                takes the column of its own name.

                - `name`: its name.
                """ + DataFunctions.STANDARDIZE_DOC + DataFunctions.PREDICTED_BY_DOC + """
                Example: feed size = column("size")                               // f32[B]
                Example: target price: f32[B] = column("price", standardize = true)""",
                CsvFunctions::column);
        DataFunctions.define(
                s,
                "category",
                List.of("column", "names?", "classes?", "unknown?", "predicted_by?"),
                """
                A column of names, as the index of each: i64[B], or f32[B], as losses of two classes take it.

                - `column`: its name.
                - `names`: the names in the order of their indices. Without them, they are those of the training rows,
                  sorted by code point.
                - `classes`: how many indices there are, from 2 on. Left out, it is the number of `names`, or as many as
                  the output that predicts the target has places. Another number in the data is an error.
                - `unknown = false`: whether index 0 stands for names that are not among these, and for empty cells of
                  inputs; the names then count from 1. Otherwise such a name is an error.
                """ + DataFunctions.PREDICTED_BY_DOC + """
                Example: feed town = category("town", classes = 20, unknown = true)    // i64[B]
                Example: target ill: f32[B] = category("outcome", ["healthy", "ill"])""",
                CsvFunctions::category);
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
                        Code.WRONG_DTYPE,
                        "`columns(…)` does not give " + type.dtype() + " for " + what,
                        at,
                        "it gives f32; whole numbers one column at a time: `column(…)` gives i64[B]");
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
