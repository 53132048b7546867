package org.nn4j.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

class SeriesSplitsTest {

    private static Splits text(int elements, int window) {
        return SeriesSplits.endToEnd(Place.NOWHERE, elements, "character", window, 0.2, 0.1);
    }

    @Test
    void windowsLieEndToEndWithinTheirPart() {
        Splits splits = text(100, 4);
        assertArrayEquals(IntStream.range(0, 17).map(i -> i * 4).toArray(), splits.train());
        assertArrayEquals(new int[] {70, 74, 78, 82}, splits.validation());
        assertArrayEquals(new int[] {90, 94}, splits.test());
    }

    @Test
    void neitherAWindowNorWhatFollowsItReachesIntoTheNextPart() {
        for (int elements = 60; elements < 100; elements++) {
            Splits splits = text(elements, 5);
            int validation = splits.validation()[0];
            int test = splits.test()[0];
            assertTrue(splits.train()[splits.train().length - 1] + 5 < validation);
            assertTrue(splits.validation()[splits.validation().length - 1] + 5 < test);
            assertTrue(splits.test()[splits.test().length - 1] + 5 < elements);
        }
    }

    @Test
    void aPartOfOneWindowWillDoAndOneLessWillNot() {
        assertEquals(1, text(50, 4).test().length);
        UserException e = assertThrows(UserException.class, () -> text(40, 4));
        assertTrue(e.getMessage().contains("the part for test has 4 characters"), e.getMessage());
        assertTrue(e.getMessage().contains("take 5"), e.getMessage());
    }

    @Test
    void aPredictionIsInThePartThatItPredicts() {
        Splits splits = SeriesSplits.ahead(Place.NOWHERE, 20, 3, 1, 0.2, 0.1);
        assertArrayEquals(IntStream.range(3, 14).toArray(), splits.train());
        assertArrayEquals(new int[] {14, 15, 16, 17}, splits.validation());
        assertArrayEquals(new int[] {18, 19}, splits.test());
    }

    @Test
    void allThatIsPredictedLiesInOnePart() {
        Splits splits = SeriesSplits.ahead(Place.NOWHERE, 20, 3, 2, 0.2, 0.1);
        assertArrayEquals(IntStream.range(3, 13).toArray(), splits.train());
        assertArrayEquals(new int[] {14, 15, 16}, splits.validation());
        assertArrayEquals(new int[] {18}, splits.test());
    }

    @Test
    void tooFewRowsAreCounted() {
        UserException e = assertThrows(UserException.class, () -> SeriesSplits.all(Place.NOWHERE, 12, 12, 1));
        assertTrue(e.getMessage().contains("there are 12 rows"), e.getMessage());
        assertTrue(e.getMessage().contains("take 13"), e.getMessage());
        assertArrayEquals(
                new int[] {12}, SeriesSplits.all(Place.NOWHERE, 13, 12, 1).train());
        assertThrows(UserException.class, () -> SeriesSplits.ahead(Place.NOWHERE, 20, 3, 3, 0.2, 0.1));
    }
}
