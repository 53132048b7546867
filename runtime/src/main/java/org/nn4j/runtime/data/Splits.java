package org.nn4j.runtime.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;

/**
 * Which rows are for training, validation and test. Each list is in ascending order; no row is in two of them.
 *
 * @param train rows to learn from
 * @param validation rows to watch the training with; may be empty
 * @param test rows to judge the result with; may be empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record Splits(int[] train, int[] validation, int[] test) {

    /** All rows for training. */
    public static Splits none(int rows) {
        return new Splits(IntStream.range(0, rows).toArray(), new int[0], new int[0]);
    }

    /**
     * The last rows for validation and, behind them, test.
     *
     * @param data where the rows come from, for errors
     * @param validation the part of the rows for validation, from 0 to 1
     * @param test the part of the rows for the test
     */
    public static Splits last(Place data, int rows, double validation, double test) {
        int forValidation = part(rows, validation);
        int forTest = part(rows, test);
        int forTraining = rows - forValidation - forTest;
        requireTraining(data, rows, forTraining, validation, test);
        return new Splits(
                IntStream.range(0, forTraining).toArray(),
                IntStream.range(forTraining, forTraining + forValidation).toArray(),
                IntStream.range(forTraining + forValidation, rows).toArray());
    }

    /**
     * The same without the training rows that weigh nothing, which would teach nothing.
     *
     * @param data where the rows come from, for errors
     * @param weights of each row, {@code f32[rows]}; null where all weigh 1
     */
    public Splits weighing(Place data, @Nullable Tensor weights) {
        if (weights == null) {
            return this;
        }
        int[] trained = Arrays.stream(train)
                .filter(row -> weights.floats().get(row) > 0)
                .toArray();
        for (int[] rows : new int[][] {trained, validation, test}) {
            boolean none = Arrays.stream(rows).noneMatch(row -> weights.floats().get(row) > 0);
            if (none && (rows == trained || rows.length > 0)) {
                throw new UserException(
                        data,
                        "all rows of the " + (rows == trained ? "training" : rows == test ? "test" : "validation")
                                + " split weigh 0",
                        "Give some of them a greater weight.");
            }
        }
        return new Splits(trained, validation, test);
    }

    /** Rows drawn at random; otherwise as {@link #last}. */
    public static Splits random(Place data, int rows, double validation, double test, long seed) {
        requireTraining(data, rows, rows - part(rows, validation) - part(rows, test), validation, test);
        return drawn(rows, new int[][] {order(rows, seed)}, validation, test);
    }

    /**
     * Rows drawn at random so that each class has the same part in all splits, as nearly as whole rows allow, and at
     * least one row for training; otherwise as {@link #last}.
     *
     * @param classes the class of each row
     */
    public static Splits stratified(Place data, int[] classes, double validation, double test, long seed) {
        int rows = classes.length;
        requireTraining(data, rows, rows - part(rows, validation) - part(rows, test), validation, test);
        int classCount = Arrays.stream(classes).max().orElse(0) + 1;
        return drawn(rows, members(order(rows, seed), classes, classCount), validation, test);
    }

    private static int[] order(int rows, long seed) {
        int[] order = IntStream.range(0, rows).toArray();
        Shuffle.shuffle(order, seed, 0);
        return order;
    }

    /** Takes the first of the members of each class for the test, the next ones for validation. */
    private static Splits drawn(int rows, int[][] members, double validation, double test) {
        double validationPart = part(rows, validation) == 1 ? 1.0 / rows : validation;
        double testPart = part(rows, test) == 1 ? 1.0 / rows : test;
        // A byte for each row: with rows on disk, what is kept of all of them is what memory goes to.
        var split = new byte[rows];
        long before = 0;
        for (int[] member : members) {
            long upTo = before + member.length;
            int forTest = (int) (Math.round(testPart * upTo) - Math.round(testPart * before));
            int forValidation = (int) (Math.round(validationPart * upTo) - Math.round(validationPart * before));
            forTest = Math.max(0, Math.min(forTest, member.length - 1));
            forValidation = Math.max(0, Math.min(forValidation, member.length - 1 - forTest));
            for (int i = 0; i < forTest + forValidation; i++) {
                split[member[i]] = (byte) (i < forTest ? 2 : 1);
            }
            before = upTo;
        }
        return new Splits(rowsOf(split, 0), rowsOf(split, 1), rowsOf(split, 2));
    }

    /** The rows of each class, in the given order. */
    private static int[][] members(int[] order, int[] classes, int classCount) {
        int[] sizes = new int[classCount];
        for (int c : classes) {
            sizes[c]++;
        }
        int[][] members = new int[classCount][];
        Arrays.setAll(members, c -> new int[sizes[c]]);
        int[] filled = new int[classCount];
        for (int row : order) {
            int c = classes[row];
            members[c][filled[c]++] = row;
        }
        return members;
    }

    private static int[] rowsOf(byte[] split, int number) {
        int count = 0;
        for (byte each : split) {
            count += each == number ? 1 : 0;
        }
        int[] rows = new int[count];
        for (int row = 0, at = 0; at < count; row++) {
            if (split[row] == number) {
                rows[at++] = row;
            }
        }
        return rows;
    }

    private static int part(int rows, double fraction) {
        return fraction == 0 ? 0 : Math.max(1, (int) Math.round(rows * fraction));
    }

    private static void requireTraining(Place data, int rows, int forTraining, double validation, double test) {
        if (forTraining < 1) {
            throw new UserException(
                    data,
                    Quote.count(rows, "row") + " cannot be split into training, validation (" + validation
                            + ") and test (" + test + "): none would be left for training",
                    "Give more rows, or smaller parts for validation and test.");
        }
    }
}
