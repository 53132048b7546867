package org.nn4j.images;

/**
 * An image as channels, one after the other, each row by row.
 *
 * @param values from 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent")
record Planes(int channels, int height, int width, float[] values) {

    static Planes empty(int channels, int height, int width) {
        return new Planes(channels, height, width, new float[Math.multiplyExact(channels * height, width)]);
    }

    /** The part of this size around the centre. */
    Planes cropped(int toHeight, int toWidth) {
        Planes part = empty(channels, toHeight, toWidth);
        int top = (height - toHeight) / 2;
        int left = (width - toWidth) / 2;
        for (int row = 0; row < channels * toHeight; row++) {
            int from = (row / toHeight * height + top + row % toHeight) * width + left;
            System.arraycopy(values, from, part.values, row * toWidth, toWidth);
        }
        return part;
    }
}
