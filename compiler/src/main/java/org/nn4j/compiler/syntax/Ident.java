package org.nn4j.compiler.syntax;

import org.nn4j.compiler.source.Span;

/** A name where it is declared, bound or selected; one that is used as a value is an {@link Expr.Name}. */
public record Ident(String name, Span span) implements Syntax {
    @Override
    public String toString() {
        return name;
    }
}
