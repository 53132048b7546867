package org.nn4j.runtime.csv;

/** Numbers in decimal notation, read from characters without making objects. */
final class DecimalNumber {

    /** Powers of ten that a double holds exactly: with them, short numbers need one rounding only. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long EXACT = 1L << 53;
    private static final int MOST_DIGITS = 18;
    private static final int HUGE_EXPONENT = 100_000;

    private DecimalNumber() {}

    /**
     * The number that stands in {@code text} from {@code from} up to {@code to}, rounded correctly, or NaN when no
     * number in decimal notation stands there: words like {@code inf} are none.
     */
    static double parse(char[] text, int from, int to, char decimal) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int significant = 0;
        int exponent = 0;
        boolean fraction = false;
        for (; at < to; at++) {
            char c = text[at];
            if (c >= '0' && c <= '9') {
                count++;
                if (significant < MOST_DIGITS) {
                    digits = digits * 10 + (c - '0');
                }
                if (significant > 0 || c != '0') {
                    significant++;
                }
                exponent -= fraction ? 1 : 0;
            } else if (c == decimal && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        if (at < to) {
            int power = exponent(text, at, to);
            if (power == Integer.MIN_VALUE) {
                return Double.NaN;
            }
            exponent += power;
        }
        if (significant <= MOST_DIGITS && digits <= EXACT && Math.abs(exponent) < POWERS.length) {
            double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
            return negative ? -value : value;
        }
        return Double.parseDouble(new String(text, from, to - from).replace(decimal, '.'));
    }

    /** The exponent that {@code e} introduces; the least int when none stands there. */
    private static int exponent(char[] text, int from, int to) {
        int at = from + 1;
        if ((text[from] != 'e' && text[from] != 'E') || at == to) {
            return Integer.MIN_VALUE;
        }
        boolean negative = text[at] == '-';
        if (text[at] == '-' || text[at] == '+') {
            at++;
        }
        if (at == to) {
            return Integer.MIN_VALUE;
        }
        int power = 0;
        for (; at < to; at++) {
            if (text[at] < '0' || text[at] > '9') {
                return Integer.MIN_VALUE;
            }
            power = Math.min(HUGE_EXPONENT, power * 10 + (text[at] - '0'));
        }
        return negative ? -power : power;
    }
}
