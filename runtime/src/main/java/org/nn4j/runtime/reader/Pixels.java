package org.nn4j.runtime.reader;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
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
     * @throws UserException if a row has not as many values as the feed takes
     */
    public static Tensor stored(Feed feed, Tensor bytes, Place place) {
        return bytes.reshape(shape(feed, bytes, place));
    }

    /**
     * As a model takes them: scaled as its graphs would.
     *
     * @param bytes {@code u8[N, …]}
     * @param place where they come from, for errors
     * @throws UserException if a row has not as many values as the feed takes
     */
    public static Tensor scaled(Feed feed, Tensor bytes, Place place) {
        if (feed.dtype() == DType.U8) {
            return stored(feed, bytes, place);
        }
        float scale = feed.source() instanceof Source.Pixels pixels ? (float) pixels.scale() : 1;
        Tensor scaled = Tensor.zeros(DType.F32, shape(feed, bytes, place));
        FloatBuffer to = scaled.floats();
        ByteBuffer from = bytes.bytes();
        while (from.hasRemaining()) {
            to.put((from.get() & 0xFF) * scale);
        }
        return scaled;
    }

    private static long[] shape(Feed feed, Tensor bytes, Place place) {
        long[] given = bytes.shape();
        long[] shape = new long[feed.shape().size()];
        shape[0] = given[0];
        long known = 1;
        int open = 0;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = feed.shape().get(i).size();
            known *= Math.max(1, shape[i]);
            open += shape[i] < 0 ? 1 : 0;
        }
        long width = 1;
        for (int i = 1; i < given.length; i++) {
            width *= given[i];
        }
        if (open == 0 && known == width) {
            return shape;
        }
        return aligned(feed, given, shape, place);
    }

    /** Dims that the feed leaves open are those of the images; only a dim of 1 may stand before them. */
    private static long[] aligned(Feed feed, long[] given, long[] shape, Place place) {
        int ahead = shape.length - given.length;
        boolean fits = ahead == 0 || (ahead == 1 && shape[1] == 1);
        for (int i = 1; fits && i < given.length; i++) {
            long wanted = shape[i + ahead];
            fits = wanted < 0 || wanted == given[i];
            shape[i + ahead] = given[i];
        }
        if (!fits) {
            Tensor row = Tensor.zeros(DType.U8, tail(given));
            throw new UserException(
                    place,
                    "the images are " + row + ", but the program takes " + feed,
                    "Give " + Quote.text(feed.name()) + " the size of the images.");
        }
        return shape;
    }

    private static long[] tail(long[] shape) {
        return java.util.Arrays.copyOfRange(shape, 1, shape.length);
    }
}
