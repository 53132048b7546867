package org.nn4j.runtime.typed;

import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.format.Source;

/** The inputs of models, as generated classes name them. */
public final class Inputs {

    private Inputs() {}

    /**
     * An input that takes an element or an array as it is.
     *
     * @param value of a row: an element, or an array of arrays of them, of the type that Java has for {@code dtype}
     * @param dims of a row, -1 where any number will do
     */
    public static <I> SequenceInput<I> array(String name, DType dtype, Function<I, Object> value, Integer... dims) {
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

    /**
     * An input that parts of a date fill, f32.
     *
     * @param cyclic whether parts that come round again are a sine and a cosine each
     * @param scalar whether a row of the input has no axis
     */
    public static <I> Input<I> date(
            String name,
            String component,
            Function<I, @Nullable TemporalAccessor> value,
            boolean cyclic,
            boolean scalar,
            Source.Date.Part... parts) {
        var source = new Source.Date(component, List.of(parts), null, cyclic);
        return new DateInput<>(name, component, value, source, scalar);
    }

    /**
     * An input that takes the indices of a text's words or characters, i64.
     *
     * @param most how many are read; the others are left out
     * @param unknown whether those that training has not seen are taken
     */
    public static <I> SequenceInput<I> text(
            String name,
            String component,
            Function<I, @Nullable String> value,
            Source.Sequence.Of of,
            int most,
            boolean unknown) {
        // Index 0 is that of padding.
        return new TextInput<>(
                name, component, value, new TextInput.Cut(of, true, most, -1, unknown ? 2 : 1, unknown ? 1 : -1));
    }

    /**
     * An input that takes the indices of the characters of a piece of text, i64.
     *
     * @param length how many there must be; -1 where any number but 0 will do
     * @param unknown whether those that training has not seen are taken
     */
    public static <I> SequenceInput<I> characters(
            String name, String component, Function<I, @Nullable String> value, int length, boolean unknown) {
        var cut = new TextInput.Cut(
                Source.Sequence.Of.CHARS, false, Integer.MAX_VALUE, length, unknown ? 1 : 0, unknown ? 0 : -1);
        return new TextInput<>(name, component, value, cut);
    }

    /** An input that takes the length of a sequence which another takes, i64. */
    public static <I> Input<I> length(String name, SequenceInput<I> sequence) {
        return new LengthInput<>(name, sequence);
    }
}
