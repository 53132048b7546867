package org.nn4j.compiler.diagnostic;

import java.lang.Character.UnicodeScript;

/**
 * A source line as a terminal shows it, and at which of its columns each character of the source ends up.
 *
 * <p>Tabs become spaces, characters that a terminal would act upon (control characters, changes of the writing
 * direction) become a visible replacement, and wide and combining characters count as they are displayed. So the marks
 * below the line stand under what they mark, and a source cannot disguise itself in a report.
 */
final class PrintedLine {
    /** Lines wider than this are cut, so that generated code on one long line cannot flood the terminal. */
    static final int MAX_WIDTH = 160;

    private static final int TAB = 4;
    private static final String CUT = "...";

    private final String text;
    private final int[] columns;
    private final int shift;
    private final int width;

    /**
     * @param source the line without its terminator
     * @param focus the offset in it that must stay visible if the line is cut
     */
    PrintedLine(String source, int focus) {
        StringBuilder out = new StringBuilder();
        int[] at = new int[source.length() + 1];
        columns = new int[source.length() + 1];
        int column = 0;
        for (int i = 0; i < source.length(); ) {
            int point = source.codePointAt(i);
            int next = i + Character.charCount(point);
            String shown = shown(point, column);
            for (int k = i; k < next; k++) {
                at[k] = out.length();
                columns[k] = column;
            }
            out.append(shown);
            column += point == '\t' ? shown.length() : width(point);
            i = next;
        }
        at[source.length()] = out.length();
        columns[source.length()] = column;

        if (column <= MAX_WIDTH) {
            text = out.toString();
            shift = 0;
            width = column;
            return;
        }
        int middle = columns[Math.min(focus, source.length())];
        int first = Math.max(0, Math.min(middle - MAX_WIDTH / 2, column - MAX_WIDTH));
        int from = offsetAt(first);
        int to = offsetAt(first + MAX_WIDTH);
        String head = from > 0 ? CUT : "";
        String tail = to < source.length() ? CUT : "";
        text = head + out.substring(at[from], at[to]) + tail;
        shift = columns[from] - head.length();
        width = columns[to] - shift;
    }

    private int offsetAt(int column) {
        int offset = 0;
        while (offset < columns.length - 1 && columns[offset] < column) {
            offset++;
        }
        return offset;
    }

    String text() {
        return text;
    }

    /** The column, from 0, at which the character at {@code offset} is shown; the cut's edge if it is cut off. */
    int column(int offset) {
        return Math.max(0, Math.min(columns[Math.min(offset, columns.length - 1)] - shift, width));
    }

    private static String shown(int point, int column) {
        if (point == '\t') {
            return " ".repeat(TAB - column % TAB);
        }
        return isHarmful(point) ? "\uFFFD" : Character.toString(point);
    }

    private static boolean isHarmful(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    private static boolean isWide(int point) {
        if (point < 0x1100) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(point);
        boolean emoji = point >= 0x1F300 && point <= 0x1FAFF;
        boolean fullWidth = point >= 0xFF01 && point <= 0xFF60;
        return emoji
                || fullWidth
                || script == UnicodeScript.HAN
                || script == UnicodeScript.HIRAGANA
                || script == UnicodeScript.KATAKANA
                || script == UnicodeScript.HANGUL;
    }
}
