package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** What an expression evaluates to. */
sealed interface Val permits Val.Data, Callable {

    /** What a message calls it: {@code a float}, {@code a tensor f32[B, 10]}. */
    String describe();

    /** Everything but what can be called. */
    sealed interface Data extends Val {}

    /** Stands for a value that could not be found out; whatever touches it stays silent, so one mistake is told once. */
    enum Unknown implements Data {
        UNKNOWN;

        @Override
        public String describe() {
            return "an unknown value";
        }
    }

    /** A parameter that exists only under a condition which does not hold. */
    record Missing(String condition) implements Data {
        @Override
        public String describe() {
            return "a parameter that exists only when `" + condition + "`";
        }
    }

    /** An integer; it may be a dim that only run time knows. */
    record Int(Dim dim) implements Data {
        static Int of(long value) {
            return new Int(Dim.of(value));
        }

        @Override
        public String describe() {
            return dim.isKnown() ? "the int " + dim : "the size " + dim;
        }
    }

    record Real(double value) implements Data {
        @Override
        public String describe() {
            return "the float " + value;
        }
    }

    /** {@code null} where a body is checked in general and the condition depends on its parameters. */
    record Bool(@Nullable Boolean value) implements Data {
        @Override
        public String describe() {
            return "a bool";
        }
    }

    record Str(String value) implements Data {
        @Override
        public String describe() {
            return "the string \"" + value + "\"";
        }
    }

    /** A list or a tuple. */
    record Sequence(List<Val> elements) implements Data {
        @Override
        public String describe() {
            return elements.stream().map(Val::describe).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** Several results by name. */
    record Named(Map<String, Val> fields) implements Data {
        @Override
        public String describe() {
            return "a value with "
                    + String.join(
                            ", ",
                            fields.keySet().stream().map(f -> "`." + f + "`").toList());
        }
    }

    /** A run of dims, {@code ...S}. */
    record Run(List<Dim> dims) implements Data {
        @Override
        public String describe() {
            return "the dims " + dims;
        }
    }

    /**
     * A tensor under construction.
     *
     * @param graph the graph it belongs to: that of a batch, or that of totals
     * @param weak a scalar that takes the element type of the tensor it meets: what is computed from the step
     */
    record Tensor(Value value, GraphBuilder graph, boolean weak) implements Data {
        TensorType type() {
            return value.type();
        }

        @Override
        public String describe() {
            return "a tensor " + value.type();
        }
    }

    /** Some of the model's parameters, by path. */
    record Params(List<String> patterns, int minRank) implements Data {
        @Override
        public String describe() {
            return "a choice of parameters";
        }
    }

    /** What a feed or a target takes of the data. */
    record Column(DataColumn column) implements Data {
        @Override
        public String describe() {
            return "columns of the data";
        }
    }

    /**
     * Axes by the names that signatures give them.
     *
     * @param names {@code C} or {@code ...S}
     * @param scope where the names mean something
     */
    record Axes(List<String> names, Scope scope) implements Data {
        @Override
        public String describe() {
            return "the axes " + written();
        }

        String written() {
            return names.size() == 1 ? names.get(0) : names.stream().collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** A tensor that is to stand along these axes of the tensor it meets. */
    record Along(Tensor tensor, Axes axes) implements Data {
        @Override
        public String describe() {
            return "`along(…)` of " + tensor.type() + ", which takes its place when it meets a tensor";
        }
    }

    /** Something of a recipe that is no tensor: a data source, a stopping rule. */
    record Spec(String kind, Map<String, Object> entries) implements Data {
        @Override
        public String describe() {
            return switch (kind) {
                case "dtype" -> "the element type `" + entries.get("dtype") + "`";
                case "data" -> "a data source";
                case "optimizer" -> "an optimizer";
                case "split" -> "a split of the data";
                case "value" -> "a value to watch";
                case "stop" -> "a rule to stop";
                default -> "`" + kind + "(…)`";
            };
        }
    }

    default boolean isUnknown() {
        return this == Unknown.UNKNOWN;
    }
}
