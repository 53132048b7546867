package org.nn4j.compiler.syntax;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/**
 * What is handed over, in a call, a {@code run}, a {@code return} or a {@code yield}: {@code lr = 1e-3}, {@code x}, or
 * in a call also a run of dims, {@code ...S} (the value is then an {@link Expr.Spread}).
 */
public record Arg(@Nullable Ident name, Expr value, Span span) implements Syntax {}
