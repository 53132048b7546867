package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.session.Device;

final class ConcurrencyTest {

    private static final ModelSpec MODEL =
            new ModelSpec("M", "", List.of(), List.of(), 100_000, new ModelSpec.Weights(0, List.of(), List.of()), 0);

    private static Concurrency of(boolean partwise, TrainOptions options) {
        Recipe recipe = Recipe.parse(Place.NOWHERE, """
                {"name": "M", "data": {"kind": "csv", "path": "x.csv"}, "feeds": [], "targets": [], "metrics": [],
                 "run": {"epochs": 1, "steps": null, "batch": 64, "seed": 1}, "partwise": %s, "stop": null}
                """.formatted(partwise));
        return Concurrency.of(MODEL, recipe, options);
    }

    @Test
    void threadsWorkOnTheWholeBatch() {
        assertEquals(new Concurrency(1, 4), of(false, new TrainOptions().threads(4)));
    }

    @Test
    void orEachOnAPartWhereTheModelIsFasterSo() {
        assertEquals(new Concurrency(4, 1), of(true, new TrainOptions().threads(4)));
    }

    @Test
    void partsAreNotTooSmall() {
        assertEquals(new Concurrency(4, 2), of(true, new TrainOptions().threads(8)));
        assertEquals(
                new Concurrency(2, 4), of(true, new TrainOptions().threads(8).batch(32)));
        assertEquals(
                new Concurrency(1, 8), of(true, new TrainOptions().threads(8).batch(8)));
    }

    @Test
    void whatIsAskedForIsDone() {
        assertEquals(
                new Concurrency(1, 4), of(true, new TrainOptions().threads(4).parallel(1)));
        assertEquals(
                new Concurrency(2, 2), of(false, new TrainOptions().threads(4).parallel(2)));
    }

    @Test
    void aGpuTakesTheWholeBatch() {
        assertEquals(
                new Concurrency(1, 4), of(true, new TrainOptions().threads(4).device(Device.cuda(0))));
    }
}
