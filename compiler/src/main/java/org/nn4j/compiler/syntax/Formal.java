package org.nn4j.compiler.syntax;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/**
 * What a declaration or a lambda takes: {@code units: int = 10}.
 *
 * @param doc the doc comment before it, empty if there is none
 */
public record Formal(
        Ident name, @Nullable TypeExpr type, @Nullable Expr defaultValue, String doc, Span span) implements Syntax {}
