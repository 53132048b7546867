package org.nn4j.images;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;

/** Decodes files that ImageIO has a reader for, upright as their camera was held. */
final class ImageDecoder {

    /** More than any camera takes; a damaged file may promise anything. */
    private static final long MOST_PIXELS = 1L << 28;

    private static final String HELP = "Mend or remove the file, or say unreadable = \"skip\" in the recipe.";

    private final int channels;

    /** @param channels 1 for grey, 3 for red, green and blue */
    ImageDecoder(int channels) {
        this.channels = channels;
    }

    /**
     * Decodes a file.
     *
     * @throws UserException if it cannot be read
     */
    Planes decode(Path path) {
        try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
            if (in == null) {
                throw new IIOException("the file cannot be opened");
            }
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IIOException("it is of no known format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, false);
                return decode(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers meet damaged files with exceptions of every kind.
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new UserException(Place.of(path), "the image cannot be read: " + Quote.text(reason), HELP, e);
        }
    }

    private Planes decode(ImageReader reader) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
            throw new IIOException(
                    "it is said to be of " + reader.getWidth(0) + " × " + reader.getHeight(0) + " pixels");
        }
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.toLowerCase(java.util.Locale.ROOT).contains("premature end")) {
                throw new IllegalStateException("it is cut");
            }
        });
        return Orientation.of(reader).upright(planes(reader.read(0)));
    }

    /** The channels of an image as it is held in memory. */
    Planes planes(BufferedImage image) {
        return isGrey(image.getColorModel()) ? grey(image) : colour(image);
    }

    private static boolean isGrey(ColorModel model) {
        return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY && model.getNumColorComponents() == 1;
    }

    /** Samples as they are: Java would take them for linear light and change them. */
    private Planes grey(BufferedImage image) {
        Raster raster = image.getRaster();
        boolean wide = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT;
        Planes planes = Planes.empty(channels, image.getHeight(), image.getWidth());
        int size = image.getHeight() * image.getWidth();
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, image.getWidth(), 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    planes.values()[channel * size + y * row.length + x] = wide ? row[x] / 257f : row[x];
                }
            }
        }
        return planes;
    }

    private Planes colour(BufferedImage image) {
        Planes planes = Planes.empty(channels, image.getHeight(), image.getWidth());
        int size = image.getHeight() * image.getWidth();
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, image.getWidth(), 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int at = y * row.length + x;
                int red = row[x] >> 16 & 0xFF;
                int green = row[x] >> 8 & 0xFF;
                int blue = row[x] & 0xFF;
                if (channels == 1) {
                    // Luma as in ITU-R BT.601.
                    planes.values()[at] = 0.299f * red + 0.587f * green + 0.114f * blue;
                } else {
                    planes.values()[at] = red;
                    planes.values()[size + at] = green;
                    planes.values()[2 * size + at] = blue;
                }
            }
        }
        return planes;
    }
}
