package org.nn4j.compiler.dsl;

/** A part of a program as its text, which is not laid out yet. Two are equal if they are written alike. */
abstract class Fragment {
    private final String text;

    Fragment(String text) {
        this.text = text;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Fragment fragment && fragment.getClass() == getClass() && fragment.text.equals(text);
    }

    @Override
    public final int hashCode() {
        return text.hashCode();
    }

    /** The text in {@code .nn}. */
    @Override
    public final String toString() {
        return text;
    }
}
