package org.nn4j.runtime.typed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Learned;

/**
 * An input that takes the length of a sequence which another input takes.
 *
 * @param name of the input, i64
 * @param sequence the other input
 */
record LengthInput<I>(String name, SequenceInput<I> sequence) implements Input<I> {

    @Override
    public Tensor tensor(List<I> rows, @Nullable Learned learned) {
        return Tensor.of(rows.stream().mapToLong(sequence::length).toArray());
    }
}
