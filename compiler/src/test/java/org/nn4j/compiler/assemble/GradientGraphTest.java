package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
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

    /** What a runtime does with several cores: a gradient for each part, one update with all. Answers the batch's sums. */
    private static Named step(Folder f, Nd batch, List<Integer> parts) throws Exception {
        Map<String, List<Nd>> given = new LinkedHashMap<>();
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
                    given.computeIfAbsent(name, n -> new ArrayList<>()).add(v);
                }
            });
            position += size;
        }
        Named sums = new Named();
        Map<String, Nd> stacked = new HashMap<>();
        given.forEach((name, list) -> {
            sums.put(name, sum(list));
            stacked.put(name, name.startsWith("gradient.") ? stack(list) : sum(list));
        });
        f.run("apply", stacked);
        return sums;
    }

    private static Nd stack(List<Nd> parts) {
        int length = parts.get(0).numbers().length;
        float[] all = new float[parts.size() * length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) parts.get(i / length).numbers()[i % length];
        }
        return Nd.f32(Nd.shape(parts.size(), length), all);
    }

    private static Nd sum(List<Nd> parts) {
        float[] sum = new float[parts.get(0).numbers().length];
        for (Nd part : parts) {
            double[] numbers = part.numbers();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (float) numbers[i];
            }
        }
        return Nd.f32(parts.get(0).shape(), sum);
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
