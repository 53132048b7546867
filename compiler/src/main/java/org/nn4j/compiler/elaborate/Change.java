package org.nn4j.compiler.elaborate;

import org.nn4j.compiler.source.Span;

/**
 * Something else that could stand in a declaration.
 *
 * @param at what it would stand for
 * @param whole what is shown of it: the type, the call or the condition around
 */
record Change(Span at, Span whole, String text) {
    private static final int MAX_SHOWN = 60;

    /** What would be read then. */
    String all() {
        String before = whole.text();
        String all =
                before.substring(0, at.start() - whole.start()) + text + before.substring(at.end() - whole.start());
        return all.replaceAll("\\s+", " ");
    }

    /** Whether it can be shown in a line. */
    boolean isShort() {
        return whole.text().length() <= MAX_SHOWN;
    }

    int line() {
        return at.line();
    }

    /** The text of a declaration with this change. */
    String in(Span decl) {
        String before = decl.text();
        return before.substring(0, at.start() - decl.start()) + text + before.substring(at.end() - decl.start());
    }
}
