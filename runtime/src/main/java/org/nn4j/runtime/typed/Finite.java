package org.nn4j.runtime.typed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;

/**
 * The rule for numbers that are none, as for empty cells of a file: NaN gets what the recipe's {@code missing} puts
 * there, if it says so; all else that is not finite is refused.
 */
record Finite(List<Double> fills) {

    /** That of an input. */
    static Finite of(String input, @Nullable Learned learned) {
        return new Finite(learned == null ? List.of() : learned.fills().getOrDefault(input, List.of()));
    }

    /**
     * The number, or what stands in for it.
     *
     * @param place of the value among those of its row
     * @throws UserException if it is not finite
     */
    float of(float value, int row, String component, int place) {
        if (Float.isNaN(value) && place < fills.size()) {
            return fills.get(place).floatValue();
        }
        if (!Float.isFinite(value)) {
            throw Fault.of(
                    row,
                    component,
                    "is " + value,
                    "Give a finite number"
                            + (Float.isNaN(value)
                                    ? "; the recipe has no rule for missing ones, such as missing = \"mean\"."
                                    : "."));
        }
        return value;
    }
}
