package org.nn4j.compiler.syntax;

import org.jspecify.annotations.Nullable;

/** One method for each kind of expression. */
public interface ExprVisitor<R extends @Nullable Object> {
    R visitName(Expr.Name expr);

    R visitIntLit(Expr.IntLit expr);

    R visitFloatLit(Expr.FloatLit expr);

    R visitStringLit(Expr.StringLit expr);

    R visitBoolLit(Expr.BoolLit expr);

    R visitListLit(Expr.ListLit expr);

    R visitTupleLit(Expr.TupleLit expr);

    R visitSpread(Expr.Spread expr);

    R visitNegate(Expr.Negate expr);

    R visitNot(Expr.Not expr);

    R visitBinary(Expr.Binary expr);

    R visitRange(Expr.Range expr);

    R visitIf(Expr.If expr);

    R visitLambda(Expr.Lambda expr);

    R visitPipe(Expr.Pipe expr);

    R visitRepeat(Expr.Repeat expr);

    R visitCall(Expr.Call expr);

    R visitIndex(Expr.Index expr);

    R visitMember(Expr.Member expr);

    R visitTupleIndex(Expr.TupleIndex expr);

    R visitScan(Expr.Scan expr);
}
