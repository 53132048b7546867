package org.nn4j.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.session.Cancellation;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.storage.ModelFolder;

/** The graphs that a training runs, all of one program. */
final class TrainingGraphs implements AutoCloseable {

    private final ModelFolder folder;
    private final List<Graph> opened = new ArrayList<>();

    private final Graph init;
    private final @Nullable Graph train;
    private final @Nullable Graph gradient;
    private final @Nullable Graph apply;
    private final Graph evaluate;
    private final @Nullable Graph fit;
    private final ModelSpec model;
    private final Recipe recipe;
    private final Concurrency concurrency;

    /** Opens those that a training by these options runs. */
    TrainingGraphs(ModelFolder folder, TrainOptions options) {
        this.folder = folder;
        try {
            init = open(ModelFolder.INIT, "init", Device.CPU, 1);
            model = init.model();
            recipe = recipeOf(init);
            concurrency = Concurrency.of(model, recipe, options);
            Device device = options.device;
            int threads = concurrency.threads();
            int all = threads * concurrency.parts();
            boolean split = concurrency.parts() > 1;
            train = split ? null : open(ModelFolder.TRAIN, "train", device, threads);
            gradient = split ? open(ModelFolder.GRADIENT, "gradient", device, threads) : null;
            apply = split ? open(ModelFolder.APPLY, "apply", device, all) : null;
            evaluate = open(ModelFolder.EVALUATE, "evaluate", device, all);
            fit = model.fitPasses() > 0 ? open(ModelFolder.FIT, "fit", device, all) : null;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Graph open(String file, String kind, Device device, int count) {
        Graph graph = Graph.open(folder.file(file), kind, device, count);
        opened.add(graph);
        if (!graph.id().equals(opened.get(0).id())) {
            throw new UserException(
                    Place.of(graph.file()),
                    "belongs to another model than " + opened.get(0).file().getFileName() + " beside it",
                    "Files of two folders were mixed: compile again, or copy the whole folder.");
        }
        return graph;
    }

    private static Recipe recipeOf(Graph init) {
        Recipe recipe = init.recipe();
        if (recipe == null) {
            throw new UserException(
                    Place.of(init.file()),
                    "the model was compiled without a train block",
                    "Write one that says how it is trained, and compile again.");
        }
        return recipe;
    }

    /** Makes the first state. */
    Graph init() {
        return init;
    }

    /** A way to make updates, in the manner that was chosen. */
    Updates updates(long totalSteps, double learningRateFactor, Cancellation cancellation) {
        if (train != null) {
            return new LoopedUpdates(train, totalSteps, learningRateFactor, cancellation);
        }
        return new SplitUpdates(
                Objects.requireNonNull(gradient),
                Objects.requireNonNull(apply),
                concurrency.parts(),
                totalSteps,
                learningRateFactor,
                cancellation);
    }

    /** Computes metrics. */
    Graph evaluate() {
        return evaluate;
    }

    /** Computes fitted statistics; null for a model without any. */
    @Nullable
    Graph fit() {
        return fit;
    }

    ModelSpec model() {
        return model;
    }

    Recipe recipe() {
        return recipe;
    }

    /** How the cores are used. */
    Concurrency concurrency() {
        return concurrency;
    }

    /** The graphs that take data. */
    Graph[] takingData() {
        return Stream.of(train, gradient, evaluate, fit)
                .filter(Objects::nonNull)
                .toArray(Graph[]::new);
    }

    @Override
    public void close() {
        opened.forEach(Graph::close);
    }
}
