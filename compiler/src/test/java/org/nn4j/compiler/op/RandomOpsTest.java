package org.nn4j.compiler.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/**
 * The random numbers as numbers: that they never change, and that they pass the tests that neural networks could fail.
 * Whether ONNX Runtime computes them is a matter of the lowering's test.
 */
class RandomOpsTest {

    private static final int N = 1 << 21;

    /** So many standard deviations off means that it is no chance; numbers are fixed, so a test passes always or never. */
    private static final double SIGMAS = 5;

    private static double[] numbers(String stream, double seed, double step, double position, long... shape) {
        return numbers(stream, List.of(seed, step, position), shape);
    }

    /** @param key seed, step, position, then turns of scans */
    static double[] numbers(String stream, List<Double> key, long... shape) {
        GraphBuilder b = new GraphBuilder("g");
        List<Value> in = new ArrayList<>();
        Map<String, NdArray> values = new HashMap<>();
        for (double k : key) {
            String name = "key." + in.size();
            in.add(b.input(name, OpSample.type("i64")));
            values.put(name, NdArray.scalar(DType.I64, k));
        }
        Graph g = b.build(OpSample.ports(List.of(RandomOps.uniform(b, in, stream, Shape.of(shape)))));
        return Objects.requireNonNull(ReferenceEvaluator.evaluate(g, values).get("out.0"))
                .elements();
    }

    /** Trained models, and runs that go on, depend on them. Found with a program written apart from this one. */
    private static final double[] PINNED = {
        0x1.afbbea0000000p-1, 0x1.f7d95a0000000p-1, 0x1.1a97a00000000p-4, 0x1.0593c80000000p-1
    };

    /** As other implementations publish them. */
    @Test
    void squaresAreThoseOfThePaper() {
        assertEquals(0x36D88366CEE633A5L, Squares.squares64(0, Squares.KEY));
        assertEquals(0x944716E00E60DFAAL, Squares.squares64(1, Squares.KEY));
        assertEquals(0xC8A8F4E0678654BFL, Squares.squares64(2, Squares.KEY));
    }

    @Test
    void numbersNeverChange() {
        assertArrayEquals(PINNED, numbers("layer.dropout", 42, 7, 0, 2, 2), 0);
    }

    @Test
    void partsOfABatchDrawWhatTheWholeWouldDraw() {
        double[] whole = numbers("s", 1, 2, 0, 10, 3);
        double[] head = numbers("s", 1, 2, 0, 4, 3);
        double[] tail = numbers("s", 1, 2, 4, 6, 3);
        assertArrayEquals(head, Arrays.copyOfRange(whole, 0, 12));
        assertArrayEquals(tail, Arrays.copyOfRange(whole, 12, 30));
    }

    @Test
    void numbersAreUniformFrom0UpTo1() {
        for (int seed = 0; seed < 4; seed++) {
            double[] u = numbers("weights", seed, 0, 0, N);
            assertTrue(Arrays.stream(u).allMatch(v -> v >= 0 && v < 1));
            uniform(u, "seed " + seed);
        }
    }

    @Test
    void numbersOfAStreamAreIndependentAtEveryDistance() {
        for (int seed = 0; seed < 4; seed++) {
            double[] u = numbers("weights", seed, 0, 0, N);
            for (int distance : new int[] {1, 2, 3, 7, 64, 784, 1024, 4096, 1 << 16, 1 << 18, 1 << 20}) {
                independent(
                        Arrays.copyOf(u, N - distance),
                        Arrays.copyOfRange(u, distance, N),
                        "distance " + distance + ", seed " + seed);
            }
        }
    }

