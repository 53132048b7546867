package org.nn4j.runtime;

import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;

/**
 * How a training uses the cores of the machine. It is chosen by a rule and not by a measurement, so that equal trainings
 * give equal bits.
 *
 * @param parts parts of each batch that are computed side by side
 * @param threads threads that work on one operator of a part
 */
record Concurrency(int parts, int threads) {

    /** With fewer rows than this, a part does little between what each part does once. */
    private static final int ROWS_OF_A_PART = 16;

    /** What suits a model, where the options leave it open. */
    static Concurrency of(ModelSpec model, Recipe recipe, TrainOptions options) {
        int cores = options.threads != null ? options.threads : Threads.forParameters(model.parameters());
        int rows = options.batch != null ? options.batch : recipe.run().batch();
        int helpful = recipe.partwise() && !options.device.cuda() ? Math.min(cores, rows / ROWS_OF_A_PART) : 1;
        int parts = options.parallel != null ? options.parallel : Math.max(1, helpful);
        return new Concurrency(parts, Math.max(1, cores / parts));
    }
}
