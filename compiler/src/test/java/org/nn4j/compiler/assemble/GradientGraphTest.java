package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step cut in two files, and its batch in parts, is the step of {@code train.onnx}. */
final class GradientGraphTest {

    static Stream<TrainGraphTest.Case> programs() {
        return TrainGraphTest.programs();
    }

    /** Programs whose training does not look at the batch as a whole, as a batch's mean does. */
    static Stream<TrainGraphTest.Case> programsOfRows() {
        return programs()
                .filter(c ->
                        c.program().states().isEmpty() && !c.program().name().equals("LinearWithScalarLoss"));
    }

    @ParameterizedTest
    @MethodSource("programsOfRows")
    void partsOfABatchAddUpToAStep(TrainGraphTest.Case c) throws Exception {
        for (List<Integer> parts : List.of(List.of(32), List.of(20, 12))) {
            try (Folder whole = new Folder(c.program(), 7);
                    Folder cut = new Folder(c.program(), 7)) {
                Rows rows = c.rows(whole);
                c.rows(cut);
                for (int step = 0; step < 3; step++) {
                    Nd batch = rows.batches(step, 1, 32);
                    whole.run("train", Map.of("rows", batch));
                    step(cut, batch, parts);
                }
                assertClose(whole.state, cut.state, 2e-5);
                assertClose(whole.totals, cut.totals, 1e-6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void oneStepAgreesToTheLastDigits(TrainGraphTest.Case c) throws Exception {
        try (Folder whole = new Folder(c.program(), 7);
                Folder cut = new Folder(c.program(), 7)) {
            Rows rows = c.rows(whole);
            c.rows(cut);
            Nd batch = rows.batches(0, 1, 32);
            Named trained = whole.run("train", Map.of("rows", batch));
            Named sums = step(cut, batch, List.of(32));
            double[] mean = sums.get("gradient.0").numbers();
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= sums.get("weight_sum").number();
            }
            double[] expected = trained.get("gradient.0").numbers();
            double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            assertArrayEquals(expected, mean, 1e-6 * largest);
        }
    }

    /** What a runtime does with several cores: a gradient for each part, their sum, one update. */
    private static Named step(Folder f, Nd batch, List<Integer> parts) throws Exception {
        Named sums = new Named();
        long[] rows = Arrays.stream(batch.numbers()).mapToLong(r -> (long) r).toArray();
        int position = 0;
        for (int size : parts) {
            long[] part = LongStream.range(position, position + size)
                    .map(i -> rows[(int) i])
                    .toArray();
            Map<String, Nd> in = new HashMap<>();
            in.put("rows", Nd.i64(Nd.shape(size), part));
            in.put("position", Nd.i64(position));
            f.run("gradient", in).map().forEach((name, v) -> {
                if (name.startsWith("gradient.") || name.equals("weight_sum") || name.equals("loss_sum")) {
                    sums.map().merge(name, v, GradientGraphTest::plus);
                }
            });
            position += size;
        }
        f.run("apply", sums.map());
        return sums;
    }

    private static Nd plus(Nd x, Nd y) {
        double[] a = x.numbers();
        double[] b = y.numbers();
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) a[i] + (float) b[i];
        }
        return Nd.f32(x.shape(), sum);
    }

    private static void assertClose(Named expected, Named actual, double tolerance) {
        assertEquals(new LinkedHashMap<>(expected.map()).keySet(), actual.map().keySet());
        expected.map().forEach((name, e) -> {
            double[] want = e.numbers();
            double scale = Math.max(Arrays.stream(want).map(Math::abs).max().orElse(0), 1e-3);
            assertArrayEquals(want, actual.get(name).numbers(), tolerance * scale, name);
        });
    }
}
