package org.nn4j.runtime.format;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an input or output of a graph is for. */
public enum Role {
    STATE,
    DATA,
    WEIGHTS,
    ROWS,
    TOTAL_STEPS,
    LR_SCALE,
    POSITION,
    TOTAL,
    GRADIENT,
    WEIGHT_SUM,
    LOSS_SUM,
    LOSSES,
    STEPS_DONE,
    LEARNING_RATE,
    VALUE,
    INPUT,
    OUTPUT;

    static @Nullable Role of(String word) {
        for (Role role : values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return role;
            }
        }
        return null;
    }
}
