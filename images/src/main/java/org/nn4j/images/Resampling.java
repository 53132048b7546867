package org.nn4j.images;

/**
 * Resizes images with a triangle filter: linear interpolation where they grow, and where they shrink a weighted mean
 * over all pixels that a new one covers, so that fine patterns do not turn into coarse ones.
 */
final class Resampling {

    private Resampling() {}

    /** The same picture in another size. */
    static Planes resize(Planes image, int height, int width) {
        Planes narrow = width == image.width() ? image : alongRows(image, width);
        return height == image.height() ? narrow : acrossRows(narrow, height);
    }

    private static Planes alongRows(Planes image, int width) {
        Taps taps = new Taps(image.width(), width);
        Planes to = Planes.empty(image.channels(), image.height(), width);
        for (int row = 0; row < image.channels() * image.height(); row++) {
            int from = row * image.width();
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int i = 0; i < taps.weights[x].length; i++) {
                    sum += taps.weights[x][i] * image.values()[from + taps.first[x] + i];
                }
                to.values()[row * width + x] = sum;
            }
        }
        return to;
    }

    private static Planes acrossRows(Planes image, int height) {
        Taps taps = new Taps(image.height(), height);
        int width = image.width();
        Planes to = Planes.empty(image.channels(), height, width);
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int y = 0; y < height; y++) {
                int row = (channel * height + y) * width;
                for (int i = 0; i < taps.weights[y].length; i++) {
                    float weight = taps.weights[y][i];
                    int from = (channel * image.height() + taps.first[y] + i) * width;
                    for (int x = 0; x < width; x++) {
                        to.values()[row + x] += weight * image.values()[from + x];
                    }
                }
            }
        }
        return to;
    }

    /** For each new place along an axis, the first of the old ones that it is made of, and their weights. */
    private static final class Taps {
        private final int[] first;
        private final float[][] weights;

        Taps(int from, int to) {
            first = new int[to];
            weights = new float[to][];
            double scale = (double) from / to;
            double radius = Math.max(1, scale);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int low = Math.max(0, (int) Math.ceil(centre - radius - 0.5));
                int high = Math.min(from - 1, (int) Math.floor(centre + radius - 0.5));
                double[] heights = new double[high - low + 1];
                double sum = 0;
                for (int j = 0; j < heights.length; j++) {
                    heights[j] = Math.max(0, 1 - Math.abs(low + j + 0.5 - centre) / radius);
                    sum += heights[j];
                }
                first[i] = low;
                weights[i] = new float[heights.length];
                for (int j = 0; j < heights.length; j++) {
                    weights[i][j] = (float) (heights[j] / sum);
                }
            }
        }
    }
}
