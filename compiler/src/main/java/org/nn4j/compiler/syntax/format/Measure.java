package org.nn4j.compiler.syntax.format;

/**
 * What is known about a document before it is laid out.
 *
 * @param width columns that it takes on one line; {@link #UNBOUNDED} where one line is not enough
 * @param breaks whether a line may end in it
 * @param comment whether a comment stands in it, behind which no line may end
 * @param lead columns up to the first place where a line may end, or of all of it
 */
record Measure(int width, boolean breaks, boolean comment, int lead) {

    static final int UNBOUNDED = 1 << 28;

    static final Measure NOTHING = new Measure(0, false, false, 0);

    static Measure text(String text) {
        int width = columns(text);
        return new Measure(width, false, false, width);
    }

    static int columns(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }

    /** A comment ends its line, so on one line neither a place to break nor another comment comes behind it. */
    Measure then(Measure next) {
        boolean ended = comment && (next.breaks || next.comment);
        return new Measure(
                ended ? UNBOUNDED : Math.min(UNBOUNDED, width + next.width),
                breaks || next.breaks || ended,
                next.comment || (comment && !next.breaks),
                breaks ? lead : lead + next.lead);
    }

    /** The same where it is never on one line. */
    Measure broken() {
        return new Measure(UNBOUNDED, true, comment, lead);
    }
}
