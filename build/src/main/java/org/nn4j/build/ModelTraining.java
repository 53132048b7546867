package org.nn4j.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainListener;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.TrainResult;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.storage.ModelFolder;
import org.nn4j.runtime.storage.WeightsFile;

/** Trains a model of a project where it stands: its trained weights take the place of those it had. */
public final class ModelTraining {

    /**
     * What is done otherwise than the recipe says; null for as it says.
     *
     * @param epochs passes over the training rows
     * @param steps updates in all, instead of epochs
     * @param batch rows of one update
     * @param seed where randomness begins
     * @param threads threads to train with
     * @param device where it runs
     */
    public record Options(
            @Nullable Long epochs,
            @Nullable Long steps,
            @Nullable Integer batch,
            @Nullable Long seed,
            @Nullable Integer threads,
            Device device) {

        private TrainOptions over(Path base) {
            TrainOptions o = new TrainOptions().base(base).device(device);
            if (epochs != null) {
                o.epochs(epochs);
            }
            if (steps != null) {
                o.steps(steps);
            }
            if (batch != null) {
                o.batch(batch);
            }
            if (seed != null) {
                o.seed(seed);
            }
            if (threads != null) {
                o.threads(threads);
            }
            return o;
        }
    }

    private final BuiltModel model;
    private final Options options;
    private final Path base;
    private final Path mark;
    private final Recipe recipe;

    private ModelTraining(BuiltModel model, Path state, Options options, Recipe recipe) {
        this.model = model;
        this.options = options;
        this.base = model.program().resolveSibling("");
        this.mark = state.resolve("trained").resolve(model.name().qualified());
        this.recipe = recipe;
    }

    /**
     * The training of a model; empty if its program does not say how to train it.
     *
     * @param state where the build keeps what it knows of the last one
     */
    public static Optional<ModelTraining> of(BuiltModel model, Path state, Options options) {
        try (Model loaded = Model.load(model.folder())) {
            return loaded.recipe().map(recipe -> new ModelTraining(model, state, options, recipe));
        }
    }

    /** Whether it is trained already, by the same recipe and options, on data that has not changed since. */
    public boolean isDone() throws IOException {
        return WeightsFile.open(weights()).learned() != null
                && Files.isRegularFile(mark)
                && Files.readString(mark).equals(key());
    }

    /** Trains and saves it. */
    public TrainResult run(TrainListener listener) throws IOException {
        String key = key();
        Files.deleteIfExists(mark);
        TrainOptions over = options.over(base).listener(listener);
        try (Trainer trainer = Trainer.open(model.folder(), over)) {
            TrainResult result = trainer.train();
            trainer.save(model.folder());
            Files.createDirectories(mark.getParent());
            Files.writeString(mark, key);
            return result;
        }
    }

    private String key() throws IOException {
        return new Fingerprint()
                .add(WeightsFile.open(weights()).id())
                .add(options.toString())
                .add(DataFingerprint.of(recipe.data(), base))
                .hex();
    }

    private Path weights() {
        return model.folder().resolve(ModelFolder.WEIGHTS);
    }
}
