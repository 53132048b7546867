package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nn4j.runtime.format.Recipe;

final class PlateauTest {

    private static Plateau plateau(boolean higher, long patience, double minDelta) {
        return new Plateau(new Recipe.Plateau(true, "loss", higher, patience, minDelta, true));
    }

    /** The epoch after which training stops; 0 if it does not. */
    private static int stop(Plateau plateau, double... values) {
        for (int i = 0; i < values.length; i++) {
            plateau.isBetter(i + 1, values[i]);
            if (plateau.isReached()) {
                return i + 1;
            }
        }
        return 0;
    }

    @Test
    void stopsWhenNothingHasBecomeBetterForAWhile() {
        assertEquals(5, stop(plateau(false, 3, 0), 4, 3, 3, 3.5, 3, 2));
        assertEquals(0, stop(plateau(false, 3, 0), 4, 3, 3, 3, 2, 2));
        assertEquals(2, stop(plateau(false, 0, 0), 4, 4, 3));
        assertEquals(3, stop(plateau(true, 2, 0), 4, 3, 3, 5));
        assertEquals(0, stop(plateau(true, 2, 0), 4, 3, 5, 4));
    }

    @Test
    void aLittleBetterMayNotCount() {
        assertEquals(3, stop(plateau(false, 2, 0.1), 1, 0.95, 0.91, 0.5));
        assertEquals(0, stop(plateau(false, 2, 0.1), 1, 0.95, 0.89));
    }

    @Test
    void whatIsNoNumberIsNeverBetter() {
        Plateau plateau = plateau(false, 3, 0);
        assertFalse(plateau.isBetter(1, Double.NaN));
        assertTrue(plateau.isBetter(2, 7));
        assertFalse(plateau.isBetter(3, Double.NaN));
        assertEquals(2, plateau.bestEpoch());
    }
}
