package org.nn4j.runtime.typed;

/**
 * An input that takes a sequence of each row.
 *
 * @param <I> a row
 */
public interface SequenceInput<I> extends Input<I> {

    /** The length of a row's sequence. */
    int length(I row);
}
