package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;

/**
 * The library's optimizers, compiled and run, are {@link TextbookOptimizers}: ten steps on matrices, a vector and
 * scalars, of which one matrix is a segment of its own and the others share a vector.
 */
final class OptimizerStepsTest {

    private static final int STEPS = 10;
    private static final int[] SIZES = {12, 4, 1, 260 * 256, 1};
    private static final boolean[] MATRIX = {true, false, false, true, false};
    private static final int COUNT = Arrays.stream(SIZES).sum();

    /** The loss is linear in the parameters, so a row of the data is the gradient. */
    private static Program program(String optimizer, String clip) {
        return Programs.ofText("""
                model Linear {
                  input x: f32[B, %d]
                  param w: f32[3, 4] = 1
                  param b: f32[4] = 1
                  param s: f32[] = 1
                  param large: f32[260, 256] = 1
                  param zero: f32[] = 0
                  let small = x[:, 0:12] @ reshape(w, 12) + x[:, 12:16] @ b + x[:, 16] * s
                  output y: f32[B] = small + x[:, 17:66577] @ reshape(large, 66560) + x[:, 66577] * zero
                }
                train Linear {
                  data csv("a.csv")
                  feed x = columns(except = "t")
                  target t: f32[B]
                  loss y - t
                  optimizer %s
                  %s
                  run (steps = 10, batch = 1)
                }
                """.formatted(COUNT, optimizer, clip));
    }

    private final Random random = new Random(3);
    private final float[] start = numbers(COUNT, 1);
    private final float[] gradients = numbers(COUNT * STEPS, 3);

    {
        // What starts at 0, and a gradient of 0, divide nothing by 0.
        start[COUNT - 1] = 0;
        for (int step = 0; step < STEPS; step++) {
            gradients[step * COUNT + 5] = 0;
        }
    }

    private float[] numbers(int count, double scale) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) (scale * random.nextGaussian());
        }
        return x;
    }

    static Stream<String> optimizers() {
        return TextbookOptimizers.matricesAndOthers(true).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void tenSteps(String optimizer) throws Exception {
        assertSame(program(optimizer, ""), optimizer, gradients);
    }

    @Test
    void clippedByNorm() throws Exception {
        float[] clipped = gradients.clone();
        for (int step = 0; step < STEPS; step++) {
            int at = step * COUNT;
            for (int size : SIZES) {
                double squares = 0;
                for (int i = at; i < at + size; i++) {
                    squares += (double) gradients[i] * gradients[i];
                }
                double by = Math.min(1, 2 / Math.sqrt(squares));
                for (int i = at; i < at + size; i++) {
                    clipped[i] *= (float) by;
                }
                at += size;
            }
        }
        assertSame(program("Sgd(lr = 0.1)", "clip by_norm(2.0)"), "Sgd(lr = 0.1)", clipped);
    }

    @Test
    void clippedByValue() throws Exception {
        float[] clipped = gradients.clone();
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.max(-2, Math.min(clipped[i], 2));
        }
        Program program = program("Sgd(lr = 0.1)", "clip by_value(2.0)");
        assertTrue(!Objects.requireNonNull(program.recipe()).optimizer().needsTensors());
        assertSame(program, "Sgd(lr = 0.1)", clipped);
    }

    @Test
    void onlyWhatReducesNeedsTensorsOfTheirOwn() {
        for (String optimizer : optimizers().toList()) {
            assertEquals(
                    Stream.of("Lamb", "Adafactor", "Muon").anyMatch(optimizer::startsWith),
                    Objects.requireNonNull(program(optimizer, "").recipe())
                            .optimizer()
                            .needsTensors(),
                    optimizer);
        }
    }

    @Test
    void whatIsNotUsedIsNotKept() {
        assertEquals(List.of(), moments("Sgd()"));
        assertEquals(List.of("sgd.v"), moments("Sgd(momentum = 0.9)"));
        assertEquals(List.of("rms_prop.squares"), moments("RmsProp()"));
        assertEquals(List.of("adafactor.rows", "adafactor.columns", "adafactor.v"), moments("Adafactor()"));
        OptimizerRule adafactor =
                Objects.requireNonNull(program("Adafactor()", "").recipe()).optimizer();
        assertEquals(Shape.of(260), adafactor.momentShape("adafactor.rows", Shape.of(260, 256)));
        assertEquals(Shape.of(3, 5), adafactor.momentShape("adafactor.columns", Shape.of(3, 4, 5)));
        assertNull(adafactor.momentShape("adafactor.v", Shape.of(260, 256)));
        assertNull(adafactor.momentShape("adafactor.rows", Shape.of(4)));
    }

    private static List<String> moments(String optimizer) {
        return Objects.requireNonNull(program(optimizer, "").recipe())
                .optimizer()
                .moments();
    }

    private void assertSame(Program program, String optimizer, float[] expectedGradients) throws Exception {
        List<TextbookOptimizers.Rule> rules = new ArrayList<>();
        for (boolean matrix : MATRIX) {
            Supplier<TextbookOptimizers.Rule> rule =
                    TextbookOptimizers.matricesAndOthers(matrix).get(optimizer);
            rules.add(Objects.requireNonNull(rule).get());
        }
        double[] p = new double[COUNT];
        Arrays.setAll(p, i -> start[i]);
        try (Folder f = new Folder(program, 7)) {
            int small = COUNT - SIZES[3];
            int large = 17;
            float[] first = new float[small];
            System.arraycopy(start, 0, first, 0, large);
            first[small - 1] = start[COUNT - 1];
            List<Long> rows = f.state.get("params.1").shape();
            f.state.put("params.0", Nd.f32(Nd.shape(small), first));
            f.state.put("params.1", Nd.f32(rows, Arrays.copyOfRange(start, large, large + SIZES[3])));
            f.data.put("data.x", Nd.f32(Nd.shape(STEPS, COUNT), gradients));
            f.data.put("data.t", Nd.f32(Nd.shape(STEPS), new float[STEPS]));
            f.data.put("weights", Nd.full(OnnxJavaType.FLOAT, Nd.shape(STEPS), 1));
            for (int step = 1; step <= STEPS; step++) {
                int at = (step - 1) * COUNT;
                int from = 0;
                for (int i = 0; i < SIZES.length; i++) {
                    double[] part = Arrays.copyOfRange(p, from, from + SIZES[i]);
                    double[] g = new double[SIZES[i]];
                    for (int k = 0; k < g.length; k++) {
                        g[k] = expectedGradients[at + from + k];
                    }
                    rules.get(i).update(step, part, g);
                    System.arraycopy(part, 0, p, from, SIZES[i]);
                    from += SIZES[i];
                }
                f.run("train", Map.of("rows", Nd.i64(Nd.shape(1, 1), step - 1)));
                double[] foundSmall = f.state.get("params.0").numbers();
                double[] found = new double[COUNT];
                System.arraycopy(foundSmall, 0, found, 0, large);
                System.arraycopy(f.state.get("params.1").numbers(), 0, found, large, SIZES[3]);
                found[COUNT - 1] = foundSmall[small - 1];
                assertArrayEquals(p, found, 1e-5, optimizer + ", step " + step);
            }
        }
    }
}
