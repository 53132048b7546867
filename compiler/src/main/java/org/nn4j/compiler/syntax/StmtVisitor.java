package org.nn4j.compiler.syntax;

import org.jspecify.annotations.Nullable;

/** One method for each kind of statement of a block. */
public interface StmtVisitor<R extends @Nullable Object> {
    R visitInput(Stmt.Input stmt);

    R visitOutput(Stmt.Output stmt);

    R visitParam(Stmt.Param stmt);

    R visitState(Stmt.State stmt);

    R visitFitted(Stmt.Fitted stmt);

    R visitUpdate(Stmt.Update stmt);

    R visitNext(Stmt.Next stmt);

    R visitRequire(Stmt.Require stmt);

    R visitCheck(Stmt.Check stmt);

    R visitReturn(Stmt.Return stmt);

    R visitYield(Stmt.Yield stmt);

    R visitFn(FnDecl stmt);

    R visitLet(Let stmt);
}
