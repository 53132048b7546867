package org.nn4j.runtime.serving;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.Predictions;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Port;

/**
 * A model that answers requests from any number of threads, warmed up before the first of them, and replaced by a newer
 * one while it answers.
 *
 * <pre>{@code
 * try (var model = ServingModel.open(folder, ServingOptions.DEFAULT.batchingUpTo(64))) {
 *     Predictions answer = model.predict(Map.of("x", Tensor.of(row, 1, 30)));
 *     model.replace(newerFolder);
 * }
 * }</pre>
 */
public final class ServingModel implements AutoCloseable {

    private final ServingOptions options;
    private final ReadWriteLock answering = new StampedLock().asReadWriteLock();
    private Loaded loaded;
    private boolean closed;

    /** A model and, where requests are answered together, what does so. */
    private record Loaded(Model model, @Nullable MicroBatches batches) {}

    private ServingModel(ServingOptions options, Loaded loaded) {
        this.options = options;
        this.loaded = loaded;
    }

    /**
     * Loads a model folder and warms it up.
     *
     * @throws UserException if it is not a whole model folder of nn4j, or if the device is not there
     */
    public static ServingModel open(Path folder, ServingOptions options) {
        return new ServingModel(options, load(folder, options));
    }

    private static Loaded load(Path folder, ServingOptions options) {
        Model model = Model.load(folder, options.device());
        try {
            if (options.warmUpRows() > 0) {
                model.warmUp(options.warmUpRows());
            }
            boolean together = options.batchRows() > 0 && model.spec().batch().isPresent();
            return new Loaded(
                    model,
                    together ? new MicroBatches(model.spec().inputs(), options.batchRows(), model::predict) : null);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** What the model is. */
    public ModelSpec spec() {
        answering.readLock().lock();
        try {
            return loaded.model().spec();
        } finally {
            answering.readLock().unlock();
        }
    }

    /**
     * Answers a request: a tensor for each input of the model, by name.
     *
     * @throws UserException if an input is missing or is not of the type that the model takes
     * @throws IllegalStateException if it was closed
     */
    public Predictions predict(Map<String, Tensor> inputs) {
        answering.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            MicroBatches batches = loaded.batches();
            return batches == null
                    ? loaded.model().predict(inputs)
                    : batches.predict(inputs, loaded.model().rows(inputs));
        } finally {
            answering.readLock().unlock();
        }
    }

    /**
     * Answers with another model from now on. Requests that came before are answered by the old one, no request
     * fails, and the old one is closed.
     *
     * @throws UserException if the folder cannot be loaded, or its model takes or gives other tensors; the old model goes
     *     on answering then
     */
    public void replace(Path folder) {
        Loaded next = load(folder, options);
        try {
            requireSame(folder, next.model().spec());
        } catch (UserException e) {
            next.model().close();
            throw e;
        }
        Loaded retired;
        boolean late;
        answering.writeLock().lock();
        try {
            late = closed;
            retired = late ? next : loaded;
            loaded = late ? loaded : next;
        } finally {
            answering.writeLock().unlock();
        }
        retired.model().close();
        if (late) {
            throw new IllegalStateException("the model is closed");
        }
    }

    private void requireSame(Path folder, ModelSpec next) {
        ModelSpec now = spec();
        if (!types(now.inputs()).equals(types(next.inputs()))
                || !types(now.outputs()).equals(types(next.outputs()))) {
            throw new UserException(
                    Place.of(folder),
                    "takes " + types(next.inputs()) + " and gives " + types(next.outputs())
                            + ", the model that it should replace takes " + types(now.inputs()) + " and gives "
                            + types(now.outputs()),
                    "A model that answers requests is replaced by one of the same inputs and outputs.");
        }
    }

    private static List<String> types(List<Port> ports) {
        return ports.stream().map(Port::toString).toList();
    }

    /** Waits for the requests under way, and answers no more. */
    @Override
    public void close() {
        answering.writeLock().lock();
        try {
            closed = true;
        } finally {
            answering.writeLock().unlock();
        }
        loaded.model().close();
    }
}
