package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.program.Program;

/** What {@code train.onnx} promises. */
final class TrainGraphTest {

    private static final Optimizers.Adam ADAM = new Optimizers.Adam(1e-2);

    /** A program, and how many features its data have. */
    record Case(Program program, int features) {
        @Override
        public String toString() {
            return program.name();
        }

        Rows rows(Folder f) {
            return new Rows(300, features, features == 8).into(f);
        }
    }

    static Stream<Case> programs() {
        return Stream.of(
                new Case(Programs.mlp(ADAM), 8),
                new Case(Programs.mlp(new Optimizers.Normalized(1e-3)), 8),
                new Case(Programs.linear(new Optimizers.Sgd(1e-2)), 3),
                new Case(Programs.linearWithScalarLoss(ADAM), 3),
                new Case(Programs.centred(ADAM), 3),
                new Case(Programs.noisy(ADAM), 3),
                new Case(Programs.counted(ADAM), 3));
    }

    private static Map<String, Nd> rows(Nd rows) {
        return Map.of("rows", rows);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void lossFalls(Case c) throws Exception {
        try (Folder f = new Folder(c.program, 7)) {
            Rows rows = c.rows(f);
            double[] losses = f.run("train", rows(rows.batches(0, 1000, 32)))
                    .get("losses")
                    .numbers();
            assertEquals(1000, losses.length);
            double before = Arrays.stream(losses, 0, 20).average().orElseThrow();
            double after = Arrays.stream(losses, 980, 1000).average().orElseThrow();
            assertTrue(after < 0.8 * before, before + " to " + after);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theNumberOfStepsInARunChangesNoBit(Case c) throws Exception {
        try (Folder one = new Folder(c.program, 7);
                Folder many = new Folder(c.program, 7)) {
            Rows rows = c.rows(one);
            c.rows(many);
            Nd last = Nd.i64(0);
            for (int i = 0; i < 100; i++) {
                last = one.run("train", rows(rows.batches(i, 1, 32))).get("gradient.0");
            }
            Named results = many.run("train", rows(rows.batches(0, 100, 32)));
            assertEquals(one.state, many.state);
            assertEquals(one.totals, many.totals);
            assertEquals(last, results.get("gradient.0"));
            assertEquals(100, results.get("steps_done").number());
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void endsBeforeAStepThatIsNotFinite(Case c) throws Exception {
        int bad = 6;
        try (Folder f = new Folder(c.program, 7);
                Folder good = new Folder(c.program, 7)) {
            Rows rows = c.rows(f);
            c.rows(good);
            Nd batches = rows.batches(0, 10, 20);
            int row = (int) batches.numbers()[bad * 20 + 3];
            float[] y = rows.y.clone();
            y[row] = Float.POSITIVE_INFINITY;
            f.data.put("data.y", Nd.f32(Nd.shape(rows.count), y));

            Named results = f.run("train", rows(batches));
            Named expected = good.run("train", rows(rows.batches(0, bad, 20)));
            assertEquals(bad, results.get("steps_done").number());
            double[] losses = results.get("losses").numbers();
            assertEquals(bad + 1, losses.length);
            assertArrayEquals(expected.get("losses").numbers(), Arrays.copyOf(losses, bad));
            assertFalse(Double.isFinite(losses[bad]));
            assertEquals(good.state, f.state);
            assertEquals(good.totals, f.totals);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void noStepChangesNothing(Case c) throws Exception {
        try (Folder f = new Folder(c.program, 7)) {
            c.rows(f);
            Named before = f.state.copy();
            Named results = f.run("train", rows(Nd.i64(Nd.shape(0, 32))));
            assertEquals(before, f.state);
            assertEquals(0, results.get("steps_done").number());
            assertEquals(Nd.shape(0), results.get("losses").shape());
        }
    }

    @Test
    void aFiniteLossWithAnInfiniteGradientEndsToo() throws Exception {
        try (Folder f = new Folder(Programs.linear(new Optimizers.Sgd(1e-2)), 7)) {
            Rows rows = new Rows(300, 3, false).into(f);
            // The error is about 1e15; its square is finite, the squared norm of the gradient is not.
            float[] x = rows.x.clone();
            x[0] = 1e20f;
            float[] y = rows.y.clone();
            f.state.put("params.0", Nd.f32(Nd.shape(4), 1e-5f, 0, 0, 0));
            f.data.put("data.x", Nd.f32(Nd.shape(300, 3), x));
            f.data.put("data.y", Nd.f32(Nd.shape(300), y));
            Named results = f.run("train", rows(Nd.i64(Nd.shape(2, 1), 0, 1)));
            assertEquals(0, results.get("steps_done").number());
            assertTrue(Double.isFinite(results.get("losses").number()));
        }
    }

    @Test
    void aStepIsTheGradientDescentOfTheTextbook() throws Exception {
        double lr = 0.1;
        try (Folder f = new Folder(Programs.linear(new Optimizers.Sgd(lr)), 7)) {
            Rows rows = new Rows(300, 3, false).into(f);
            f.data.put("lr_scale", Nd.f64(Nd.SCALAR, 0.5));
            double[] p = f.state.get("params.0").numbers();
            Nd batches = rows.batches(0, 25, 4);
            double weightedLoss = 0;
            double weight = 0;
            for (int step = 0; step < 25; step++) {
                double[] gradient = new double[4];
                double batchWeight = 0;
                for (int i = 0; i < 4; i++) {
                    int r = (int) batches.numbers()[step * 4 + i];
                    double error = p[3] - rows.y[r];
                    for (int j = 0; j < 3; j++) {
                        error += p[j] * rows.x[r * 3 + j];
                    }
                    for (int j = 0; j < 4; j++) {
                        gradient[j] += rows.weights[r] * 2 * error * (j < 3 ? rows.x[r * 3 + j] : 1);
                    }
                    batchWeight += rows.weights[r];
                    weightedLoss += rows.weights[r] * error * error;
                }
                for (int j = 0; j < 4; j++) {
                    p[j] -= 0.5 * lr * gradient[j] / batchWeight;
                }
                weight += batchWeight;
            }
            f.run("train", rows(batches));
            assertArrayEquals(p, f.state.get("params.0").numbers(), 1e-5);
            assertEquals(25, f.state.get("step").number());
            assertEquals(weightedLoss, f.totals.get("total.0").number(), 1e-4 * weightedLoss);
            assertEquals(weight, f.totals.get("total.1").number(), 1e-5 * weight);
        }
    }

    @Test
    void aRaggedLastBatchIsARunOfItsOwn() throws Exception {
        try (Folder f = new Folder(Programs.mlp(ADAM), 7)) {
            Rows rows = new Rows(300, 8, true).into(f);
            f.run("train", rows(rows.batches(0, 9, 32)));
            f.run("train", rows(rows.batches(24, 1, 12)));
            assertEquals(10, f.state.get("step").number());
            assertEquals(300, f.totals.get("total.3").number());
        }
    }

    @Test
    void aLargeParameterIsAVectorOfItsOwn() throws Exception {
        Program program = Programs.mlp(new Optimizers.Adam(1e-3), 300, 256, 1);
        try (Folder f = new Folder(program, 7)) {
            assertEquals(Nd.shape(256 + 256 + 1), f.state.get("params.0").shape());
            assertEquals(Nd.shape(300 * 256), f.state.get("params.1").shape());
            assertEquals(Nd.shape(300 * 256), f.state.get("adam.v.1").shape());
            Rows rows = new Rows(64, 300, true).into(f);
            double[] losses =
                    f.run("train", rows(rows.batches(0, 30, 32))).get("losses").numbers();
            assertTrue(losses[29] < 0.5 * losses[0]);
        }
    }
}
