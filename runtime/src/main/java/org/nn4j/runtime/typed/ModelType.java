package org.nn4j.runtime.typed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Port;

/**
 * A model as Java sees it.
 *
 * @param owner the class that was generated for it; its model folder lies beside it in the class path, as {@code
 *     META-INF/nn/} and its full name
 * @param signature of the model that it was generated for, as {@link #signature} writes it
 * @param inputs how a row fills them
 * @param output what is made of a row of outputs
 * @param <I> a row that it takes
 * @param <O> a row that it gives
 */
public record ModelType<I, O>(Class<?> owner, String signature, List<Input<I>> inputs, Function<OutputRow, O> output) {

    public ModelType {
        inputs = List.copyOf(inputs);
    }

    /** A model's name, inputs and outputs: {@code Iris(x: f32[B, 4]) -> (probabilities: f32[B, 3])}. */
    public static String signature(ModelSpec spec) {
        return spec.name() + ports(spec.inputs()) + " -> " + ports(spec.outputs());
    }

    private static String ports(List<Port> ports) {
        return ports.stream().map(Port::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * Makes sure that a model is the one that the class was generated for.
     *
     * @throws UserException if it is another one
     */
    public void check(ModelSpec spec, Path folder) {
        String found = signature(spec);
        if (!found.equals(signature)) {
            throw new UserException(
                    Place.of(folder),
                    "holds the model " + found + ", not " + signature,
                    "Give a folder of the model that the class " + owner.getName()
                            + " was generated for, or generate the class anew.");
        }
    }

    /** The rows as tensors, by input. All rows have equal dims. */
    public Map<String, Tensor> tensors(List<I> rows, @Nullable Learned learned) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Input<I> input : inputs) {
            tensors.put(input.name(), input.tensor(rows, learned));
        }
        return tensors;
    }

    /** A row of what a model gave. */
    public O output(Map<String, Tensor> outputs, int row, @Nullable Learned learned) {
        return output.apply(new OutputRow(outputs, row, learned));
    }

    /** The places of rows that go together, as they have equal dims; one list where all have. */
    List<List<Integer>> together(List<I> rows) {
        Map<List<Object>, List<Integer>> forms = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            I row = rows.get(i);
            if (row == null) {
                throw Fault.missing(i, "it");
            }
            List<Object> form = inputs.stream().map(input -> input.form(row)).toList();
            forms.computeIfAbsent(form, any -> new ArrayList<>()).add(i);
        }
        return List.copyOf(forms.values());
    }
}
