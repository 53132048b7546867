package org.nn4j.images;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.ImagesSpec;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.format.SplitSpec;
import org.nn4j.runtime.reader.Pixels;
import org.nn4j.runtime.typed.Input;

/**
 * An input that takes an image, of any size, resized as those of the training were.
 *
 * @param feed the input
 * @param image of a row
 * @param spec what images become
 */
public record ImageInput<I>(Feed feed, Function<I, BufferedImage> image, ImagesSpec spec) implements Input<I> {

    /**
     * An input of images, as generated classes name it.
     *
     * @param dtype f32, or u8 for bytes as they are
     * @param scale what each byte is multiplied by
     * @param stretched whether images are stretched, rather than cropped around their centre
     * @param dims of a row
     */
    public static <I> Input<I> of(
            String name,
            DType dtype,
            Function<I, BufferedImage> image,
            int channels,
            int height,
            int width,
            boolean stretched,
            double scale,
            Long... dims) {
        List<Dim> shape = new ArrayList<>(List.of(Dim.symbol("B")));
        for (long dim : dims) {
            shape.add(Dim.of(dim));
        }
        SplitSpec none = new SplitSpec(0, 0, SplitSpec.Method.RANDOM);
        return new ImageInput<>(
                new Feed(name, dtype, shape, new Source.Pixels(scale)),
                image,
                new ImagesSpec("", none, height, width, channels, stretched, false));
    }

    @Override
    public String name() {
        return feed.name();
    }

    @Override
    public Tensor tensor(List<I> rows, @Nullable Learned learned) {
        ImageLoader loader = new ImageLoader(spec);
        Tensor pixels = Tensor.zeros(DType.U8, rows.size(), spec.channels(), spec.height(), spec.width());
        ByteBuffer to = pixels.bytes();
        for (int row = 0; row < rows.size(); row++) {
            BufferedImage each = image.apply(rows.get(row));
            if (each == null) {
                throw new UserException(Place.NOWHERE, "row " + row + ": " + name() + " is null", "Give an image.");
            }
            to.put(loader.load(each).bytes());
        }
        return Pixels.scaled(feed, pixels, Place.NOWHERE);
    }
}
