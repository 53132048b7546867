package org.nn4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading, splitting, scaling, counting: what of {@link Parity} needs no native code. */
final class ParityDataTest {

    @TempDir
    private Path folder;

    @Test
    void readsNumbersAndClasses() throws IOException {
        Path csv = Files.writeString(folder.resolve("rows.csv"), "a,kind,b\n1,wasp,2\n3,bee,4.5\n");
        LabelledRows rows = LabelledRows.read(csv, "kind");
        assertEquals(List.of("bee", "wasp"), rows.classes());
        assertEquals(List.of(1, 0), rows.labels());
        assertEquals(List.of(List.of(1f, 2f), List.of(3f, 4.5f)), rows.features());
    }

    @ParameterizedTest
    @EnumSource
    void dealsOutEveryRowOnce(Split.Kind kind) {
        List<Integer> labels =
                IntStream.range(0, 200).mapToObj(i -> i < 60 ? 0 : 1).toList();
        Split split = Split.of(labels, kind, 3);
        assertEquals(
                List.of(140, 30, 30),
                List.of(
                        split.train().size(),
                        split.validation().size(),
                        split.test().size()));
        var all = new HashSet<>(split.train());
        all.addAll(split.validation());
        all.addAll(split.test());
        assertEquals(200, all.size());
        if (kind == Split.Kind.STRATIFIED) {
            assertEquals(9, split.test().stream().filter(row -> row < 60).count());
        }
        assertEquals(split, Split.of(labels, kind, 3));
    }

    @Test
    void standardizesWithTheTrainingRowsAlone() {
        var rows =
                new LabelledRows(List.of(List.of(1f), List.of(3f), List.of(100f)), List.of(0, 0, 0), List.of("only"));
        Scaling scaling = Scaling.of(ParityRecipe.Scale.STANDARDIZE, rows, List.of(0, 1));
        assertArrayEquals(new float[] {98, -1}, scaling.apply(rows, List.of(2, 0)), 1e-3f);
    }

    @Test
    void countsHitsAndMisses() {
        var scores = new Scores();
        scores.add(true, true);
        scores.add(true, true);
        scores.add(true, false);
        scores.add(false, true);
        scores.add(false, false);
        assertEquals(3 / 5.0, scores.accuracy());
        assertEquals(2 * 2 / (2 * 2 + 1 + 1.0), scores.f1());
    }

    @Test
    void summarizes() {
        assertEquals(2.5, Statistics.median(List.of(9.0, 1.0, 2.0, 3.0)));
        assertEquals(Math.sqrt(2), Statistics.deviation(List.of(1.0, 3.0)), 1e-12);
        assertEquals(Double.NaN, Statistics.deviation(List.of(1.0)));
    }
}
