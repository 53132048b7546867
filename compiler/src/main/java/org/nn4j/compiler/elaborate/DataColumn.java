package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.BatchLoad;
import org.nn4j.compiler.source.Span;

/**
 * What a feed or a target takes of the data, as a function such as {@code columns(…)} describes it.
 *
 * @param function the name of the function
 * @param source what the runtime needs to know
 * @param form which tensors it can become
 * @param hasClasses whether its values are the indices of classes, so that {@code classes} may be among the source
 * @param target what only a target is told
 */
record DataColumn(String function, Map<String, Object> source, Form form, boolean hasClasses, Target target) {

    /** Which tensors a column can become, and how. */
    interface Form {

        /** Reports a type that it cannot become; {@code what} stands for the feed or target in messages. */
        void check(Interpreter in, TensorType type, String what, Span at);

        /** Whether the rows of the data are neighbours in time and what is taken depends on it. */
        default boolean isOfSeries() {
            return false;
        }

        /** Reports data that it cannot become this type of; called when the whole recipe is known. */
        default void checkData(Interpreter in, Val.Spec data, TensorType type, String what, Span at) {}

        /** How a batch is made of what the runtime stores of all rows. */
        default Graph load(String name, TensorType type) {
            return BatchLoad.rows(name, type);
        }

        /** The same where it depends on the data or the other columns; reports what does not fit these. */
        default Graph load(Interpreter in, Taken taken, Reading reading) {
            return load(taken.name(), taken.type());
        }
    }

    /** A column where a feed or target takes it; {@code what} stands for the latter in messages. */
    record Taken(DataColumn column, String name, TensorType type, String what, Span at) {}

    /** All that a recipe reads. */
    record Reading(Map<String, Object> data, List<Taken> feeds, List<Taken> targets) {

        /** The feeds that a function describes. */
        List<Taken> feedsOf(String function) {
            return feeds.stream()
                    .filter(t -> t.column().function().equals(function))
                    .toList();
        }
    }

    /**
     * What only a target is told.
     *
     * @param predictedBy the output that predicts it; null where the types tell
     * @param standardized whether the loss sees it standardised
     */
    record Target(@Nullable String predictedBy, boolean standardized) {

        static final Target PLAIN = new Target(null, false);

        /** From the arguments {@code standardize} and {@code predicted_by} of a function that has them. */
        static Target of(Given a) {
            return new Target(a.string("predicted_by"), a.flag("standardize", false));
        }
    }

    /** The same with more for the runtime to know. */
    DataColumn with(Map<String, Object> otherSource) {
        return new DataColumn(function, otherSource, form, hasClasses, target);
    }

    /** A column of values that are no classes and that only an input takes. */
    static DataColumn input(String function, Map<String, Object> source, Form form) {
        return new DataColumn(function, source, form, false, Target.PLAIN);
    }
}
