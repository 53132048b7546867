package org.nn4j.compiler.op;

/**
 * Squares, the counter-based generator of Widynski (2020, arXiv:2004.06278): von Neumann's middle square, taken four or
 * five times of a counter times a key. A key is odd and has an irregular pattern of bits.
 *
 * <p>Java's 64-bit arithmetic wraps around as the unsigned one of the paper does.
 */
final class Squares {

    /** The key of the paper's examples. */
    static final long KEY = 0x548C9DECBCE65297L;

    private Squares() {}

    /** 64 bits: the paper's {@code squares64}. */
    static long squares64(long counter, long key) {
        long y = counter * key;
        long z = y + key;
        long x = Long.rotateLeft(y * y + y, 32);
        x = Long.rotateLeft(x * x + z, 32);
        x = Long.rotateLeft(x * x + y, 32);
        long t = x * x + z;
        x = Long.rotateLeft(t, 32);
        return t ^ ((x * x + y) >>> 32);
    }

    /** A key that depends on all bits of another one and of a word. */
    static long next(long key, long word) {
        return 2 * squares64(word, key) + 1;
    }
}
