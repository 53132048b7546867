package org.nn4j.compiler.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/**
 * What stands in a block. Which statements a block may hold depends on what it is the body of; the syntax allows all of
 * them everywhere, so that a wrong one gets a report in terms of the declaration.
 */
public sealed interface Stmt extends Syntax
        permits Stmt.Input,
                Stmt.Output,
                Stmt.Param,
                Stmt.State,
                Stmt.Fitted,
                Stmt.Update,
                Stmt.Next,
                Stmt.Require,
                Stmt.Check,
                Stmt.Return,
                Stmt.Yield,
                FnDecl,
                Let {

    <R extends @Nullable Object> R accept(StmtVisitor<R> visitor);

    /** {@code input name: type}. */
    record Input(Ident name, TypeExpr type, String doc, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitInput(this);
        }
    }

    /** {@code output name: type = value}. */
    record Output(Ident name, @Nullable TypeExpr type, Expr value, String doc, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitOutput(this);
        }
    }

    /** {@code param name: type = init when condition}. */
    record Param(
            Ident name, TypeExpr type, Expr init, @Nullable Expr when, String doc, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitParam(this);
        }
    }

    /** {@code state name: type = init when condition}. */
    record State(
            Ident name,
            @Nullable TypeExpr type,
            Expr init,
            @Nullable Expr when,
            String doc,
            Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitState(this);
        }
    }

    /** {@code fitted name: type = value}. */
    record Fitted(Ident name, @Nullable TypeExpr type, Expr value, String doc, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitFitted(this);
        }
    }

    /** {@code update name = value}: the state's value from the next step on. */
    record Update(Ident name, Expr value, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitUpdate(this);
        }
    }

    /** {@code next h = value} or {@code next (h, c) = value}: new values of carries, from here on. */
    record Next(Pattern carries, Expr value, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitNext(this);
        }
    }

    /** {@code require condition, "message"}. */
    record Require(Expr condition, Expr.@Nullable StringLit message, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitRequire(this);
        }
    }

    /** {@code check condition}. */
    record Check(Expr condition, Span span) implements Stmt {
        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitCheck(this);
        }
    }

    /** {@code return value} or {@code return seq = a, last = b}; at least one value, none of them a spread. */
    record Return(List<Arg> values, Span span) implements Stmt {
        public Return {
            values = List.copyOf(values);
        }

        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitReturn(this);
        }
    }

    /** {@code yield y = value}; at least one value, none of them a spread. */
    record Yield(List<Arg> values, Span span) implements Stmt {
        public Yield {
            values = List.copyOf(values);
        }

        @Override
        public <R extends @Nullable Object> R accept(StmtVisitor<R> visitor) {
            return visitor.visitYield(this);
        }
    }
}
