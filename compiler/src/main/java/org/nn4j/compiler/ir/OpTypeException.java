package org.nn4j.compiler.ir;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operator was applied to types that do not fit. Carries what a diagnostic needs: what disagrees at which input and
 * what would help; the front end knows where the inputs stand in the source.
 */
public final class OpTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which family of diagnostics this belongs to. */
    public enum Kind {
        /** Two sizes that should be equal are not. */
        SIZES,
        /** Too many or too few axes, or an axis that is not there. */
        RANK,
        /** Element types that do not fit. */
        DTYPE,
        /** A wrong number of inputs. */
        COUNT,
        /** An attribute out of range. */
        ARGUMENT
    }

    private final Kind kind;
    private final transient Map<Integer, String> inputLabels;
    private final @Nullable String help;

    public OpTypeException(Kind kind, String title) {
        this(kind, title, Map.of(), null);
    }

    public OpTypeException(Kind kind, String title, Map<Integer, String> inputLabels, @Nullable String help) {
        super(title, null, false, false);
        this.kind = kind;
        this.inputLabels = Map.copyOf(inputLabels);
        this.help = help;
    }

    /** Two inputs that disagree, each labelled with its type. */
    public static OpTypeException disagree(Kind kind, String title, List<TensorType> inputs, @Nullable String help) {
        Map<Integer, String> labels = new java.util.HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            labels.put(i, inputs.get(i).toString());
        }
        return new OpTypeException(kind, title, labels, help);
    }

    public Kind kind() {
        return kind;
    }

    public String title() {
        return String.valueOf(getMessage());
    }

    /** What to write at which input. */
    public Map<Integer, String> inputLabels() {
        return inputLabels;
    }

    public @Nullable String help() {
        return help;
    }
}
