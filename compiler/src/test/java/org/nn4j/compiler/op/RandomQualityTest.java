package org.nn4j.compiler.op;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests of random generators, after Knuth (TAOCP 3.3.2), Marsaglia (1985) and L'Ecuyer and Simard (TestU01), on the numbers
 * as the operator gives them. Numbers are fixed, so each passes always or never.
 */
class RandomQualityTest {

    private static final int N = 1 << 20;
    private static final int BITS = 24;

    private static double[] numbers(double seed) {
        return RandomOpsTest.numbers("block.0.dropout", List.of(seed, 3.0, 0.0), N);
    }

    /** The bits that a number of f32 shows. */
    private static long bits(double u) {
        return (long) (u * (1 << BITS));
    }

    /** When one bit of the seed, the step, the place or the turn changes, each bit of the number changes in every other case. */
    @Test
    void avalanche() {
        int cases = 4096;
        for (int part = 0; part < 4; part++) {
            for (int bit = 0; bit < (part == 2 ? 16 : 31); bit++) {
                int[] changed = new int[BITS];
                for (int c = 0; c < cases / 64; c++) {
                    double[] key = {11 + c, 7 * c, 0, c};
                    double[] other = key.clone();
                    other[part] = (double) ((long) key[part] ^ (1L << bit));
                    double[] a = RandomOpsTest.numbers(
                            "s", Arrays.stream(key).boxed().toList(), 64, 1);
                    double[] b = RandomOpsTest.numbers(
                            "s", Arrays.stream(other).boxed().toList(), 64, 1);
                    for (int i = 0; i < 64; i++) {
                        long difference = bits(a[i]) ^ bits(b[i]);
                        for (int k = 0; k < BITS; k++) {
                            changed[k] += (int) (difference >> k & 1);
                        }
                    }
                }
                for (int k = 0; k < BITS; k++) {
                    double sigmas = (changed[k] - cases / 2.0) / Math.sqrt(cases / 4.0);
                    RandomOpsTest.small(sigmas, "bit " + bit + " of part " + part + " to bit " + k);
                }
            }
        }
    }

    /** Each of the 24 bits is 1 half of the time, and goes with its neighbours and with the number before in no way. */
    @Test
    void singleBits() {
        double[] u = numbers(1);
        for (int k = 0; k < BITS; k++) {
            int ones = 0;
            int likeNext = 0;
            int likeBefore = 0;
            for (int i = 1; i < N; i++) {
                long b = bits(u[i]);
                ones += (int) (b >> k & 1);
                likeNext += (int) ((b >> k ^ b >> (k + 1) % BITS) & 1);
                likeBefore += (int) ((b ^ bits(u[i - 1])) >> k & 1);
            }
            for (int count : new int[] {ones, likeNext, likeBefore}) {
                RandomOpsTest.small((count - (N - 1) / 2.0) / Math.sqrt((N - 1) / 4.0), "bit " + k);
            }
        }
    }

    /** Knuth's runs up: lengths of stretches that rise, each followed by a number that is thrown away. */
    @Test
    void runs() {
        for (int seed = 0; seed < 4; seed++) {
            double[] u = numbers(seed);
            int[] counts = new int[6];
            int total = 0;
            int at = 0;
            while (at < N - 64) {
                int length = 1;
                while (u[at + length] > u[at + length - 1]) {
                    length++;
                }
                counts[Math.min(length, 6) - 1]++;
                total++;
                at += length + 1;
            }
            double[] expected = new double[6];
            double factorial = 1;
            for (int r = 1; r <= 6; r++) {
                factorial *= r;
                expected[r - 1] = total * (r < 6 ? 1 / factorial - 1 / (factorial * (r + 1)) : 1 / factorial);
            }
            RandomOpsTest.small(chiSquare(counts, expected), "runs, seed " + seed);
        }
    }

    /** The order of five numbers, of 120 that are possible. */
    @Test
    void permutations() {
        double[] u = numbers(2);
        int[] counts = new int[120];
        for (int i = 0; i + 5 <= N; i += 5) {
            int index = 0;
            for (int a = 0; a < 5; a++) {
                int smaller = 0;
                for (int b = a + 1; b < 5; b++) {
                    smaller += u[i + b] < u[i + a] ? 1 : 0;
                }
                index = index * (5 - a) + smaller;
            }
            counts[index]++;
        }
        double[] expected = new double[120];
        Arrays.fill(expected, Math.floorDiv(N, 5) / 120.0);
        RandomOpsTest.small(chiSquare(counts, expected), "permutations");
    }

