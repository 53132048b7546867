package org.nn4j.runtime.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.LinearModel;
import org.nn4j.runtime.fixture.Present;

final class ServingModelTest {

    private static final int THREADS = 16;

    @TempDir
    Path temp;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private Path one;
    private Path other;

    @BeforeEach
    void writeModels() throws IOException {
        one = model("one", 1);
        other = model("other", 2);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Path model(String name, long seed) throws IOException {
        Path folder = LinearModel.number(2, 0.1).writeTo(temp.resolve(name));
        Model.initialize(folder, seed);
        return folder;
    }

    private static Map<String, Tensor> request(float... values) {
        return Map.of("x", Tensor.of(values, values.length / 2, 2));
    }

    private static float[] answer(Path folder, float... values) {
        try (Model model = Model.load(folder)) {
            return model.predict(request(values)).output("out").toFloats();
        }
    }

    /** What each of the threads has done. */
    private interface Work {
        void of(int thread) throws InterruptedException;
    }

    private void together(Work work) throws InterruptedException, ExecutionException {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            all.add(threads.submit(() -> {
                work.of(thread);
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 64})
    void everyThreadGetsItsOwnAnswer(int batchRows) throws Exception {
        float[][] requests = new float[THREADS][];
        float[][] expected = new float[THREADS][];
        for (int thread = 0; thread < THREADS; thread++) {
            // One row, or two, or three.
            requests[thread] = new float[2 * (1 + thread % 3)];
            for (int i = 0; i < requests[thread].length; i++) {
                requests[thread][i] = thread + i;
            }
            expected[thread] = answer(one, requests[thread]);
        }
        try (var model = ServingModel.open(one, ServingOptions.DEFAULT.batchingUpTo(batchRows))) {
            together(thread -> {
                for (int i = 0; i < 200; i++) {
                    float[] answer = model.predict(request(requests[thread]))
                            .output("out")
                            .toFloats();
                    assertArrayEquals(expected[thread], answer, 1e-6f);
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64})
    void isReplacedWhileItAnswers(int batchRows) throws Exception {
        float before = answer(one, 1, 2)[0];
        float after = answer(other, 1, 2)[0];
        assertTrue(Math.abs(before - after) > 1e-3, before + " " + after);
        var replaced = new AtomicBoolean();
        try (var model = ServingModel.open(one, ServingOptions.DEFAULT.batchingUpTo(batchRows))) {
            together(thread -> {
                if (thread == 0) {
                    Thread.sleep(20);
                    for (int i = 0; i < 5; i++) {
                        model.replace(one);
                        model.replace(other);
                    }
                    replaced.set(true);
                    return;
                }
                for (int i = 0; i < 20 || !replaced.get(); i++) {
                    float answer = model.predict(request(1, 2)).output("out").toFloats()[0];
                    assertTrue(Math.abs(answer - before) < 1e-6 || Math.abs(answer - after) < 1e-6, "" + answer);
                }
            });
            assertEquals(after, model.predict(request(1, 2)).output("out").toFloats()[0], 1e-6f);
        }
    }

    @Test
    void aModelThatTakesOtherTensorsDoesNotReplaceIt() throws Exception {
        Path wider = LinearModel.number(3, 0.1).writeTo(temp.resolve("wider"));
        Model.initialize(wider, 1);
        try (var model = ServingModel.open(one, ServingOptions.DEFAULT)) {
            UserException e = assertThrows(UserException.class, () -> model.replace(wider));
            assertTrue(
                    e.getMessage().contains("x: f32[B, 3]") && e.getMessage().contains("x: f32[B, 2]"), e.getMessage());
            assertThrows(UserException.class, () -> model.replace(temp.resolve("nothing")));
            assertEquals(1, model.predict(request(1, 2)).output("out").size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64})
    void aBadRequestFailsAlone(int batchRows) throws Exception {
        try (var model = ServingModel.open(one, ServingOptions.DEFAULT.batchingUpTo(batchRows))) {
            together(thread -> {
                for (int i = 0; i < 50; i++) {
                    if (thread % 4 == 0) {
                        var wrong = Map.of("x", Tensor.of(new float[3], 1, 3));
                        assertThrows(UserException.class, () -> model.predict(wrong));
                    } else {
                        assertEquals(
                                1, model.predict(request(1, 2)).output("out").size());
                    }
                }
            });
        }
    }

    @Test
    void aRunThatFailsForSeveralIsRepeatedForEach() {
        // A predictor that refuses rows of 13, as a graph refuses an index outside a table.
        try (Model model = Model.load(one)) {
            var batches = new MicroBatches(model.spec().inputs(), 64, inputs -> {
                for (float value : Present.in(inputs, "x").toFloats()) {
                    if (value == 13) {
                        throw new UserException(Place.NOWHERE, "unlucky", "");
                    }
                }
                return model.predict(inputs);
            });
            assertThrows(
                    ExecutionException.class,
                    () -> together(thread -> {
                        for (int i = 0; i < 100; i++) {
                            float[] row = {thread == 3 ? 13 : thread, 1};
                            if (thread == 3) {
                                assertThrows(UserException.class, () -> batches.predict(request(row), 1));
                            } else {
                                assertEquals(
                                        1,
                                        batches.predict(request(row), 1)
                                                .output("out")
                                                .size());
                            }
                        }
                        if (thread == 3) {
                            throw new IllegalStateException("all of them");
                        }
                    }));
        }
    }

    @Test
    void emptyRequestsAreAnsweredByNothing() {
        try (var model = ServingModel.open(one, ServingOptions.DEFAULT.batchingUpTo(8))) {
            assertEquals(0, model.predict(request()).output("out").size());
        }
    }

    @Test
    void closingWaitsForThoseThatAskAndThenRefuses() throws Exception {
        var model = ServingModel.open(one, ServingOptions.DEFAULT.batchingUpTo(8));
        together(thread -> {
            if (thread == 0) {
                Thread.sleep(10);
                model.close();
                return;
            }
            try {
                for (int i = 0; i < 1_000_000; i++) {
                    assertEquals(1, model.predict(request(1, 2)).output("out").size());
                }
            } catch (IllegalStateException closed) {
                assertEquals("the model is closed", closed.getMessage());
            }
        });
        assertThrows(IllegalStateException.class, () -> model.predict(request(1, 2)));
        assertThrows(IllegalStateException.class, () -> model.replace(other));
        model.close();
    }
}