    @Test
    void numbersOfOnePlaceAreUniformAndIndependentOverStepsAndSeeds() {
        int n = 1 << 14;
        double[] steps = new double[n];
        double[] seeds = new double[n];
        Arrays.setAll(steps, step -> numbers("dropout", 1, step, 3, 1)[0]);
        Arrays.setAll(seeds, seed -> numbers("dropout", seed, 1, 3, 1)[0]);
        for (double[] u : List.of(steps, seeds)) {
            uniform(u, "over keys");
            for (int distance : new int[] {1, 2, 64, 4096}) {
                independent(Arrays.copyOf(u, n - distance), Arrays.copyOfRange(u, distance, n), "keys " + distance);
            }
        }
        independent(steps, seeds, "steps and seeds");
    }

    @Test
    void streamsStepsAndSeedsThatDifferByOneBitAreIndependent() {
        int n = 1 << 16;
        double[] base = numbers("a", 5, 9, 0, n);
        for (int bit = 0; bit < 31; bit++) {
            independent(base, numbers("a", 5 ^ (1 << bit), 9, 0, n), "seed bit " + bit);
            independent(base, numbers("a", 5, 9 ^ (1 << bit), 0, n), "step bit " + bit);
        }
        for (String stream : List.of("b", "A", "aa", "a.0", "")) {
            independent(base, numbers(stream, 5, 9, 0, n), "stream " + stream);
        }
    }

    @Test
    void turnsOfScansAreIndependent() {
        int n = 1 << 16;
        double[] none = numbers("a", 5, 9, 0, n);
        double[] base = numbers("a", List.of(5., 9., 0., 0.), n);
        uniform(base, "turn 0");
        independent(none, base, "with and without turns");
        for (int bit = 0; bit < 31; bit++) {
            double turn = 1 << bit;
            independent(base, numbers("a", List.of(5., 9., 0., turn), n), "turn " + turn);
            independent(base, numbers("a", List.of(5., 9. + turn, 0., 0.), n), "step + " + turn);
        }
        independent(
                numbers("a", List.of(5., 9., 0., 1., 2.), n), numbers("a", List.of(5., 9., 0., 2., 1.), n), "swapped");
        independent(
                numbers("a", List.of(5., 9., 0., 1.), n), numbers("a", List.of(5., 1., 0., 9.), n), "turn for step");
        int turns = 1 << 14;
        double[] over = new double[turns];
        Arrays.setAll(over, t -> numbers("dropout", List.of(1., 1., 3., (double) t), 1)[0]);
        uniform(over, "over turns");
        for (int distance : new int[] {1, 2, 64}) {
            independent(
                    Arrays.copyOf(over, turns - distance),
                    Arrays.copyOfRange(over, distance, turns),
                    "turns " + distance);
        }
    }

    private static void uniform(double[] u, String what) {
        int n = u.length;
        double mean = Arrays.stream(u).sum() / n;
        small((mean - 0.5) * Math.sqrt(12.0 * n), "mean, " + what);
        double squares = Arrays.stream(u).map(v -> (v - 0.5) * (v - 0.5)).sum() / n;
        small((squares - 1.0 / 12) * Math.sqrt(180.0 * n), "variance, " + what);
        int[] bins = new int[256];
        Arrays.stream(u).forEach(v -> bins[(int) (v * 256)]++);
        small(chiSquare(bins, n), "histogram, " + what);
    }

    private static void independent(double[] a, double[] b, String what) {
        int n = a.length;
        double products = 0;
        int[] bins = new int[256];
        for (int i = 0; i < n; i++) {
            products += (a[i] - 0.5) * (b[i] - 0.5);
            bins[((int) (a[i] * 16)) * 16 + (int) (b[i] * 16)]++;
        }
        small(products * 12 / Math.sqrt(n), "correlation, " + what);
        small(chiSquare(bins, n), "pairs, " + what);
    }

    /** In standard deviations from what is expected. */
    private static double chiSquare(int[] bins, int n) {
        double expected = (double) n / bins.length;
        double chi = Arrays.stream(bins)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
        int freedom = bins.length - 1;
        return (chi - freedom) / Math.sqrt(2.0 * freedom);
    }

    static void small(double sigmas, String what) {
        assertTrue(Math.abs(sigmas) < SIGMAS, () -> what + " is " + sigmas + " standard deviations off");
    }
}
