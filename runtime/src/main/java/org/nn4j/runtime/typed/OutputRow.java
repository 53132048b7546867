package org.nn4j.runtime.typed;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;

/** A row of a model's outputs. */
public final class OutputRow {

    private static final float THRESHOLD = 0.5f;

    private final Map<String, Tensor> outputs;
    private final int row;
    private final @Nullable Learned learned;

    OutputRow(Map<String, Tensor> outputs, int row, @Nullable Learned learned) {
        this.outputs = outputs;
        this.row = row;
        this.learned = learned;
    }

    /** An output as an element, {@code float.class}, or as an array, {@code float[].class}. */
    @SuppressWarnings("unchecked")
    public <T> T get(String output, Class<T> type) {
        Tensor tensor = output(output);
        // A cast by the class would refuse what is boxed.
        return (T) Elements.array(tensor, 1, row * (tensor.size() / Math.max(1, tensor.rows())));
    }

    /**
     * What an output says of a target whose classes the program names.
     *
     * @param classes all of them, in the order of their indices
     */
    public <C extends ClassName> Classification<C> classification(String output, C[] classes) {
        return classification(output, Arrays.asList(classes));
    }

    /** What an output says of a target whose classes are learned from data. */
    public Classification<String> classification(String output, String target) {
        List<String> names = learned == null ? List.of() : learned.names().getOrDefault(target, List.of());
        if (names.isEmpty()) {
            throw new UserException(
                    Place.NOWHERE,
                    "the classes of " + Quote.text(target) + " are not known yet: they are learned from data",
                    "Train the model first.");
        }
        return classification(output, names);
    }

    private <C> Classification<C> classification(String output, List<C> classes) {
        Tensor tensor = output(output);
        float[] probabilities = new float[classes.size()];
        if (tensor.shape().length == 1 && classes.size() == 2) {
            probabilities[1] = tensor.floats().get(row);
            probabilities[0] = 1 - probabilities[1];
        } else if (tensor.size() == tensor.rows() * classes.size()) {
            tensor.floats().get(row * classes.size(), probabilities);
        } else {
            throw new UserException(
                    Place.NOWHERE,
                    "the model gives " + tensor + " for " + classes.size() + " classes: " + classes,
                    "Declare as many classes as the data has, and compile again.");
        }
        Map<C, Float> all = new LinkedHashMap<>();
        int likeliest = 0;
        for (int i = 0; i < probabilities.length; i++) {
            all.put(classes.get(i), probabilities[i]);
            likeliest = probabilities[i] > probabilities[likeliest] ? i : likeliest;
        }
        if (tensor.shape().length == 1) {
            likeliest = probabilities[1] >= THRESHOLD ? 1 : 0;
        }
        return new Classification<>(classes.get(likeliest), all);
    }

    private Tensor output(String name) {
        Tensor tensor = outputs.get(name);
        if (tensor == null) {
            throw new InternalException("there is no output " + name + " among " + outputs.keySet(), null);
        }
        return tensor;
    }
}
