package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PaceTest {

    /** The steps of a run when a step has taken so long for a while. */
    private static int after(Pace pace, double secondsOfAStep) {
        for (int i = 0; i < 20; i++) {
            int steps = pace.next(1_000_000);
            pace.took(steps, steps * secondsOfAStep);
        }
        return pace.next(1_000_000);
    }

    @Test
    void aRunTakesATenthOfASecondOrTwo() {
        assertEquals(150, after(Pace.adaptive(), 0.001), 2);
        assertEquals(15, after(Pace.adaptive(), 0.01));
        assertEquals(1, after(Pace.adaptive(), 2));
        assertTrue(after(Pace.adaptive(), 1e-9) <= 1 << 14);
    }

    @Test
    void itSlowsDownAgain() {
        Pace pace = Pace.adaptive();
        after(pace, 0.001);
        assertEquals(1, after(pace, 0.2));
    }

    @Test
    void itNeverTakesMoreThanIsLeft() {
        Pace pace = Pace.adaptive();
        after(pace, 0.001);
        assertEquals(3, pace.next(3));
        assertEquals(5, Pace.of(5).next(9));
    }
}
