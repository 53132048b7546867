package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.SequenceLoad;
import org.nn4j.compiler.source.Span;

/** Sequences of different length, one in each cell of a CSV file's column, and how long they are. */
final class SequenceFunctions {

    private static final String MAX_DOC = """
            - `max`: how much of each cell is read, from 1 on; all of it where it is left out. `csv(…, stream = …)` needs
              it.
            """;

    /** What {@link #tokens} takes, for the reference. */
    static final String TOKENS_DOC = """
            - `column`: the name of a column of CSV files.
            - `vocab`: how many indices there are, from 2 on: 0 for padding, 1 for unknown ones where they are allowed,
              then those of the training rows, sorted by code point. Another number in the data is an error.
            """ + MAX_DOC + """
            - `unknown = false`: whether index 1 stands for what the training rows do not have. Otherwise it is an
              error.
            """;

    private SequenceFunctions() {}

    static void define(Scope s) {
        DataFunctions.define(
                s,
                "words",
                List.of("column", "vocab?", "max?", "unknown?"),
                """
                The words of each cell, which blanks separate, as indices: i64[B, T], where T is as long as the batch's
                longest cell. Only inputs take them.

                """ + TOKENS_DOC + """
                Example: feed tokens = words("text", vocab = 2000, max = 100, unknown = true)  // i64[B, T]""",
                (in, a) -> tokens(in, a, "words", Objects.requireNonNull(a.string("column"))));
        DataFunctions.define(
                s,
                "numbers",
                List.of("column", "max?"),
                """
                The numbers of each cell, which blanks separate: f32[B, T], where T is as long as the batch's longest
                cell, with 0 behind shorter ones. Only inputs take them.

                - `column`: the name of a column of CSV files.
                """ + MAX_DOC + """
                Example: feed pulse = numbers("pulse", max = 500)  // f32[B, T]""",
                (in, a) -> sequence(
                        entries(in, a, "numbers", Objects.requireNonNull(a.string("column"))), "numbers", DType.F32));
        DataFunctions.define(s, "lengths", List.of("column"), """
                How long the sequence of each cell is, without its padding: i64[B], as `scan … lengths = n` takes it.

                - `column`: a column whose sequences another input takes by `words`, `chars` or `numbers`.
                Example: feed tokens = words("text", vocab = 2000)  // i64[B, T]
                Example: feed n = lengths("text")                   // i64[B]""", (in, a) -> {
            Map<String, Object> m = DataFunctions.entries("lengths");
            m.put("column", a.string("column"));
            return new Val.Column(DataColumn.input("lengths", m, new Lengths()));
        });
    }

    /** The words or characters of a column, as indices: 0 is padding. */
    static Val tokens(Interpreter in, Given a, String of, String column) {
        Map<String, Object> m = entries(in, a, of, column);
        if (!a.has("vocab")) {
            throw in.report.error(
                    Code.MISSING_ARGUMENT,
                    "`" + of + "` of a column needs `vocab`, the size of its vocabulary",
                    a.span(),
                    "padding counts, and so do unknown tokens where they are allowed");
        }
        m.put("classes", DataFunctions.atLeast(in, a, "vocab", 2, 2));
        m.put("unknown", a.flag("unknown", false));
        return sequence(m, of, DType.I64);
    }

    private static Map<String, Object> entries(Interpreter in, Given a, String of, String column) {
        Map<String, Object> m = DataFunctions.entries("sequence");
        m.put("of", of);
        m.put("column", column);
        if (a.has("max")) {
            m.put("max", DataFunctions.atLeast(in, a, "max", 1, 1));
        }
        return m;
    }

    private static Val sequence(Map<String, Object> m, String function, DType dtype) {
        return new Val.Column(DataColumn.input(function, m, new Padded(function, dtype)));
    }

    private record Padded(String function, DType dtype) implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            boolean fits = type.rank() == 2 && type.shape().dim(1).symbolName().isPresent();
            if (!fits || type.dtype() != dtype) {
                throw in.report.error(
                        fits ? Code.WRONG_DTYPE : Code.WRONG_RANK,
                        "`" + function + "(…)` gives " + dtype + "[B, T], as long as a batch's longest, but " + what
                                + " is " + type,
                        at);
            }
        }

        @Override
        public Graph load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
            if (!"csv".equals(reading.data().get("kind"))) {
                throw in.report.error(
                        Code.RECIPE_VALUE,
                        "`" + function + "(…)` takes no column of `text(…)`, which has none",
                        taken.at(),
                        "`chars()` takes its characters");
            }
            if (!reading.feeds().contains(taken)) {
                throw in.report.error(
                        Code.RECIPE_VALUE,
                        "`" + function + "(…)` feeds an input, it is no target: nothing says where its padding begins",
                        taken.at());
            }
            if (CsvFunctions.streams(reading) && !taken.column().source().containsKey("max")) {
                throw in.report.error(
                        Code.RECIPE_INCOMPLETE,
                        "rows that are streamed have room for sequences of a greatest length, which is not said",
                        taken.at(),
                        "say it: `" + function + "(…, max = 200)`");
            }
            for (DataColumn.Taken other : reading.feeds()) {
                boolean shares = other.column().form() instanceof Padded
                        && !other.name().equals(taken.name())
                        && other.type()
                                .shape()
                                .dim(1)
                                .equals(taken.type().shape().dim(1));
                if (shares) {
                    throw in.report.error(
                            Code.SIZES_DIFFER,
                            other.what() + " and " + taken.what()
                                    + " have sequences of their own lengths, but both are " + "`"
                                    + taken.type().shape().dim(1) + "` long",
                            taken.at(),
                            "give each a name of its own: `" + taken.type().dtype() + "[B, U]`");
                }
            }
            return SequenceLoad.padded(taken.name(), taken.type());
        }
    }

    private record Lengths() implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            if (type.rank() != 1 || type.dtype() != DType.I64) {
                throw in.report.error(
                        type.rank() == 1 ? Code.WRONG_DTYPE : Code.WRONG_RANK,
                        "`lengths(…)` gives i64[B], but " + what + " is " + type,
                        at);
            }
        }

        @Override
        public Graph load(Interpreter in, DataColumn.Taken taken, DataColumn.Reading reading) {
            Object column = taken.column().source().get("column");
            boolean fed = reading.feeds().stream()
                    .anyMatch(f -> f.column().form() instanceof Padded
                            && Objects.equals(f.column().source().get("column"), column));
            if (!fed) {
                throw in.report.error(
                        Code.RECIPE_INCOMPLETE,
                        "no input is fed the sequences of the column \"" + column + "\"",
                        taken.at(),
                        "for example `feed tokens = words(\"" + column + "\", vocab = 1000)`");
            }
            return load(taken.name(), taken.type());
        }
    }
}
