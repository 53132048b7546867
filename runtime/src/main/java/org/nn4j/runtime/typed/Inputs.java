package org.nn4j.runtime.typed;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;

/** The inputs of models, as generated classes name them. */
public final class Inputs {

    private Inputs() {}

    /**
     * An input that takes an element or an array as it is.
     *
     * @param value of a row: an element, or an array of arrays of them, of the type that Java has for {@code dtype}
     * @param dims of a row, -1 where any number will do
     */
    public static <I> Input<I> array(String name, DType dtype, Function<I, Object> value, Integer... dims) {
        return new ArrayInput<>(name, dtype, value, List.of(), List.of(dims));
    }

    /**
     * An input that columns of numbers fill.
     *
     * @param value an array of a row's numbers, or the number where the input has no axis for them
     * @param components what the row calls them, in order
     */
    public static <I> Input<I> columns(String name, DType dtype, Function<I, Object> value, String... components) {
        return new ArrayInput<>(name, dtype, value, List.of(components), List.of(components.length));
    }

    /** An input that one column of numbers fills; a row of it has no axis. */
    public static <I> Input<I> column(String name, DType dtype, Function<I, Object> value, String component) {
        return new ArrayInput<>(name, dtype, value, List.of(component), List.of());
    }

    /**
     * An input that takes a category whose names the program gives.
     *
     * @param classes all of them, in the order of their indices
     */
    public static <I> Input<I> category(
            String name, DType dtype, String component, Function<I, @Nullable ClassName> value, ClassName[] classes) {
        return new CategoryInput<>(
                name,
                dtype,
                component,
                row -> {
                    ClassName each = value.apply(row);
                    return each == null ? null : each.text();
                },
                Arrays.stream(classes).map(ClassName::text).toList(),
                false);
    }

    /**
     * An input that takes a category whose names are learned from data.
     *
     * @param unknown whether names that training has not seen are taken, and null
     */
    public static <I> Input<I> category(
            String name, DType dtype, String component, Function<I, @Nullable String> value, boolean unknown) {
        return new CategoryInput<>(name, dtype, component, value, List.of(), unknown);
    }
}
