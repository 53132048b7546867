package org.nn4j.compiler.program;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;

/**
 * How a model is trained.
 *
 * @param training one batch, as in training: outputs {@code loss} ({@code f32[B]}, or a scalar that counts for every
 *     row), {@code state.<path>} for each state that is updated, and {@code total.<i>}, what the batch adds to a total
 * @param evaluation the same batch as the served model sees it: {@code loss} and {@code total.<i>}
 * @param totals what is accumulated for metrics; the loss's own totals are not among them
 * @param values from {@code total.<i>} to {@code value.<metric>}, f64
 * @param fitTotals what is accumulated for fitted statistics
 * @param fitting what a batch adds to them: {@code fit.<i>}
 * @param fittedValues from {@code fit.<i>} (and {@code fitted.<path>}) to {@code fitted.<path>}
 */
public record Recipe(
        String name,
        Graph training,
        Graph evaluation,
        List<Total> totals,
        Graph values,
        List<Total> fitTotals,
        Graph fitting,
        Graph fittedValues,
        OptimizerRule optimizer,
        Settings settings) {

    /**
     * An accumulator, f64, that starts at {@code start()} everywhere; or rows of any type, {@code [R, …]}, of which there
     * are none at first.
     */
    public record Total(TensorType type, Kind kind) {

        /** How many rows were collected. */
        public static final Dim ROWS = Dim.symbol("R");

        public double start() {
            return switch (kind) {
                case SUM, ROWS -> 0;
                case MIN -> Double.POSITIVE_INFINITY;
                case MAX -> Double.NEGATIVE_INFINITY;
            };
        }
    }

    /** How a batch's part joins what was there. */
    public enum Kind {
        SUM,
        MIN,
        MAX,
        /** One batch's rows behind those of the other. */
        ROWS
    }

    /** What the runtime needs to know beside the graphs; names and meanings as in the description of the model folder. */
    public record Settings(
            Map<String, Object> data,
            List<Column> feeds,
            List<Column> targets,
            List<String> metrics,
            Run run,
            @Nullable Map<String, Object> stop,
            @Nullable Map<String, Object> reduce) {}

    /**
     * A feed or a target and where its values come from.
     *
     * @param type as the graphs see a batch of it
     * @param load makes the batch, of {@code data.<name>} and maybe more such tensors, as the reader of the data stores
     *     them, and of {@code rows}: see {@link BatchLoad}
     * @param source what the reader needs to know
     */
    public record Column(String name, TensorType type, Graph load, Map<String, Object> source) {}

    /** Exactly one of epochs and steps is given. */
    public record Run(@Nullable Long epochs, @Nullable Long steps, long batch, long seed) {}
}
