package org.nn4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class ParityTest {

    private static final Path IRIS = Path.of("..", "samples", "iris", "iris.csv");

    @Test
    void learnsAndCanBeRepeated() throws IOException {
        assumeTrue(PyTorch.isPresent());
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<Outcome> first = Parity.run(ParityRecipe.IRIS, IRIS, 2, out);
        assertEquals(2, bytes.toString(StandardCharsets.UTF_8).lines().count());
        assertTrue(first.stream().allMatch(outcome -> outcome.accuracy() > 0.8), first.toString());
        assertEquals(first, Parity.run(ParityRecipe.IRIS, IRIS, 2, out));
    }
}
