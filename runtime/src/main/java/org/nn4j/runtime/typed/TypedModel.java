package org.nn4j.runtime.typed;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;

/**
 * A model that takes and gives rows of Java types. Several threads may use it at once.
 *
 * @param <I> a row that it takes
 * @param <O> a row that it gives
 */
public final class TypedModel<I, O> implements AutoCloseable {

    private final ModelType<I, O> type;
    private final Model model;

    private TypedModel(ModelType<I, O> type, Model model) {
        this.type = type;
        this.model = model;
    }

    /**
     * Loads the model that was compiled with its class, from the class path.
     *
     * @throws UserException if it is not there
     */
    public static <I, O> TypedModel<I, O> load(ModelType<I, O> type) {
        return load(type, ModelResource.folder(type.owner()));
    }

    /**
     * Loads a model folder.
     *
     * @throws UserException if it is not a whole model folder, or that of another model
     */
    public static <I, O> TypedModel<I, O> load(ModelType<I, O> type, Path folder) {
        Model model = Model.load(folder);
        try {
            type.check(model.spec(), folder);
            return new TypedModel<>(type, model);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /**
     * A trainer of the model that was compiled with its class.
     *
     * @throws UserException if the model is not there, or the data or an option is not as it should be
     */
    public static Trainer trainer(ModelType<?, ?> type, TrainOptions options) {
        return Trainer.open(ModelResource.folder(type.owner()), options);
    }

    /**
     * Predicts for a row.
     *
     * @throws UserException if the row has not what the model takes
     */
    public O predict(I row) {
        return predictAll(Collections.singletonList(row)).get(0);
    }

    /**
     * Predicts for many rows, which is faster than one by one.
     *
     * @throws UserException if a row has not what the model takes
     */
    public List<O> predictAll(List<I> rows) {
        Map<Integer, O> outputs = new TreeMap<>();
        for (List<Integer> places : type.together(rows)) {
            List<I> some = places.stream().map(rows::get).toList();
            Map<String, Tensor> predicted = model.predict(tensors(some, places)).outputs();
            for (int i = 0; i < places.size(); i++) {
                outputs.put(places.get(i), type.output(predicted, i, model.learned()));
            }
        }
        return List.copyOf(outputs.values());
    }

    private Map<String, Tensor> tensors(List<I> rows, List<Integer> places) {
        try {
            return type.tensors(rows, model.learned());
        } catch (Fault e) {
            throw e.at(places.get(e.row()));
        }
    }

    /** The same model with tensors and files as inputs. */
    public Model model() {
        return model;
    }

    @Override
    public void close() {
        model.close();
    }
}
