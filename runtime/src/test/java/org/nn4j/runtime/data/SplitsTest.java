package org.nn4j.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

final class SplitsTest {

    private static int[] all(Splits splits) {
        return IntStream.concat(
                        Arrays.stream(splits.train()),
                        IntStream.concat(Arrays.stream(splits.validation()), Arrays.stream(splits.test())))
                .sorted()
                .toArray();
    }

    @Test
    void everyRowIsInOneSplit() {
        for (int rows = 3; rows < 60; rows++) {
            Splits splits = Splits.random(Place.NOWHERE, rows, 0.2, 0.1, 5);
            assertArrayEquals(IntStream.range(0, rows).toArray(), all(splits));
            assertEquals(Math.max(1, Math.round(rows * 0.2)), splits.validation().length, "of " + rows);
            assertEquals(Math.max(1, Math.round(rows * 0.1)), splits.test().length, "of " + rows);
        }
    }

    @Test
    void theSeedDecides() {
        int[] first = Splits.random(Place.NOWHERE, 100, 0.5, 0, 1).validation();
        assertArrayEquals(first, Splits.random(Place.NOWHERE, 100, 0.5, 0, 1).validation());
        assertFalse(Arrays.equals(
                first, Splits.random(Place.NOWHERE, 100, 0.5, 0, 2).validation()));
    }

    @Test
    void classesKeepTheirParts() {
        int[] classes = new int[200];
        Arrays.fill(classes, 150, 200, 1);
        Splits splits = Splits.stratified(Place.NOWHERE, classes, 0.2, 0.1, 3);
        assertEquals(
                10,
                Arrays.stream(splits.validation())
                        .filter(row -> classes[row] == 1)
                        .count());
        assertEquals(
                5, Arrays.stream(splits.test()).filter(row -> classes[row] == 1).count());
        assertEquals(40, splits.validation().length);
    }

    @Test
    void aRareClassStaysInTraining() {
        int[] classes = new int[50];
        classes[7] = 1;
        for (long seed = 0; seed < 30; seed++) {
            int[] train =
                    Splits.stratified(Place.NOWHERE, classes, 0.4, 0.4, seed).train();
            assertEquals(1, Arrays.stream(train).filter(row -> row == 7).count());
        }
    }

    @Test
    void theLastRowsKeepTheirOrder() {
        Splits splits = Splits.last(Place.NOWHERE, 10, 0.2, 0.1);
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6}, splits.train());
        assertArrayEquals(new int[] {7, 8}, splits.validation());
        assertArrayEquals(new int[] {9}, splits.test());
    }

    @Test
    void someRowMustBeLeft() {
        assertThrows(UserException.class, () -> Splits.random(Place.NOWHERE, 2, 0.5, 0.5, 1));
        assertThrows(UserException.class, () -> Splits.last(Place.NOWHERE, 1, 0.1, 0));
    }

    @Test
    void theShuffleStaysTheSameForEver() {
        int[] values = IntStream.range(0, 10).toArray();
        Shuffle.shuffle(values, 42, 1);
        assertArrayEquals(new int[] {6, 9, 3, 4, 8, 7, 2, 0, 1, 5}, values);
    }
}
