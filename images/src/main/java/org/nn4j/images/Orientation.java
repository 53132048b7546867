package org.nn4j.images;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * How stored pixels lie in the upright picture: what EXIF calls orientation.
 *
 * @param transposed whether stored rows are columns
 * @param mirroredX whether the first stored pixel belongs to the right
 * @param mirroredY whether the first stored pixel belongs to the bottom
 */
record Orientation(boolean transposed, boolean mirroredX, boolean mirroredY) {

    private static final Orientation NORMAL = new Orientation(false, false, false);

    /** What the metadata of the reader's first image says; as it is stored where it says nothing. */
    static Orientation of(ImageReader reader) throws IOException {
        IIOMetadata metadata = reader.getImageMetadata(0);
        if (metadata == null || !metadata.isStandardMetadataFormatSupported()) {
            return NORMAL;
        }
        Element tree = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList found = tree.getElementsByTagName("ImageOrientation");
        return found.getLength() == 0 ? NORMAL : named(((Element) found.item(0)).getAttribute("value"));
    }

    /** By the names of ImageIO's standard metadata: what must be done to the stored pixels, turns counter-clockwise. */
    static Orientation named(String name) {
        return switch (name) {
            case "FlipH" -> new Orientation(false, true, false);
            case "Rotate180" -> new Orientation(false, true, true);
            case "FlipV" -> new Orientation(false, false, true);
            case "FlipVRotate90" -> new Orientation(true, false, false);
            case "Rotate270" -> new Orientation(true, true, false);
            case "FlipHRotate90" -> new Orientation(true, true, true);
            case "Rotate90" -> new Orientation(true, false, true);
            default -> NORMAL;
        };
    }

    /** The upright picture. */
    Planes upright(Planes stored) {
        if (equals(NORMAL)) {
            return stored;
        }
        int height = transposed ? stored.width() : stored.height();
        int width = transposed ? stored.height() : stored.width();
        Planes upright = Planes.empty(stored.channels(), height, width);
        int size = height * width;
        for (int channel = 0; channel < stored.channels(); channel++) {
            for (int y = 0; y < stored.height(); y++) {
                for (int x = 0; x < stored.width(); x++) {
                    int toY = transposed ? x : y;
                    int toX = transposed ? y : x;
                    toY = mirroredY ? height - 1 - toY : toY;
                    toX = mirroredX ? width - 1 - toX : toX;
                    upright.values()[channel * size + toY * width + toX] =
                            stored.values()[channel * size + y * stored.width() + x];
                }
            }
        }
        return upright;
    }
}
