package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.SeriesLoad;
import org.nn4j.compiler.source.Span;

/**
 * The rows of a CSV file as a time series. A batch is made of rows to predict: {@code window} is what lies before each,
 * {@code ahead}, like every other column, what begins with it.
 */
final class SeriesFunctions {

    private static final String WINDOW = "window";
    private static final String AHEAD = "ahead";

    private SeriesFunctions() {}

    static void define(Scope s) {
        DataFunctions.define(s, WINDOW, List.of("columns", "length"), """
                The rows before the one to predict, the latest last: f32[B, length, columns], of a single column also
                f32[B, length]. The rows of the file follow each other in time; they are split in time, and cannot be
                skipped or streamed. Beside it, inputs take nothing but other windows.

                - `columns`: a numeric column or a list of them.
                - `length`: how many rows, from 1 to 1 000 000.
                Example: feed months = window(["passengers", "price"], 12)  // f32[B, 12, 2]""", SeriesFunctions::window);
        DataFunctions.define(
                s,
                AHEAD,
                List.of("column", "horizon?", "standardize?", "predicted_by?"),
                """
                A column from the row to predict on: f32[B, horizon], or f32[B], the last of these rows alone. Some input
                takes a `window`.

                - `column`: a numeric column.
                - `horizon = 1`: how many rows, from 1 to 1 000 000.
                """ + DataFunctions.STANDARDIZE_DOC + DataFunctions.PREDICTED_BY_DOC + """
                Example: feed months = window("passengers", 12)  // f32[B, 12]
                Example: target next: f32[B, 3] = ahead("passengers", horizon = 3)""",
                SeriesFunctions::ahead);
    }

    private static Val window(Interpreter in, Given a) {
        List<String> columns = Objects.requireNonNull(a.strings("columns"));
        long length = DataFunctions.steps(in, a, "length");
        Map<String, Object> m = DataFunctions.entries(WINDOW);
        m.put("columns", columns);
        m.put("length", length);
        return new Val.Column(DataColumn.input(WINDOW, m, new Window(columns.size(), length)));
    }

    private static Val ahead(Interpreter in, Given a) {
        long horizon = DataFunctions.steps(in, a, "horizon");
        Map<String, Object> m = DataFunctions.entries(AHEAD);
        m.put("column", a.string("column"));
        m.put("horizon", horizon);
        return new Val.Column(new DataColumn(AHEAD, m, new Ahead(horizon), false, DataColumn.Target.of(a)));
    }

    /** The rows before each. */
    private record Window(int columns, long length) implements DataColumn.Form {
        @Override
        public boolean isOfSeries() {
            return true;
        }

        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            Dim features = Dim.of(columns);
            boolean fits = type.dtype() == DType.F32
                    && (type.rank() == 3 ? type.shape().dim(2).equals(features) : type.rank() == 2 && columns == 1);
            requireFits(
                    in,
                    fits && holds(type.shape().dim(1), length),
                    WINDOW,
                    "f32[B, " + length + ", " + columns + "]" + (columns == 1 ? " or f32[B, " + length + "]" : ""),
                    type,
                    what,
                    at);
        }

        @Override
        public Graph load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
            requireOrder(in, taken, reading);
            return new SeriesLoad(taken.name(), taken.name(), DType.F32).window(taken.type(), -length, length);
        }
    }

    /** Each row and those behind it, or the last of these alone. */
    private record Ahead(long horizon) implements DataColumn.Form {
        @Override
        public boolean isOfSeries() {
            return true;
        }

        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            boolean fits = type.dtype() == DType.F32
                    && (type.rank() == 1
                            || (type.rank() == 2 && holds(type.shape().dim(1), horizon)));
            requireFits(in, fits, AHEAD, "f32[B, " + horizon + "] or f32[B]", type, what, at);
        }

        @Override
        public Graph load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
            requireOrder(in, taken, reading);
            SeriesLoad load = new SeriesLoad(taken.name(), taken.name(), DType.F32);
            return taken.type().rank() == 1
                    ? load.element(taken.type(), horizon - 1)
                    : load.window(taken.type(), 0, horizon);
        }
    }

    /** Whether an axis may have this size: it is that, or a symbol of its own. */
    private static boolean holds(Dim axis, long size) {
        return axis.is(size) || axis.symbolName().isPresent();
    }

    private static void requireFits(
            Interpreter in, boolean fits, String function, String gives, TensorType type, String what, Span at) {
        if (!fits) {
            throw in.report.error(
                    type.dtype() == DType.F32 ? Code.SIZES_DIFFER : Code.WRONG_DTYPE,
                    "`" + function + "(…)` gives " + gives + ", but " + what + " is " + type,
                    at);
        }
    }

    /** Reports what would break the order in time, or let a model see what it is to predict. */
    private static void requireOrder(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
        Object split = reading.data().getOrDefault("split", "last");
        if (!split.equals("last")) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "windows over a series overlap: with the split \"" + split
                            + "\" training would see what is validated",
                    taken.at(),
                    "split in time: `split = \"last\"`");
        }
        if (reading.data().containsKey("validation_path") || reading.data().containsKey("test_path")) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "a series is split in time, not by files",
                    taken.at(),
                    "name all files in their order, and the parts: `csv([\"2023.csv\", \"2024.csv\"], validation = 0.1)`");
        }
        if (CsvFunctions.streams(reading)) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "a series is in memory as a whole, for windows overlap: its rows cannot be streamed",
                    taken.at(),
                    "leave `stream` out of `csv(…)`");
        }
        if ("skip".equals(reading.data().get("missing"))) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`missing = \"skip\"` leaves rows out, and windows would reach over the gaps",
                    taken.at(),
                    "fill them: `missing = \"mean\"`, \"median\" or a number");
        }
        if (reading.feedsOf(WINDOW).isEmpty()) {
            throw in.report.error(
                    Code.RECIPE_INCOMPLETE,
                    "`ahead(…)` predicts from a window, but no feed takes one",
                    taken.at(),
                    "for example `feed x = window(\"y\", 12)`");
        }
        for (DataColumn.Taken feed : reading.feeds()) {
            if (!feed.column().form().isOfSeries()) {
                throw in.report.error(
                        Code.RECIPE_VALUE,
                        "beside windows, `" + feed.column().function()
                                + "(…)` would be a value of the row to predict, which is not known yet",
                        feed.at(),
                        "feed a window of the column: `window(\"" + "name\", 12)`");
            }
        }
    }
}
