package org.nn4j.runtime.typed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;

/**
 * An input that takes the index of a name.
 *
 * @param name of the input
 * @param dtype f32 or i64
 * @param component what the row calls it
 * @param value the name in a row, null where it is not known
 * @param names in the order of their indices; empty where they are learned from data
 * @param unknown whether index 0 stands for names that training has not seen
 */
record CategoryInput<I>(
        String name,
        DType dtype,
        String component,
        Function<I, @Nullable String> value,
        List<String> names,
        boolean unknown)
        implements Input<I> {

    @Override
    public Tensor tensor(List<I> rows, @Nullable Learned learned) {
        List<String> known = learned == null ? names : learned.names().getOrDefault(name, names);
        if (known.isEmpty()) {
            throw new UserException(
                    Place.NOWHERE,
                    "the names of " + Quote.text(component) + " are not known yet: they are learned from data",
                    "Train the model first.");
        }
        Map<String, Integer> indices = new HashMap<>();
        known.forEach(each -> indices.put(each, indices.size() + (unknown ? 1 : 0)));
        Tensor tensor = Tensor.zeros(dtype, rows.size());
        for (int row = 0; row < rows.size(); row++) {
            int index = index(value.apply(rows.get(row)), row, indices, known);
            Elements.put(
                    tensor.bytes()
                            .position(row * dtype.bytes())
                            .slice()
                            .order(tensor.bytes().order()),
                    dtype,
                    dtype == DType.F32 ? (Object) (float) index : (Object) (long) index);
        }
        return tensor;
    }

    private int index(@Nullable String text, int row, Map<String, Integer> indices, List<String> known) {
        @Nullable Integer index = text == null ? null : indices.get(text);
        if (index != null) {
            return index;
        }
        if (unknown) {
            return 0;
        }
        if (text == null) {
            throw Fault.missing(row, component);
        }
        throw Fault.of(
                row,
                component,
                "is " + Quote.text(text) + ", which is no category of the model",
                "Give one of " + Quote.names(known) + "." + Quote.didYouMean(text, known));
    }
}
