package org.nn4j.compiler.program;

import org.nn4j.compiler.ir.DType;

/** How a batch's values of a feed or target are taken from data whose leading dim is all rows. */
public sealed interface View {

    /** Row r of the batch is row r of the data of the same name. */
    View ROW = new Row();

    /** See {@link #ROW}. */
    record Row() implements View {}

    /**
     * Row r of the batch is one element of a series: neighbouring rows of the data are neighbours in time.
     *
     * @param series the feed or target whose data it is
     * @param stored the element type of that data
     * @param offset which element it is, from row r on
     */
    record Element(String series, DType stored, long offset) implements View {}

    /**
     * Row r of the batch is a stretch of a series. Only the series is kept in memory; its windows, which overlap, are cut
     * out in the graph.
     *
     * @param series the feed or target whose data it is
     * @param stored the element type of that data
     * @param offset where the stretch begins, from row r on
     * @param length of the stretch, the axis after the batch
     */
    record Window(String series, DType stored, long offset, long length) implements View {}

    /**
     * Row r of the batch is row r of the data, a sequence with padding behind it; the batch has the padding that its
     * longest sequence leaves.
     *
     * @param lengths the data, {@code i64[N]}, that tells how long each sequence is
     */
    record Padded(String lengths) implements View {}
}
