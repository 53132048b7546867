package org.nn4j.runtime.csv;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import org.nn4j.runtime.format.CsvSpec.Missing;

/** The number that the empty cells of a column get, found in a few passes over the others. */
interface Fill {

    /** How a rule finds it. */
    static Fill of(Missing missing) {
        return switch (missing.rule()) {
            case MEAN -> new Mean();
            case MEDIAN -> new Median();
            default -> new Given(missing.value());
        };
    }

    /** How often {@link #see} is to see all values, and {@link #endPass} to be called after them. */
    int passes();

    /** Sees a value. */
    void see(float value);

    /** Ends a pass. */
    void endPass();

    /** What empty cells get; 0 where all are. */
    double value();

    /** A number that the recipe names. */
    record Given(double value) implements Fill {
        @Override
        public int passes() {
            return 0;
        }

        @Override
        public void see(float one) {
            // It is known.
        }

        @Override
        public void endPass() {
            // It is known.
        }
    }

    /** The mean. */
    final class Mean implements Fill {

        private final DoubleSummaryStatistics all = new DoubleSummaryStatistics();

        @Override
        public int passes() {
            return 1;
        }

        @Override
        public void see(float value) {
            all.accept(value);
        }

        @Override
        public void endPass() {
            // The sum is the sum.
        }

        @Override
        public double value() {
            return all.getAverage();
        }
    }

    /**
     * The median: the middle value, or the mean of the two in the middle. Each pass finds the next byte of both, the
     * highest first, by counting (a radix selection), so that values need not be kept.
     */
    final class Median implements Fill {

        private final Selection lower = new Selection();
        private final Selection upper = new Selection();
        private boolean ranked;

        @Override
        public int passes() {
            return Integer.BYTES;
        }

        @Override
        public void see(float value) {
            int bits = Float.floatToIntBits(value);
            // As unsigned numbers, these are in the order of the values.
            int key = bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
            lower.see(key);
            upper.see(key);
        }

        @Override
        public void endPass() {
            if (!ranked) {
                ranked = true;
                long values = lower.seen();
                lower.rank = Math.max(0, values - 1) / 2;
                upper.rank = values / 2;
            }
            lower.endPass();
            upper.endPass();
        }

        @Override
        public double value() {
            return (lower.value() + upper.value()) / 2;
        }
    }

    /** Finds the value of a rank. */
    final class Selection {

        private final long[] counts = new long[256];
        private int shift = 24;
        private long prefix;
        /** Of the value among those with the prefix, from 0. */
        private long rank;

        private boolean none;

        void see(int key) {
            long unsigned = Integer.toUnsignedLong(key);
            if (unsigned >>> (shift + 8) == prefix) {
                counts[(int) (unsigned >>> shift) & 255]++;
            }
        }

        long seen() {
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }

        void endPass() {
            none = none || seen() == 0;
            int digit = 0;
            while (digit < 255 && rank >= counts[digit]) {
                rank -= counts[digit];
                digit++;
            }
            prefix = prefix << 8 | digit;
            shift -= 8;
            Arrays.fill(counts, 0);
        }

        double value() {
            int key = (int) prefix;
            return none ? 0 : Float.intBitsToFloat(key < 0 ? key & Integer.MAX_VALUE : ~key);
        }
    }
}
