package org.nn4j.compiler.diagnostic;

/** Whether a program with this diagnostic can be compiled. */
public enum Severity {
    ERROR("error"),
    WARNING("warning");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** How the severity is written in front of the code. */
    public String word() {
        return word;
    }
}
