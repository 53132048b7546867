package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.SeriesLoad;
import org.nn4j.compiler.source.Span;

/** A text, its characters, and those that follow them. A row is a place of the text where a window begins. */
final class TextFunctions {

    static final List<String> COLUMNS = List.of("chars", "following");

    /** As the runtime keeps the indices of characters. */
    private static final DType STORED = DType.I32;

    private TextFunctions() {}

    static void define(Scope s) {
        DataFunctions.define(s, "text", List.of("path", "context", "validation?", "test?"), """
                A text file in UTF-8, as one series of characters (Unicode code points). A row is a place where a window
                of characters begins; an epoch has one for each `context` characters, begun where the seed says.

                - `path`: the file, relative to the program.
                - `context`: how many characters a window has, from 1 to 1 000 000.
                - `validation = 0`, `test = 0`: which part of the text is kept from training, from 0 to below 1: its end,
                  the test last. Each part must hold a window and the character behind it.
                Example: data text("shakespeare.txt", context = 64, validation = 0.1)
                Example: feed tokens = chars()  // i64[B, T]
                Example: target next: i64[B, T]""", TextFunctions::text);
        DataFunctions.define(
                s,
                "chars",
                List.of("column?", "vocab?", "max?", "unknown?"),
                """
                Characters (Unicode code points) as indices, sorted by code point: i64[B, T]. Without a column they are
                those of `text(…)`, T is its context, and exactly one input takes them. With one they are those of each
                cell of CSV files, with 0 behind shorter ones, and T is as long as the batch's longest cell.

                """ + SequenceFunctions.TOKENS_DOC + """

                Of a text, `vocab` may be left out, nothing is padded, and with `unknown = true` index 0 stands for
                characters that training did not see.
                Example: feed letters = chars("name", vocab = 30)  // i64[B, T]""",
                TextFunctions::chars);
        DataFunctions.define(
                s,
                "following",
                List.of("predicted_by?"),
                """
                The characters of `text(…)` that follow those of `chars()`: i64[B, T], the same one character on, or
                i64[B], only the one behind the window. A target of a text that says nothing else is that.

                """ + DataFunctions.PREDICTED_BY_DOC + """
                Example: data text("shakespeare.txt", context = 64)
                Example: feed tokens = chars()  // i64[B, T]
                Example: target next: i64[B] = following()""",
                (in, a) -> new Val.Column(following(new DataColumn.Target(a.string("predicted_by"), false))));
    }

    private static Val text(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.data(in, a, "text");
        m.put("context", DataFunctions.steps(in, a, "context"));
        return new Val.Spec("data", m);
    }

    private static Val chars(Interpreter in, Given a) {
        String column = a.string("column");
        if (column != null) {
            return SequenceFunctions.tokens(in, a, "chars", column);
        }
        Map<String, Object> m = DataFunctions.entries("chars");
        if (a.has("vocab")) {
            m.put("classes", DataFunctions.atLeast(in, a, "vocab", 1, 1));
        }
        m.put("unknown", a.flag("unknown", false));
        return new Val.Column(DataColumn.input("chars", m, new Characters()));
    }

    /** The target of a text that says nothing else. */
    static DataColumn following() {
        return following(DataColumn.Target.PLAIN);
    }

    private static DataColumn following(DataColumn.Target target) {
        return new DataColumn("following", DataFunctions.entries("following"), new Following(), true, target);
    }

    /** The characters of a window. */
    private record Characters() implements DataColumn.Form {
        @Override
        public boolean isOfSeries() {
            return true;
        }

        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            requireFits(in, type.rank() == 2, "`chars()` gives i64[B, T]", type, what, at);
        }

        @Override
        public Graph load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
            if (!"text".equals(reading.data().get("kind"))) {
                throw in.report.error(
                        Code.RECIPE_VALUE,
                        "`chars()` takes the characters of `text(…)`",
                        taken.at(),
                        "of a CSV file name the column: `chars(\"name\", vocab = 100)`");
            }
            return TextFunctions.load(in, taken, reading).window(taken.type(), 0, context(reading));
        }
    }

    /** The characters one further on, or only the one behind the window. */
    private record Following() implements DataColumn.Form {
        @Override
        public boolean isOfSeries() {
            return true;
        }

        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            boolean fits = type.rank() == 1 || type.rank() == 2;
            requireFits(in, fits, "the characters that follow are i64[B, T] or i64[B]", type, what, at);
        }

        @Override
        public Graph load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
            SeriesLoad load = TextFunctions.load(in, taken, reading);
            long context = context(reading);
            return taken.type().rank() == 1
                    ? load.element(taken.type(), context)
                    : load.window(taken.type(), 1, context);
        }
    }

    private static void requireFits(Interpreter in, boolean fits, String gives, TensorType type, String what, Span at) {
        if (!fits || type.dtype() != DType.I64) {
            throw in.report.error(
                    fits ? Code.WRONG_DTYPE : Code.WRONG_RANK, gives + ", but " + what + " is " + type, at);
        }
    }

    private static long context(DataColumn.Reading reading) {
        return (Long) reading.data().getOrDefault("context", 0L);
    }

    /** All that is taken of a text is cut out of one series of characters. */
    private static SeriesLoad load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
        List<DataColumn.Taken> characters = reading.feedsOf("chars");
        if (characters.size() != 1) {
            throw in.report.error(
                    Code.RECIPE_INCOMPLETE,
                    "exactly one input is fed `chars()` of a text, not " + characters.size(),
                    taken.at());
        }
        if (taken.type().rank() == 2) {
            Dim time = taken.type().shape().dim(1);
            if (!time.is(context(reading)) && time.symbolName().isEmpty()) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        taken.what() + " is " + taken.type() + ", but the context of the text is " + context(reading)
                                + " characters",
                        taken.at());
            }
        }
        return new SeriesLoad(taken.name(), characters.get(0).name(), STORED);
    }
}
