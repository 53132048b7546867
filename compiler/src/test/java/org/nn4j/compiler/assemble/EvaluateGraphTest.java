package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.program.Program;

final class EvaluateGraphTest {

    private static final Nd NO_ROWS = Nd.i64(Nd.shape(0, 32));

    private static Nd inOrder(int batches, int size) {
        return Nd.i64(
                Nd.shape(batches, size),
                IntStream.range(0, batches * size).mapToLong(i -> i).toArray());
    }

    @Test
    void totalsOfEveryKind() throws Exception {
        try (Folder f = new Folder(Programs.counted(new Optimizers.Sgd(0.1)), 7)) {
            Rows rows = new Rows(300, 3, false).into(f);
            Named values = f.run("evaluate", Map.of("rows", inOrder(15, 20)));
            double[] sums = new double[3];
            double[] largest = {-9, -9, -9};
            double smallest = 9;
            for (int i = 0; i < 900; i++) {
                sums[i % 3] += rows.x[i];
                largest[i % 3] = Math.max(largest[i % 3], rows.x[i]);
                smallest = Math.min(smallest, (long) rows.x[i]);
            }
            assertEquals(Arrays.stream(sums).sum(), values.get("value.sum").number(), 1e-9);
            assertArrayEquals(sums, values.get("value.sums").numbers(), 1e-9);
            assertArrayEquals(largest, values.get("value.largest").numbers());
            assertEquals(smallest, values.get("value.smallest").number());
        }
    }

    @Test
    void totalsAddUpOverRuns() throws Exception {
        try (Folder one = new Folder(Programs.counted(new Optimizers.Sgd(0.1)), 7);
                Folder many = new Folder(Programs.counted(new Optimizers.Sgd(0.1)), 7)) {
            Rows rows = new Rows(300, 3, false).into(one);
            rows.into(many);
            one.run("evaluate", Map.of("rows", rows.batches(0, 15, 20)));
            for (int i = 0; i < 15; i++) {
                many.run("evaluate", Map.of("rows", rows.batches(i, 1, 20)));
            }
            assertEquals(one.totals, many.totals);
        }
    }

    @Test
    void noBatchTurnsTotalsIntoValues() throws Exception {
        try (Folder f = new Folder(Programs.mlp(new Optimizers.Adam(1e-2)), 7)) {
            Rows rows = new Rows(300, 8, true).into(f);
            Named trained = f.run("train", Map.of("rows", rows.batches(0, 200, 32)));
            Named totals = f.totals.copy();
            Named values = f.run("evaluate", Map.of("rows", NO_ROWS));
            assertEquals(totals, f.totals);
            double mean =
                    Arrays.stream(trained.get("losses").numbers()).average().orElseThrow();
            assertEquals(mean, values.get("value.loss").number(), 0.05 * mean);
            double accuracy = values.get("value.accuracy").number();
            assertTrue(accuracy > 0.8 && accuracy < 1, "accuracy " + accuracy);
        }
    }

    @Test
    void theLossCountsByWeight() throws Exception {
        try (Folder f = new Folder(Programs.linear(new Optimizers.Sgd(0.1)), 7)) {
            Rows rows = new Rows(300, 3, false).into(f);
            Nd all = inOrder(3, 100);
            f.data.put("weights", Nd.full(ai.onnxruntime.OnnxJavaType.FLOAT, Nd.shape(300), 1));
            double[] p = f.state.get("params.0").numbers();
            double sum = 0;
            double weights = 0;
            for (int i = 0; i < 300; i++) {
                double error = p[3] - rows.y[i];
                for (int j = 0; j < 3; j++) {
                    error += p[j] * rows.x[i * 3 + j];
                }
                sum += rows.weights[i] * error * error;
                weights += rows.weights[i];
            }
            rows.into(f);
            Named values = f.run("evaluate", Map.of("rows", all));
            assertEquals(sum / weights, values.get("value.loss").number(), 1e-5 * sum / weights);
        }
    }

    @Test
    void usesTheStateThatTrainingUpdated() throws Exception {
        try (Folder f = new Folder(Programs.centred(new Optimizers.Sgd(1e-2)), 7)) {
            Rows rows = new Rows(300, 3, false).into(f);
            f.run("train", Map.of("rows", rows.batches(0, 500, 32)));
            double[] mean = f.state.get("state.norm.mean").numbers();
            for (int j = 0; j < 3; j++) {
                double sum = 0;
                for (int i = 0; i < 300; i++) {
                    sum += rows.x[i * 3 + j];
                }
                assertEquals(sum / 300, mean[j], 0.15);
            }
            double before = f.run("evaluate", Map.of("rows", inOrder(3, 100)))
                    .get("value.loss")
                    .number();
            f.totals.map().clear();
            f.state.put("state.norm.mean", Nd.f32(Nd.shape(3), 5, 5, 5));
            double after = f.run("evaluate", Map.of("rows", inOrder(3, 100)))
                    .get("value.loss")
                    .number();
            assertTrue(after > 2 * before);
        }
    }

    @Test
    void whatIsRandomBelongsToTheRow() throws Exception {
        Program program = Programs.ofText("""
                model Line {
                  input x: f32[B, 3]
                  output line: f32[B] = x |> Dense(1) |> squeeze(-1)
                }
                train Line {
                  data csv("line.csv")
                  feed x = columns(except = "y")
                  target y: f32[B]
                  loss squared(line, y)
                  metric noise = random_uniform(B)
                  optimizer Sgd()
                  run (epochs = 1)
                }
                """);
        try (Folder f = new Folder(program, 7)) {
            new Rows(300, 3, false).into(f);
            double[] means = new double[2];
            for (int i = 0; i < 2; i++) {
                f.totals.map().clear();
                means[i] = f.run("evaluate", Map.of("rows", inOrder(i == 0 ? 30 : 3, i == 0 ? 10 : 100)))
                        .get("value.noise")
                        .number();
            }
            assertEquals(0.5, means[0], 0.1);
            assertEquals(means[0], means[1], 1e-9);
        }
    }
}
