package org.nn4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@link FeedForwardStep} measures is training: the loss falls. */
final class StepsTest {

    private static void trains(TrainingStep step, int times) {
        try (step) {
            step.train();
            double before = step.loss();
            for (int i = 0; i < times; i++) {
                step.train();
            }
            double after = step.loss();
            assertTrue(after < 0.95 * before && after > 0, "from " + before + " to " + after);
        }
    }

    @Test
    void ours() {
        trains(OurStep.open(new NoisyRows(7)), 3);
    }

    @Test
    @Tag("slow")
    void djlPyTorch() {
        assumeTrue(PyTorch.isPresent());
        trains(new DjlStep(new NoisyRows(7)), 3 * OurStep.STEPS);
    }

    @Test
    @Tag("slow")
    void tensorFlow() {
        assumeTrue(TensorFlowStep.isPresent());
        trains(new TensorFlowStep(new NoisyRows(7)), 3 * OurStep.STEPS);
    }
}
