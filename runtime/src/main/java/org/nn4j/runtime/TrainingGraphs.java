package org.nn4j.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.storage.ModelFolder;

/** The graphs that a training runs, all of one program. */
final class TrainingGraphs implements AutoCloseable {

    private final ModelFolder folder;
    private final List<Graph> opened = new ArrayList<>();

    private final Graph init;
    private final Graph train;
    private final Graph evaluate;
    private final @Nullable Graph fit;
    private final ModelSpec model;
    private final Recipe recipe;
    private final int threads;

    /** Opens them; {@code threadsWanted} may be null for what suits the size of the model. */
    TrainingGraphs(ModelFolder folder, Device device, @Nullable Integer threadsWanted) {
        this.folder = folder;
        try {
            init = open(ModelFolder.INIT, "init", Device.CPU, 1);
            model = init.model();
            recipe = recipeOf(init);
            threads = threadsWanted != null ? threadsWanted : Threads.forParameters(model.parameters());
            train = open(ModelFolder.TRAIN, "train", device, threads);
            evaluate = open(ModelFolder.EVALUATE, "evaluate", device, threads);
            fit = model.fitPasses() > 0 ? open(ModelFolder.FIT, "fit", device, threads) : null;
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

    /** Makes updates. */
    Graph train() {
        return train;
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

    /** Threads that work on one operator. */
    int threads() {
        return threads;
    }

    /** The graphs that take data. */
    Graph[] takingData() {
        return fit == null ? new Graph[] {train, evaluate} : new Graph[] {train, evaluate, fit};
    }

    @Override
    public void close() {
        opened.forEach(Graph::close);
    }
}
