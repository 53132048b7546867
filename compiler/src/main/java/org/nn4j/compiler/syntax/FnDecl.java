package org.nn4j.compiler.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/**
 * {@code fn name(params) -> result { … }}, at the top of a file or inside a block.
 *
 * @param body for {@code fn name(params) = e} a block with the one statement {@code return e}, both with the span of
 *     {@code e}: the two forms mean the same
 */
public record FnDecl(
        Ident name, List<Formal> params, @Nullable TypeExpr result, Block body, String doc, Span span)
        implements Decl, Stmt {
    public FnDecl {
        params = List.copyOf(params);
    }

    @Override
    public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
        return visitor.visitFn(this);
    }

    @Override
    public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
        return visitor.visitFn(this);
    }
}
