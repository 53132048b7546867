package org.nn4j.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.runtime.error.UserException;

final class ImageDecoderTest {

    @TempDir
    Path temp;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(temp.resolve("picture"), bytes);
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private Planes decode(int channels, BufferedImage image, String format) throws IOException {
        return new ImageDecoder(channels).decode(write(encoded(image, format)));
    }

    private static BufferedImage picture(int type, int... rgb) {
        BufferedImage image = new BufferedImage(2, rgb.length / 2, type);
        for (int i = 0; i < rgb.length; i++) {
            image.setRGB(i % 2, i / 2, rgb[i]);
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({"png, 1", "png, 5", "bmp, 1", "png, 2"})
    void coloursAreThreePlanes(String format, int type) throws IOException {
        Planes planes = decode(3, picture(type, 0xFF010203, 0xFF0A0B0C, 0xFFF0F1F2, 0xFFFFFFFF), format);
        float[] wanted = {1, 10, 240, 255, 2, 11, 241, 255, 3, 12, 242, 255};
        assertArrayEquals(wanted, planes.values());
    }

    @Test
    void greyOfColoursIsTheirLuma() throws IOException {
        Planes planes = decode(1, picture(BufferedImage.TYPE_INT_RGB, 0xFF0000, 0x00FF00, 0x0000FF, 0x808080), "png");
        float[] wanted = {0.299f * 255, 0.587f * 255, 0.114f * 255, 128};
        assertArrayEquals(wanted, planes.values(), 1e-4f);
    }

    /** Samples of grey files come out as they are stored, 16 bits scaled to 8. */
    @ParameterizedTest
    @CsvSource({"10, 255, 3", "10, 255, 1", "11, 65535, 1"})
    void greyIsKept(int type, int most, int channels) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, type);
        image.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {0, most / 5, most / 5 * 2, most});
        Planes planes = decode(channels, image, "png");
        assertArrayEquals(new float[] {0, 51, 102, 255}, Arrays.copyOf(planes.values(), 4), 0.01f);
        assertEquals(4 * channels, planes.values().length);
    }

    /** The stored picture has its brightest corner at the top left; EXIF says where that corner belongs. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 16, 32", "2, 31, 0, 16, 32", "3, 31, 15, 16, 32", "4, 0, 15, 16, 32",
        "5, 0, 0, 32, 16", "6, 15, 0, 32, 16", "7, 15, 31, 32, 16", "8, 0, 31, 32, 16"
    })
    void picturesAreTurnedUpright(int orientation, int x, int y, int height, int width) throws IOException {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
        image.createGraphics().fillRect(0, 0, 8, 8);
        Path file = write(withOrientation(encoded(image, "jpg"), orientation));
        Planes planes = new ImageDecoder(1).decode(file);
        assertEquals(height, planes.height());
        assertEquals(width, planes.width());
        assertEquals(255, planes.values()[y * width + x], 5);
        assertEquals(0, planes.values()[(height - 1 - y) * width + width - 1 - x], 5);
    }

    /** Puts an EXIF segment with a single entry behind the start of the file. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        exif.putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putInt(0);
        ByteBuffer all = ByteBuffer.allocate(jpeg.length + exif.capacity());
        return all.put(jpeg, 0, 2)
                .put(exif.array())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private String fault(byte[] bytes) {
        return assertThrows(UserException.class, () -> new ImageDecoder(3).decode(write(bytes)))
                .getMessage();
    }

    @Test
    void whatIsNoImageIsNamed() {
        String message = fault("no picture".getBytes(StandardCharsets.US_ASCII));
        assertTrue(message.startsWith(temp.resolve("picture") + ": the image cannot be read"), message);
        assertTrue(message.contains("no known format"), message);
    }

    /** A picture of noise, so that its data fills the file to its end. */
    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, new Color(random.nextInt(1 << 24)).getRGB());
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void aCutImageIsRefused(String format) throws IOException {
        byte[] whole = encoded(noise(), format);
        for (int part = 0; part < 16; part++) {
            String message = fault(Arrays.copyOf(whole, whole.length * part / 16));
            assertTrue(message.contains("the image cannot be read"), message);
        }
    }

    /** Whatever stands in a file, it is an image or there is a message. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void aDamagedImageIsReadOrRefused(String format) throws IOException {
        byte[] whole = encoded(noise(), format);
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 3; j++) {
                damaged[random.nextInt(Math.min(600, whole.length))] = (byte) random.nextInt(256);
            }
            try {
                Planes planes = new ImageDecoder(3).decode(write(damaged));
                assertEquals(3 * planes.height() * planes.width(), planes.values().length);
            } catch (UserException e) {
                assertTrue(e.getMessage().contains("the image cannot be read"), e.getMessage());
            }
        }
    }
}
