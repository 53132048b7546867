package org.nn4j.images;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.ImagesSpec;

/** Images of one size as bytes, channel by channel: {@code u8[N, channels, height, width]}. */
final class ImageLoader {

    private final ImagesSpec spec;
    private final ImageDecoder decoder;

    ImageLoader(ImagesSpec spec) {
        this.spec = spec;
        this.decoder = new ImageDecoder(spec.channels());
    }

    /**
     * Images, and which of the files they came from.
     *
     * @param pixels {@code u8[rows, channels, height, width]}
     * @param rows the indices of the files that could be read
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Loaded(Tensor pixels, int[] rows) {}

    /**
     * Loads all files, on all cores.
     *
     * @param skips whether files that cannot be read are left out
     * @throws UserException if one cannot be read; if several, for the first of them
     */
    Loaded load(List<Path> files, boolean skips) {
        Tensor pixels = zeros(files.size());
        @Nullable UserException[] faults = new @Nullable UserException[files.size()];
        IntStream.range(0, files.size()).parallel().forEach(i -> {
            try {
                write(decoder.decode(files.get(i)), pixels.rows(i, i + 1).bytes());
            } catch (UserException e) {
                faults[i] = e;
            }
        });
        int[] rows =
                IntStream.range(0, faults.length).filter(i -> faults[i] == null).toArray();
        for (UserException fault : faults) {
            if (fault != null && !skips) {
                throw fault;
            }
        }
        return new Loaded(rows.length == faults.length ? pixels : only(pixels, rows), rows);
    }

    private Tensor zeros(int count) {
        return Tensor.zeros(DType.U8, count, spec.channels(), spec.height(), spec.width());
    }

    private Tensor only(Tensor pixels, int[] rows) {
        Tensor some = zeros(rows.length);
        ByteBuffer to = some.bytes();
        for (int row : rows) {
            to.put(pixels.rows(row, row + 1).bytes());
        }
        return some;
    }

    /** An image that is in memory already, {@code u8[1, channels, height, width]}. */
    Tensor load(BufferedImage image) {
        Tensor pixels = zeros(1);
        write(decoder.planes(image), pixels.bytes());
        return pixels;
    }

    private void write(Planes image, ByteBuffer to) {
        for (float value : fitted(image).values()) {
            to.put((byte) Math.max(0, Math.min(255, Math.round(value))));
        }
    }

    private Planes fitted(Planes image) {
        if (spec.stretched()) {
            return Resampling.resize(image, spec.height(), spec.width());
        }
        double factor = Math.max((double) spec.height() / image.height(), (double) spec.width() / image.width());
        int height = Math.max(spec.height(), (int) Math.round(image.height() * factor));
        int width = Math.max(spec.width(), (int) Math.round(image.width() * factor));
        return Resampling.resize(image, height, width).cropped(spec.height(), spec.width());
    }
}
