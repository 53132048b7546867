package org.nn4j.compiler.diagnostic;

import java.util.Arrays;

/** One row of characters that is painted column by column, later strokes over earlier ones. */
final class StyledRow {
    private char[] chars = new char[0];
    private Style[] styles = new Style[0];

    void put(int column, String text, Style style) {
        int end = column + text.length();
        int old = chars.length;
        if (end > old) {
            chars = Arrays.copyOf(chars, end);
            styles = Arrays.copyOf(styles, end);
            Arrays.fill(chars, old, end, ' ');
            Arrays.fill(styles, old, end, Style.NORMAL);
        }
        text.getChars(0, text.length(), chars, column);
        Arrays.fill(styles, column, end, style);
    }

    /** The row, each run of one style with its escape sequences. */
    String render(boolean colour) {
        StringBuilder out = new StringBuilder();
        int start = 0;
        for (int i = 1; i <= chars.length; i++) {
            if (i == chars.length || styles[i] != styles[start]) {
                out.append(styles[start].apply(new String(chars, start, i - start), colour));
                start = i;
            }
        }
        return out.toString();
    }
}
