package org.nn4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class TextParityTest {

    private static final Path SHAKESPEARE = Path.of("..", "samples", "shakespeare");

    /** After so few steps 3.36 nats; guessing by how often a character occurs costs 3.3, guessing 4.17. */
    @Test
    void bothLearn() throws IOException {
        assumeTrue(PyTorch.isPresent());
        TextParity.Losses losses =
                TextParity.run(SHAKESPEARE.resolve("gpt.nn"), SHAKESPEARE.resolve("shakespeare.txt"), 50, 1);
        assertEquals(3.36, losses.nn4j(), 0.1);
        assertEquals(3.36, losses.pytorch(), 0.1);
    }
}
