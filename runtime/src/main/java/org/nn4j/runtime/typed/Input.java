package org.nn4j.runtime.typed;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Learned;

/**
 * How rows fill an input of a model.
 *
 * @param <I> a row
 */
public interface Input<I> {

    /** The name of the input. */
    String name();

    /**
     * The rows as a tensor, one behind the other along its first dim.
     *
     * @param learned what training learned from data; null if there was none
     * @throws org.nn4j.runtime.error.UserException if a row has not what the input takes
     */
    Tensor tensor(List<I> rows, @Nullable Learned learned);

    /** The dims of a row, where rows may differ in them: only rows of equal dims go together. */
    default Object form(I row) {
        return Map.of();
    }
}