    /** Marsaglia's birthday spacings: 512 birthdays in a year of 2^24 days; equal spacings are Poisson with mean 2. */
    @Test
    void birthdaySpacings() {
        int birthdays = 512;
        int[] counts = new int[8];
        int years = 0;
        for (int seed = 0; seed < 4; seed++) {
            double[] u = numbers(seed);
            for (int from = 0; from + birthdays <= N; from += birthdays) {
                long[] days = new long[birthdays];
                for (int i = 0; i < birthdays; i++) {
                    days[i] = bits(u[from + i]);
                }
                Arrays.sort(days);
                long[] spacings = new long[birthdays - 1];
                Arrays.setAll(spacings, i -> days[i + 1] - days[i]);
                Arrays.sort(spacings);
                int equal = 0;
                for (int i = 1; i < spacings.length; i++) {
                    equal += spacings[i] == spacings[i - 1] ? 1 : 0;
                }
                counts[Math.min(equal, 7)]++;
                years++;
            }
        }
        double[] expected = new double[8];
        double p = Math.exp(-2);
        double rest = 1;
        for (int k = 0; k < 7; k++) {
            expected[k] = years * p;
            rest -= p;
            p *= 2.0 / (k + 1);
        }
        expected[7] = years * rest;
        RandomOpsTest.small(chiSquare(counts, expected), "birthday spacings");
    }

    /** Ranks of 24 × 24 matrices of bits over the field of two elements. */
    @Test
    void matrixRanks() {
        double[] u = numbers(3);
        int matrices = N / BITS;
        int[] counts = new int[3];
        for (int m = 0; m < matrices; m++) {
            long[] rows = new long[BITS];
            for (int i = 0; i < BITS; i++) {
                rows[i] = bits(u[m * BITS + i]);
            }
            counts[Math.min(2, BITS - rank(rows))]++;
        }
        double full = 1;
        for (int i = 1; i <= BITS; i++) {
            full *= 1 - Math.pow(2, -i);
        }
        // A square matrix lacks one with probability full * 2 (1 - 2^-n)^2 / (1 - 2^-1)^2 / … : 0.5776 for large n.
        double one = full * 2 * (1 - Math.pow(2, -BITS));
        double[] expected = {matrices * full, matrices * one, matrices * (1 - full - one)};
        RandomOpsTest.small(chiSquare(counts, expected), "ranks");
    }

    private static int rank(long[] rows) {
        int rank = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int pivot = rank;
            while (pivot < BITS && (rows[pivot] >> bit & 1) == 0) {
                pivot++;
            }
            if (pivot == BITS) {
                continue;
            }
            long row = rows[pivot];
            rows[pivot] = rows[rank];
            rows[rank] = row;
            for (int i = rank + 1; i < BITS; i++) {
                rows[i] ^= (rows[i] >> bit & 1) == 0 ? 0 : row;
            }
            rank++;
        }
        return rank;
    }

    /** The largest of 16 numbers to the power of 16 is uniform. */
    @Test
    void largestOfSixteen() {
        double[] u = numbers(5);
        int[] counts = new int[64];
        for (int i = 0; i < N; i += 16) {
            double most = Arrays.stream(u, i, i + 16).max().orElseThrow();
            counts[(int) (64 * Math.pow(most, 16))]++;
        }
        double[] expected = new double[64];
        Arrays.fill(expected, N / 1024.0);
        RandomOpsTest.small(chiSquare(counts, expected), "largest of sixteen");
    }

    /** Many seeds and steps, one number each: none of them is another one's neighbour. */
    @Test
    void keysAreUniformTogether() {
        int[] counts = new int[4096];
        int side = 192;
        for (int seed = 0; seed < side; seed++) {
            for (int step = 0; step < side; step++) {
                double u = RandomOpsTest.numbers("w", List.of((double) seed, (double) step, 0.0), 1)[0];
                counts[(int) (4096 * u)]++;
            }
        }
        double[] expected = new double[4096];
        Arrays.fill(expected, side * side / 4096.0);
        RandomOpsTest.small(chiSquare(counts, expected), "seeds and steps");
        assertTrue(Arrays.stream(counts).allMatch(c -> c < 40));
    }

    /** In standard deviations from what is expected. */
    private static double chiSquare(int[] counts, double[] expected) {
        double chi = 0;
        for (int i = 0; i < counts.length; i++) {
            chi += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
        }
        int freedom = counts.length - 1;
        return (chi - freedom) / Math.sqrt(2.0 * freedom);
    }
}
