package org.nn4j.compiler.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/** An expression. Parentheses leave no trace: a parenthesised expression is the expression, with its own span. */
public sealed interface Expr extends Syntax {

    <R extends @Nullable Object> R accept(ExprVisitor<R> visitor);

    /** {@code units}: a name that is used. */
    record Name(String name, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitName(this);
        }
    }

    /** {@code 12}, {@code 1_000_000}. A minus sign belongs to it only in {@code -9223372036854775808}. */
    record IntLit(long value, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitIntLit(this);
        }
    }

    /** {@code 0.5}, {@code 1e-3}. */
    record FloatLit(double value, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitFloatLit(this);
        }
    }

    /** {@code "text"}; the value has its escapes resolved. */
    record StringLit(String value, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitStringLit(this);
        }
    }

    /** {@code true}, {@code false}. */
    record BoolLit(boolean value, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitBoolLit(this);
        }
    }

    /** {@code [a, b]}; may be empty. */
    record ListLit(List<Expr> elements, Span span) implements Expr {
        public ListLit {
            elements = List.copyOf(elements);
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitListLit(this);
        }
    }

    /**
     * {@code (B, ...S)}: no element, or two and more, or a single spread; {@code (a)} is just {@code a}. The elements
     * may be spreads.
     */
    record TupleLit(List<Expr> elements, Span span) implements Expr {
        public TupleLit {
            elements = List.copyOf(elements);
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitTupleLit(this);
        }
    }

    /** {@code ...S}: a run of dims; stands only in dims, in arguments and in tuples. */
    record Spread(Ident name, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitSpread(this);
        }
    }

    /** {@code -a}. */
    record Negate(Expr operand, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitNegate(this);
        }
    }

    /** {@code not a}. */
    record Not(Expr operand, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitNot(this);
        }
    }

    /** {@code a + b}, also comparisons, {@code and}, {@code or} and {@code ^}. */
    record Binary(BinaryOp op, Expr left, Expr right, Span opSpan, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitBinary(this);
        }
    }

    /** {@code 0 .. n}. */
    record Range(Expr from, Expr to, Span opSpan, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitRange(this);
        }
    }

    /** {@code if c then a else b}. */
    record If(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitIf(this);
        }
    }

    /** {@code fn (x) = e}. */
    record Lambda(List<Formal> params, @Nullable TypeExpr result, Expr body, Span span) implements Expr {
        public Lambda {
            params = List.copyOf(params);
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitLambda(this);
        }
    }

    /**
     * {@code x |> stage}. The stage is the layer or function that takes the value, or a {@link Repeat}. Pipes nest to
     * the left.
     */
    record Pipe(Expr value, Expr stage, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitPipe(this);
        }
    }

    /**
     * {@code repeat i in n { Block(i) |> Dropout(0.1) }}: stands only as the stage of a {@link Pipe}. Its own stages
     * take the value one after the other; there is at least one.
     */
    record Repeat(@Nullable Ident index, Expr count, List<Expr> stages, Span span) implements Expr {
        public Repeat {
            stages = List.copyOf(stages);
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitRepeat(this);
        }
    }

    /** {@code f(a, lr = b)}. */
    record Call(Expr callee, List<Arg> args, Span span) implements Expr {
        public Call {
            args = List.copyOf(args);
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitCall(this);
        }
    }

    /** {@code x[0, 1:n, ...]}; at least one item. */
    record Index(Expr base, List<Item> items, Span span) implements Expr {
        public Index {
            items = List.copyOf(items);
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitIndex(this);
        }
    }

    /** {@code r.last}. */
    record Member(Expr base, Ident name, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitMember(this);
        }
    }

    /** {@code r.0}. */
    record TupleIndex(Expr base, int index, Span span) implements Expr {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitTupleIndex(this);
        }
    }

    /**
     * {@code scan (x_t, m_t) in (x, m) over T reverse lengths = n carry h: f32[B, D] = zeros(B, D) { … }}. With
     * several items the sequences are usually a {@link TupleLit} of as many elements. A plain {@code reverse} is the literal
     * {@code true}; {@code reverse when c} has a condition.
     */
    record Scan(
            Pattern items,
            Expr sequences,
            Ident axis,
            @Nullable Expr reverse,
            @Nullable Expr lengths,
            List<Carry> carries,
            Block body,
            Span span)
            implements Expr {
        public Scan {
            carries = List.copyOf(carries);
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.visitScan(this);
        }
    }

    /** A carry of a {@link Scan} with its value before the first step: {@code h: f32[B, D] = zeros(B, D)}. */
    record Carry(Ident name, @Nullable TypeExpr type, Expr init, Span span) implements Syntax {}

    /** What stands in the brackets of an {@link Index}. */
    sealed interface Item extends Syntax {}

    /** {@code x[i]}. */
    record At(Expr index, Span span) implements Item {}

    /** {@code x[from:to]}; either end may be left out. */
    record Slice(
            @Nullable Expr from,
            @Nullable Expr to,
            @Nullable Expr step,
            Span span) implements Item {}

    /** {@code x[..., 0]}: all axes that no other item names. */
    record Ellipsis(Span span) implements Item {}
}
