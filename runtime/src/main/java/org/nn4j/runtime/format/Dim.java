package org.nn4j.runtime.format;

/**
 * One dim of a shape: a number, or a symbol that any number may take.
 *
 * @param name the symbol; empty for a number
 * @param size the number; -1 for a symbol
 */
public record Dim(String name, long size) {

    /** A number. */
    public static Dim of(long size) {
        return new Dim("", size);
    }

    /** A symbol. */
    public static Dim symbol(String name) {
        return new Dim(name, -1);
    }

    /** Whether any number may stand here. */
    public boolean isSymbol() {
        return size < 0;
    }

    @Override
    public String toString() {
        return isSymbol() ? name : Long.toString(size);
    }
}
