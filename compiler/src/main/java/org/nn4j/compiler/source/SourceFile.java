package org.nn4j.compiler.source;

import java.util.Arrays;

/**
 * A text with a name, and where its lines begin.
 *
 * <p>Offsets count UTF-16 units, as Java strings do; lines and columns are what an editor shows: 1-based, and a column
 * is a code point. A byte order mark at the start is no part of the text, so that it shifts no column.
 *
 * <p>Two files are equal only if they are the same object: a name need not be unique, and comparing long texts inside
 * every comparison of two spans would be slow.
 */
public final class SourceFile {
    private final String name;
    private final String text;
    private final int[] lineStarts;

    /**
     * @param name as it is shown to the user, usually a relative path
     * @param text the whole content
     */
    public SourceFile(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.lineStarts = lineStarts(this.text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** The number of lines, at least 1: the empty text has one empty line. */
    public int lineCount() {
        return lineStarts.length;
    }

    /** The 1-based line that holds {@code offset}; a line's terminator belongs to the line. */
    public int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The 1-based column of {@code offset} in code points; a tab is one. */
    public int column(int offset) {
        return text.codePointCount(lineStart(line(offset)), Math.min(offset, text.length())) + 1;
    }

    /** The offset at which the 1-based {@code line} begins. */
    public int lineStart(int line) {
        return lineStarts[line - 1];
    }

    /** The offset at which the 1-based {@code line} ends, before its terminator. */
    public int lineEnd(int line) {
        int start = lineStart(line);
        int end = line < lineStarts.length ? lineStarts[line] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    /** The text of the 1-based {@code line} without its terminator. */
    public String lineText(int line) {
        return text.substring(lineStart(line), lineEnd(line));
    }

    public Span span(int start, int end) {
        return new Span(this, start, end);
    }

    @Override
    public String toString() {
        return name;
    }
}
