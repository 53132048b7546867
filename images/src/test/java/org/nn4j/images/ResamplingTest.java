package org.nn4j.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResamplingTest {

    private static Planes row(float... values) {
        return new Planes(1, 1, values.length, values);
    }

    @Test
    void growingInterpolates() {
        Planes wide = Resampling.resize(row(0, 8), 1, 4);
        assertArrayEquals(new float[] {0, 2, 6, 8}, wide.values(), 1e-5f);
    }

    @Test
    void shrinkingAveragesAllThatItCovers() {
        Planes narrow = Resampling.resize(row(0, 255, 0, 255, 0, 255, 0, 255), 1, 2);
        assertArrayEquals(new float[] {127.5f, 127.5f}, narrow.values(), 15);
        Planes column = Resampling.resize(new Planes(1, 4, 1, new float[] {0, 0, 16, 16}), 2, 1);
        assertArrayEquals(new float[] {16 / 7f, 96 / 7f}, column.values(), 1e-4f);
    }

    /** Against the sum over all pixels of the product of two triangles, as the definition says. */
    @ParameterizedTest
    @CsvSource({"7, 5, 3, 9", "8, 8, 4, 4", "5, 9, 5, 4", "1, 6, 3, 6"})
    void bothAxesFollowTheDefinition(int height, int width, int toHeight, int toWidth) {
        Planes image = Planes.empty(3, height, width);
        Random random = new Random(4);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = random.nextInt(256);
        }
        Planes resized = Resampling.resize(image, toHeight, toWidth);
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < toHeight; y++) {
                for (int x = 0; x < toWidth; x++) {
                    double sum = 0;
                    double weights = 0;
                    for (int i = 0; i < height * width; i++) {
                        double weight =
                                triangle(i / width, height, y, toHeight) * triangle(i % width, width, x, toWidth);
                        sum += weight * image.values()[channel * height * width + i];
                        weights += weight;
                    }
                    assertEquals(sum / weights, resized.values()[(channel * toHeight + y) * toWidth + x], 1e-3);
                }
            }
        }
    }

    private static double triangle(int from, int size, int to, int toSize) {
        if (size == toSize) {
            return from == to ? 1 : 0;
        }
        double scale = (double) size / toSize;
        return Math.max(0, 1 - Math.abs(from + 0.5 - (to + 0.5) * scale) / Math.max(1, scale));
    }

    @Test
    void croppingKeepsTheCentre() {
        Planes image = new Planes(2, 3, 4, new float[24]);
        for (int i = 0; i < 24; i++) {
            image.values()[i] = i;
        }
        assertArrayEquals(new float[] {5, 6, 17, 18}, image.cropped(1, 2).values());
    }
}
