package org.nn4j.compiler.source;

/**
 * A stretch of a file's text.
 *
 * @param start offset of the first character
 * @param end offset behind the last character; equal to {@code start} for a place between two characters
 */
public record Span(SourceFile file, int start, int end) {
    public Span {
        if (start < 0 || end < start || end > file.text().length()) {
            throw new IllegalArgumentException("span " + start + ".." + end + " lies outside " + file.name()
                    + " of length " + file.text().length());
        }
    }

    /** The stretch from the start of this span to the end of {@code last}, which lies in the same file. */
    public Span to(Span last) {
        if (last.file != file) {
            throw new IllegalArgumentException("a span cannot join " + file.name() + " and " + last.file.name());
        }
        return new Span(file, Math.min(start, last.start), Math.max(end, last.end));
    }

    /** The 1-based line of the first character. */
    public int line() {
        return file.line(start);
    }

    /** The 1-based column of the first character. */
    public int column() {
        return file.column(start);
    }

    /** The text that the span covers. */
    public String text() {
        return file.text().substring(start, end);
    }

    /** {@code file:line:column}, as terminals and editors recognise it. */
    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
