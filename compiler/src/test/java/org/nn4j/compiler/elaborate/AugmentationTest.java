package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.reference.NdArray;

/** Layers that change images at random, in training alone. */
final class AugmentationTest {

    private static final int ROWS = 60;

    /** One image, many times over, through a layer; pixels are looked at one by one, each in a run of its own. */
    private static final class Images {
        private final Elaborated program;
        private final int channels;
        private final int side;
        private final double[] image;

        Images(String layer, int channels, double... image) {
            this.channels = channels;
            this.side = (int) Math.sqrt(image.length / (double) channels);
            this.image = image;
            program =
                    Elaborated.of("""
                    model M {
                      input x: f32[B, C, S, S]
                      input mask: f32[B, C, S, S]
                      param scale: f32[1] = ones
                      output y: f32[B] = sum(flatten((x |> LAYER) * mask), axis = 1) * sum(scale)
                    }
                    train M {
                      data idx("images")
                      feed x = pixels()
                      feed mask = pixels()
                      target t: f32[B] = labels()
                      loss y
                      optimizer Sgd()
                      run (epochs = 1)
                    }
                    """.replace("LAYER", layer).replace("C, S, S", channels + ", " + side + ", " + side));
        }

        Images at(int step, int position) {
            program.set("step", NdArray.scalar(DType.I64, step)).set("position", NdArray.scalar(DType.I64, position));
            return this;
        }

        /** What becomes of it in each row. */
        double[][] training(int rows) {
            return run(program.recipe().training(), rows);
        }

        double[][] serving(int rows) {
            return run(program.recipe().evaluation(), rows);
        }

        private double[][] run(Graph graph, int rows) {
            int[] sizes = {rows, channels, side, side};
            program.set("data.x", sizes, repeated(image, rows)).set("data.t", new int[] {rows}, new double[rows]);
            double[][] seen = new double[rows][image.length];
            for (int pixel = 0; pixel < image.length; pixel++) {
                double[] mask = new double[image.length];
                mask[pixel] = 1;
                program.set("data.mask", sizes, repeated(mask, rows));
                double[] values =
                        Objects.requireNonNull(program.run(graph).get("loss")).elements();
                for (int row = 0; row < rows; row++) {
                    seen[row][pixel] = values[row];
                }
            }
            return seen;
        }

        private static double[] repeated(double[] values, int times) {
            return IntStream.range(0, times)
                    .boxed()
                    .flatMapToDouble(i -> DoubleStream.of(values))
                    .toArray();
        }
    }

    private static Set<List<Double>> distinct(double[][] images) {
        Set<List<Double>> distinct = new HashSet<>();
        for (double[] image : images) {
            distinct.add(DoubleStream.of(image).boxed().toList());
        }
        return distinct;
    }

    private static List<Double> list(double... values) {
        return DoubleStream.of(values).boxed().toList();
    }

    @Test
    void flipMirrorsHalfOfTheImages() {
        double[][] seen = new Images("RandomFlip()", 2, 1, 2, 3, 4, 5, 6, 7, 8).training(ROWS);
        assertEquals(Set.of(list(1, 2, 3, 4, 5, 6, 7, 8), list(2, 1, 4, 3, 6, 5, 8, 7)), distinct(seen));
        long mirrored = Arrays.stream(seen).filter(image -> image[0] == 2).count();
        assertTrue(Math.abs(mirrored - ROWS / 2) < ROWS / 4, () -> mirrored + " of " + ROWS);
    }

    @Test
    void flipBothWays() {
        double[][] seen = new Images("RandomFlip(vertical = true)", 1, 1, 2, 3, 4).training(ROWS);
        assertEquals(Set.of(list(1, 2, 3, 4), list(2, 1, 4, 3), list(3, 4, 1, 2), list(4, 3, 2, 1)), distinct(seen));
    }

    /** Of a margin of one around four pixels there are nine parts, each with its own rest of the image. */
    @Test
    void cropMovesTheImageOverZeros() {
        double[][] seen = new Images("RandomCrop(1)", 1, 1, 2, 3, 4).training(4 * ROWS);
        Set<List<Double>> parts = new HashSet<>();
        double[][] padded = {{0, 0, 0, 0}, {0, 1, 2, 0}, {0, 3, 4, 0}, {0, 0, 0, 0}};
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 3; x++) {
                parts.add(list(padded[y][x], padded[y][x + 1], padded[y + 1][x], padded[y + 1][x + 1]));
            }
        }
        assertEquals(parts, distinct(seen));
    }

    /** Of a ramp from left to right, the pixels right of and under the centre become cos and -sin of the angle. */
    @Test
    void rotationTurnsAroundTheCentre() {
        double[] ramp = new double[25];
        Arrays.setAll(ramp, i -> i % 5 - 2);
        double[][] seen = new Images("RandomRotation(30.0)", 1, ramp).training(ROWS);
        double[] angles = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double cos = seen[row][2 * 5 + 3];
            double sin = -seen[row][3 * 5 + 2];
            assertEquals(1, cos * cos + sin * sin, 1e-5);
            assertEquals(0, seen[row][12], 1e-5);
            angles[row] = Math.toDegrees(Math.atan2(sin, cos));
        }
        assertTrue(DoubleStream.of(angles).allMatch(a -> Math.abs(a) <= 30.001));
        assertTrue(DoubleStream.of(angles).max().orElse(0) > 20);
        assertTrue(DoubleStream.of(angles).min().orElse(0) < -20);
    }

    @ParameterizedTest
    @CsvSource({"RandomFlip()", "RandomCrop(1)", "RandomRotation(45.0)", "RandomCrop(0)"})
    void servingLeavesImagesAsTheyAre(String layer) {
        double[] image = {1, 2, 3, 4};
        for (double[] seen : new Images(layer, 1, image).serving(8)) {
            assertArrayEquals(image, seen);
        }
    }

    /** What becomes of an image depends on the step and its place in the batch, not on how the batch is cut. */
    @ParameterizedTest
    @CsvSource({"RandomFlip()", "RandomCrop(1)", "RandomRotation(45.0)"})
    void partsOfABatchSeeTheSame(String layer) {
        Images images = new Images(layer, 1, 1, 2, 3, 4);
        double[][] whole = images.at(3, 0).training(16);
        double[][] part = images.at(3, 10).training(6);
        for (int row = 0; row < 6; row++) {
            assertArrayEquals(whole[10 + row], part[row]);
        }
        double[][] later = images.at(4, 0).training(16);
        assertFalse(Arrays.deepEquals(whole, later));
    }

    /** Between pixels and beyond them, where there are zeros. */
    @Test
    void bilinearSampling() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 1, 2, 3]
                  input rows: f32[B, 1, 4]
                  input columns: f32[B, 1, 4]
                  output y = bilinear_at(x, rows, columns)
                }
                """);
        e.set("data.x", new int[] {1, 1, 2, 3}, 0, 10, 20, 30, 40, 50)
                .set("data.rows", new int[] {1, 1, 4}, 0, 0.5, 1.25, -1)
                .set("data.columns", new int[] {1, 1, 4}, 2, 0.5, 1, 1);
        assertArrayEquals(new double[] {20, 20, 30, 0}, e.output("y").elements(), 1e-9);
    }
}
