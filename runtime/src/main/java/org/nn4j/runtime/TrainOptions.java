package org.nn4j.runtime;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.session.Device;

/**
 * What a training does otherwise than its recipe says. Everything may be left as it is. The options are read when the
 * {@link Trainer} is opened.
 */
public final class TrainOptions {

    @Nullable
    Long epochs;

    @Nullable
    Long steps;

    @Nullable
    Integer batch;

    @Nullable
    Long seed;

    @Nullable
    Path dataFile;

    @Nullable
    Dataset data;

    Path base = Path.of("");
    Device device = Device.CPU;
    double learningRateFactor = 1;

    @Nullable
    Integer parallel;

    @Nullable
    Integer threads;

    TrainListener listener = new TrainListener() {};
    /** How many steps a run takes: no option, as the result must not depend on it. */
    Supplier<Pace> pace = Pace::adaptive;

    /** The recipe as it stands. */
    public TrainOptions() {}

    /** Passes over the training rows, at least 1; replaces the recipe's epochs and steps. */
    public TrainOptions epochs(long count) {
        epochs = atLeastOne("epochs", count);
        steps = null;
        return this;
    }

    /** Updates in all, at least 1; replaces the recipe's epochs and steps. */
    public TrainOptions steps(long count) {
        steps = atLeastOne("steps", count);
        epochs = null;
        return this;
    }

    /** Rows of one update, at least 1. */
    public TrainOptions batch(int rows) {
        batch = (int) atLeastOne("batch", rows);
        return this;
    }

    /** Where randomness begins: the split, the first weights, the order of rows. */
    public TrainOptions seed(long number) {
        seed = number;
        return this;
    }

    /** Another file than the recipe's; relative to the current directory. */
    public TrainOptions data(Path file) {
        dataFile = file;
        return this;
    }

    /**
     * Data in memory instead of a file: a tensor for each feed and target of the recipe, under its name. It is split
     * as the recipe says; a category is given by indices.
     */
    public TrainOptions data(Dataset rows) {
        data = rows;
        return this;
    }

    /** The folder that the recipe's path starts from: the program's. The current directory if it is not given. */
    public TrainOptions base(Path folder) {
        base = folder;
        return this;
    }

    /** Where it runs; the CPU if it is not given. */
    public TrainOptions device(Device where) {
        device = where;
        return this;
    }

    /** A factor on the learning rate, above 0; 1 if it is not given. */
    public TrainOptions learningRateFactor(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new UserException(
                    Place.NOWHERE,
                    "the learning-rate factor is " + factor,
                    "Give a number above 0: 1 changes nothing.");
        }
        learningRateFactor = factor;
        return this;
    }

    /**
     * Threads to train with, at least 1. If it is not given, small models get one and large ones all cores. The number
     * of threads may change the last bits of the result.
     */
    public TrainOptions threads(int count) {
        threads = (int) atLeastOne("threads", count);
        return this;
    }

    /**
     * Parts of each batch that are computed side by side, at least 1, each by its share of the {@link #threads}; their
     * gradients are added for one update. If it is not given, it is one, or as many as help where
     * the compiler found that no row's loss depends on another row. The number of parts may change the
     * last bits of the result, and more where a layer looks at its batch: batch normalisation sees its part's
     * statistics, and keeps those of the first part.
     */
    public TrainOptions parallel(int parts) {
        parallel = (int) atLeastOne("parallel", parts);
        return this;
    }

    /** Who is told how the training goes. */
    public TrainOptions listener(TrainListener whom) {
        listener = whom;
        return this;
    }

    private static long atLeastOne(String what, long count) {
        if (count < 1) {
            throw new UserException(Place.NOWHERE, what + " is " + count, "Give a number from 1 on.");
        }
        return count;
    }
}
