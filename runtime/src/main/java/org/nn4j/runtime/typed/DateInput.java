package org.nn4j.runtime.typed;

import java.nio.FloatBuffer;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Source;

/**
 * An input that takes parts of a date, f32.
 *
 * @param name of the input
 * @param component what the row calls the date
 * @param value the date of a row
 * @param source what is taken of it
 * @param scalar whether a row has no axis, for one part
 */
record DateInput<I>(
        String name,
        String component,
        Function<I, @Nullable TemporalAccessor> value,
        Source.Date source,
        boolean scalar)
        implements Input<I> {

    @Override
    public Tensor tensor(List<I> rows, @Nullable Learned learned) {
        Tensor tensor =
                scalar ? Tensor.room(DType.F32, rows.size()) : Tensor.room(DType.F32, rows.size(), source.width());
        FloatBuffer to = tensor.floats();
        for (int row = 0; row < rows.size(); row++) {
            TemporalAccessor date = value.apply(rows.get(row));
            if (date == null) {
                throw Fault.missing(row, component);
            }
            to.put(source.values(date));
        }
        return tensor;
    }
}
