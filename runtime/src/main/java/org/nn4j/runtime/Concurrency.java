package org.nn4j.runtime;

import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.format.ModelSpec;

/**
 * How a training uses the cores of the machine. It is chosen by a rule and not by a measurement, so that equal trainings
 * give equal bits.
 *
 * @param parts parts of each batch that are computed side by side
 * @param threads threads that work on one operator of a part
 */
record Concurrency(int parts, int threads) {

    /**
     * What suits a model.
     *
     * @param cores how many cores to use; null for those of the machine, and only where they help
     * @param partsWanted how many parts; null for as many as help
     */
    static Concurrency of(ModelSpec model, @Nullable Integer cores, @Nullable Integer partsWanted) {
        int all = cores != null ? cores : Threads.forParameters(model.parameters());
        int parts = partsWanted != null ? partsWanted : 1;
        return new Concurrency(parts, Math.max(1, all / parts));
    }
}
