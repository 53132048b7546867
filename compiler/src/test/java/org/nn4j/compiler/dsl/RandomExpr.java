package org.nn4j.compiler.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Arg;
import org.nn4j.compiler.syntax.BinaryOp;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Pattern;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.TypeExpr;

/** Random trees of expressions: any that the syntax has, whatever they may mean. */
final class RandomExpr {
    private static final Span NOWHERE = new SourceFile("random", "").span(0, 0);

    /** Words that are names as well are likely to be misread. */
    private static final List<String> NAMES = List.of(
            "x", "_", "e5", "E", "u0041", "scan", "repeat", "over", "in", "reverse", "lengths", "carry", "when", "map",
            "next", "from", "run", "of", "metric", "loss");

    private final Random random;

    RandomExpr(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Ident ident() {
        return new Ident(one(NAMES), NOWHERE);
    }

    private @Nullable Expr perhaps(int depth) {
        return random.nextBoolean() ? expr(depth) : null;
    }

    private <T> List<T> several(int least, Supplier<T> each) {
        List<T> all = new ArrayList<>();
        int count = least + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            all.add(each.get());
        }
        return all;
    }

    Expr expr(int depth) {
        if (depth == 0) {
            return leaf();
        }
        int in = depth - 1;
        return switch (random.nextInt(18)) {
            case 0 -> new Expr.Negate(expr(in), NOWHERE);
            case 1 -> new Expr.Not(expr(in), NOWHERE);
            case 2 -> new Expr.Range(expr(in), expr(in), NOWHERE, NOWHERE);
            case 3 -> new Expr.If(expr(in), expr(in), expr(in), NOWHERE);
            case 4 ->
                new Expr.Lambda(
                        several(0, () -> formal(in)), random.nextBoolean() ? type(in) : null, expr(in), NOWHERE);
            case 5, 6 -> new Expr.Pipe(expr(in), stage(in), NOWHERE);
            case 7 -> new Expr.Call(expr(in), several(0, () -> arg(in)), NOWHERE);
            case 8 -> new Expr.Index(expr(in), several(1, () -> item(in)), NOWHERE);
            case 9 -> new Expr.Member(expr(in), ident(), NOWHERE);
            case 10 -> new Expr.TupleIndex(expr(in), random.nextInt(12), NOWHERE);
            case 11 -> new Expr.ListLit(several(0, () -> expr(in)), NOWHERE);
            case 12 -> new Expr.TupleLit(several(2, () -> element(in)), NOWHERE);
            case 13 -> scan(in);
            default -> new Expr.Binary(one(List.of(BinaryOp.values())), expr(in), expr(in), NOWHERE, NOWHERE);
        };
    }

    private Expr leaf() {
        return switch (random.nextInt(6)) {
            case 0 -> new Expr.IntLit(random.nextLong() >>> (1 + random.nextInt(63)), NOWHERE);
            case 1 -> new Expr.FloatLit(number(), NOWHERE);
            case 2 -> new Expr.StringLit(string(), NOWHERE);
            case 3 -> new Expr.BoolLit(random.nextBoolean(), NOWHERE);
            default -> new Expr.Name(one(NAMES), NOWHERE);
        };
    }

    /** Of any size, 0 and the smallest among them. */
    private double number() {
        double any = Math.abs(Double.longBitsToDouble(random.nextLong()));
        return switch (random.nextInt(4)) {
            case 0 -> Double.isFinite(any) ? any : Double.MAX_VALUE;
            case 1 -> one(List.of(0.0, 1.0, 1e-4, 1e7, 0.1, Double.MIN_VALUE, Double.MAX_VALUE));
            default -> random.nextDouble();
        };
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int c = random.nextBoolean()
                    ? one(List.of(
                            0, 7, 9, 10, 13, 32, 34, 92, 117, 0xa0, 0xd800, 0xdc00, 0x2028, 0x202e, 0xfeff, 0x1f600))
                    : random.nextInt(0x110000);
            text.appendCodePoint(c);
        }
        return text.toString();
    }

    private org.nn4j.compiler.syntax.Formal formal(int depth) {
        @Nullable TypeExpr type = random.nextBoolean() ? type(depth) : null;
        return new org.nn4j.compiler.syntax.Formal(ident(), type, perhaps(depth), "", NOWHERE);
    }

    private TypeExpr type(int depth) {
        return new TypeExpr.Named(
                new Ident(one(List.of("f32", "int", "fn")), NOWHERE),
                random.nextBoolean() ? several(0, () -> element(depth)) : null,
                NOWHERE);
    }

    private Expr element(int depth) {
        return random.nextInt(4) == 0 ? new Expr.Spread(ident(), NOWHERE) : expr(depth);
    }

    private Arg arg(int depth) {
        return random.nextBoolean() ? new Arg(ident(), expr(depth), NOWHERE) : new Arg(null, element(depth), NOWHERE);
    }

    private Expr.Item item(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> new Expr.At(expr(depth), NOWHERE);
            case 1 -> new Expr.Slice(perhaps(depth), perhaps(depth), perhaps(depth), NOWHERE);
            default -> new Expr.Ellipsis(NOWHERE);
        };
    }

    private Expr stage(int depth) {
        if (depth == 0 || random.nextInt(3) > 0) {
            return expr(depth);
        }
        @Nullable Ident index = random.nextBoolean() ? ident() : null;
        return new Expr.Repeat(index, expr(depth - 1), several(1, () -> stage(depth - 1)), NOWHERE);
    }

    private Expr scan(int depth) {
        List<Stmt> step = List.of(new Stmt.Yield(List.of(new Arg(ident(), expr(depth), NOWHERE)), NOWHERE));
        return new Expr.Scan(
                new Pattern(several(1, this::ident), NOWHERE),
                expr(depth),
                ident(),
                perhaps(depth),
                perhaps(depth),
                several(0, () -> new Expr.Carry(ident(), null, expr(depth), NOWHERE)),
                new Block(step, NOWHERE),
                NOWHERE);
    }
}
