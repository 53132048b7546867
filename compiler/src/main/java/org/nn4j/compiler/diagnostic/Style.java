package org.nn4j.compiler.diagnostic;

/** The parts of a report that a terminal can set apart by colour. */
enum Style {
    NORMAL(""),
    BOLD("\u001B[1m"),
    ERROR("\u001B[1;31m"),
    WARNING("\u001B[1;33m"),
    NOTE("\u001B[1;34m");

    private static final String RESET = "\u001B[0m";

    private final String start;

    Style(String start) {
        this.start = start;
    }

    static Style of(Severity severity) {
        return severity == Severity.ERROR ? ERROR : WARNING;
    }

    /** The text between this style's escape sequences, or as it is if there is no colour. */
    String apply(String text, boolean colour) {
        return !colour || start.isEmpty() || text.isBlank() ? text : start + text + RESET;
    }
}
