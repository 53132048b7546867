package org.nn4j.runtime.typed;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.format.Learned;

/**
 * An input that takes numbers as they are.
 *
 * @param name of the input
 * @param dtype of its elements
 * @param value of a row: an element, or an array of arrays of them
 * @param columns the components of a row that its elements are; empty where they are those of one array
 * @param dims of a row, -1 where any number will do
 */
record ArrayInput<I>(String name, DType dtype, Function<I, Object> value, List<String> columns, List<Integer> dims)
        implements SequenceInput<I> {

    @Override
    public List<Integer> form(I row) {
        return shape(row, 0);
    }

    @Override
    public int length(I row) {
        return shape(row, 0).get(0);
    }

    @Override
    public Tensor tensor(List<I> rows, @Nullable Learned learned) {
        List<Integer> shape = shape(rows.get(0), 0);
        long[] whole = new long[1 + shape.size()];
        whole[0] = rows.size();
        for (int i = 0; i < shape.size(); i++) {
            whole[i + 1] = shape.get(i);
        }
        Tensor tensor = Tensor.zeros(dtype, whole);
        Writing writing = new Writing(tensor.bytes(), Finite.of(name, learned));
        for (int row = 0; row < rows.size(); row++) {
            writing.row = row;
            writing.place = 0;
            writing.put(value.apply(rows.get(row)), 0, shape);
        }
        return tensor;
    }

    /** The dims of a row, as its first elements have them. */
    private List<Integer> shape(I row, int number) {
        List<Integer> shape = new ArrayList<>();
        Object at = value.apply(row);
        for (int dim : dims) {
            if (at == null) {
                throw Fault.missing(number, name);
            }
            int length = Array.getLength(at);
            shape.add(dim < 0 ? length : dim);
            at = length == 0 ? Array.newInstance(Object.class, 0) : Array.get(at, 0);
        }
        return shape;
    }

    /** A row after the other into memory. */
    private final class Writing {
        private final ByteBuffer to;
        private final Finite finite;
        private int row;
        private int place;

        Writing(ByteBuffer to, Finite finite) {
            this.to = to;
            this.finite = finite;
        }

        void put(@Nullable Object part, int axis, List<Integer> shape) {
            if (part == null) {
                throw Fault.missing(row, component());
            }
            if (axis == shape.size()) {
                Object element = part instanceof Float f ? (Object) finite.of(f, row, component(), place) : part;
                Elements.put(to, dtype, element);
                place++;
                return;
            }
            int length = Array.getLength(part);
            if (length != shape.get(axis)) {
                throw Fault.of(
                        row,
                        name,
                        "has " + Quote.count(length, "value") + (axis == 0 ? "" : " along axis " + axis) + ", not "
                                + shape.get(axis),
                        "The model takes " + name + ": " + dtype + wanted() + " for each row.");
            }
            for (int i = 0; i < length; i++) {
                put(Array.get(part, i), axis + 1, shape);
            }
        }

        private String wanted() {
            return dims.stream()
                    .map(dim -> dim < 0 ? "any" : dim.toString())
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        private String component() {
            return place < columns.size() ? columns.get(place) : dims.isEmpty() ? name : name + "[" + place + "]";
        }
    }
}
