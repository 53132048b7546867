package org.nn4j.compiler.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;
import org.nn4j.compiler.source.SourceFile;

/**
 * A file for the lexer, by UTF-16 units. The streams of the ANTLR runtime count code points: behind a character outside
 * the basic plane their offsets would no longer be offsets into the text.
 */
final class SourceChars implements CharStream {
    private final SourceFile file;
    private final String text;
    private int index;

    SourceChars(SourceFile file) {
        this.file = file;
        this.text = file.text();
    }

    @Override
    public void consume() {
        if (index >= text.length()) {
            throw new IllegalStateException("cannot consume EOF");
        }
        index++;
    }

    @Override
    public int LA(int i) {
        int at = i > 0 ? index + i - 1 : index + i;
        return i == 0 || at < 0 || at >= text.length() ? IntStream.EOF : text.charAt(at);
    }

    /** Nothing is ever dropped, so there is nothing to mark. */
    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {}

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int index) {
        this.index = Math.min(index, text.length());
    }

    @Override
    public int size() {
        return text.length();
    }

    @Override
    public String getSourceName() {
        return file.name();
    }

    @Override
    public String getText(Interval interval) {
        return interval.a >= text.length() ? "" : text.substring(interval.a, Math.min(interval.b + 1, text.length()));
    }
}
