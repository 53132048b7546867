package org.nn4j.runtime.reader;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Source;

/** Pixels, a byte each, as a feed or target takes them. */
public final class Pixels {

    private Pixels() {}

    /**
     * As training stores them: the same bytes, which graphs scale.
     *
     * @param bytes {@code u8[N, …]}
     * @param place where they come from, for errors
     * @throws org.nn4j.runtime.error.UserException if a row has not as many values as the feed takes
     */
    public static Tensor stored(Feed feed, Tensor bytes, Place place) {
        return bytes.reshape(RowShape.of(feed, bytes, "the images", place));
    }

    /**
     * As a model takes them: scaled as its graphs would.
     *
     * @param bytes {@code u8[N, …]}
     * @param place where they come from, for errors
     * @throws org.nn4j.runtime.error.UserException if a row has not as many values as the feed takes
     */
    public static Tensor scaled(Feed feed, Tensor bytes, Place place) {
        if (feed.dtype() == DType.U8) {
            return stored(feed, bytes, place);
        }
        float scale = feed.source() instanceof Source.Pixels pixels ? (float) pixels.scale() : 1;
        Tensor scaled = Tensor.zeros(DType.F32, RowShape.of(feed, bytes, "the images", place));
        FloatBuffer to = scaled.floats();
        ByteBuffer from = bytes.bytes();
        while (from.hasRemaining()) {
            to.put((from.get() & 0xFF) * scale);
        }
        return scaled;
    }
}
