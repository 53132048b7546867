package org.nn4j.compiler.assemble;

import java.util.Locale;

/** What an input or output of a file is for; the order is that of a file's inputs. */
enum Role {
    INPUT,
    OUTPUT,
    STATE,
    DATA,
    WEIGHTS,
    ROWS,
    POSITION,
    TOTAL_STEPS,
    LR_SCALE,
    TOTAL,
    GRADIENT,
    WEIGHT_SUM,
    LOSS_SUM,
    LOSSES,
    STEPS_DONE,
    LEARNING_RATE,
    VALUE,
    /** Not an input in the written file: a tensor that is read from the weights file. */
    STORED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
