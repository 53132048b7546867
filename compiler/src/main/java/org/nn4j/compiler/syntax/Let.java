package org.nn4j.compiler.syntax;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/** {@code let pattern: type = value}, at the top of a file, in a block or in a train block. */
public record Let(Pattern pattern, @Nullable TypeExpr type, Expr value, String doc, Span span)
        implements Decl, Stmt, TrainStmt {
    @Override
    public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
        return visitor.visitLet(this);
    }

    @Override
    public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
        return visitor.visitLet(this);
    }

    @Override
    public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
        return visitor.visitLet(this);
    }
}
