package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.Span;

/** From the parser's trees of expressions to {@link Expr}. The parser has found them complete. */
final class ExprBuilder {
    private final Tokens tokens;
    private final Literals literals;
    private final Diagnostics warnings;
    private final TreeBuilder tree;

    /** The first token of the statement that is being built. */
    private @Nullable Token statement;

    ExprBuilder(Tokens tokens, Literals literals, Diagnostics warnings, TreeBuilder tree) {
        this.tokens = tokens;
        this.literals = literals;
        this.warnings = warnings;
        this.tree = tree;
    }

    /** Enters a statement, and gives the one that was left for it. */
    @Nullable
    Token enter(@Nullable Token first) {
        Token outer = statement;
        statement = first;
        return outer;
    }

    Expr expr(ExprContext c) {
        if (c.IF() != null) {
            return new Expr.If(expr(c.expr(0)), expr(c.expr(1)), expr(c.expr(2)), span(c));
        }
        if (c.FN() != null) {
            return new Expr.Lambda(tree.formals(c.params()), tree.result(c.result()), expr(c.expr(0)), span(c));
        }
        return pipe(c.pipe());
    }

    @Nullable
    Expr exprOrNull(@Nullable ExprContext c) {
        return c == null ? null : expr(c);
    }

    private Expr pipe(PipeContext c) {
        Expr value = or(c.orExpr());
        for (StageContext stage : c.stage()) {
            value = new Expr.Pipe(value, stage(stage), span(c, stage));
        }
        return value;
    }

    private Expr stage(StageContext c) {
        return c.repeat() == null ? postfix(c.postfix()) : repeat(c.repeat());
    }

    private Expr repeat(RepeatContext c) {
        Ident index = c.name() == null ? null : tree.ident(c.name());
        List<Expr> stages = c.stage().stream().map(this::stage).toList();
        return new Expr.Repeat(index, sum(c.addExpr()), stages, span(c));
    }

    private Expr or(OrExprContext c) {
        Expr left = and(c.andExpr(0));
        for (int i = 1; i < c.andExpr().size(); i++) {
            AndExprContext right = c.andExpr(i);
            left = binary(c, BinaryOp.OR, c.OR(i - 1).getSymbol(), left, and(right), right);
        }
        return left;
    }

    private Expr and(AndExprContext c) {
        Expr left = not(c.notExpr(0));
        for (int i = 1; i < c.notExpr().size(); i++) {
            NotExprContext right = c.notExpr(i);
            left = binary(c, BinaryOp.AND, c.AND(i - 1).getSymbol(), left, not(right), right);
        }
        return left;
    }

    private Expr not(NotExprContext c) {
        return c.cmpExpr() == null ? new Expr.Not(not(c.notExpr()), span(c)) : comparison(c.cmpExpr());
    }

    private Expr comparison(CmpExprContext c) {
        Expr left = range(c.rangeExpr(0));
        if (c.op == null) {
            return left;
        }
        RangeExprContext right = c.rangeExpr(1);
        return binary(c, op(c.op), c.op, left, range(right), right);
    }

    private Expr range(RangeExprContext c) {
        Expr from = sum(c.addExpr(0));
        if (c.RANGE() == null) {
            return from;
        }
        return new Expr.Range(from, sum(c.addExpr(1)), tokens.span(c.RANGE().getSymbol()), span(c));
    }

    private Expr sum(AddExprContext c) {
        List<MulExprContext> terms = c.mulExpr();
        Expr left = product(terms.get(0));
        for (int i = 1; i < terms.size(); i++) {
            Token op = c.ops.get(i - 1);
            if (op.getType() == MINUS) {
                warnIfUnintended(op);
            }
            left = binary(c, op(op), op, left, product(terms.get(i)), terms.get(i));
        }
        return left;
    }

    private Expr product(MulExprContext c) {
        List<UnaryContext> factors = c.unary();
        Expr left = unary(factors.get(0));
        for (int i = 1; i < factors.size(); i++) {
            Token op = c.ops.get(i - 1);
            left = binary(c, op(op), op, left, unary(factors.get(i)), factors.get(i));
        }
        return left;
    }

    private Expr unary(UnaryContext c) {
        if (c.power() != null) {
            return power(c.power());
        }
        UnaryContext operand = c.unary();
        boolean number = operand.start == operand.stop && operand.start.getType() == INT;
        if (number && literals.isNegatedSmallest(operand.start)) {
            return new Expr.IntLit(Long.MIN_VALUE, span(c));
        }
        return new Expr.Negate(unary(operand), span(c));
    }

    private Expr power(PowerContext c) {
        Expr base = postfix(c.postfix());
        if (c.unary() == null) {
            return base;
        }
        return binary(c, BinaryOp.POWER, c.CARET().getSymbol(), base, unary(c.unary()), c.unary());
    }

    private Expr postfix(PostfixContext c) {
        Expr base = primary(c.primary());
        for (SuffixContext suffix : c.suffix()) {
            base = suffix(base, suffix, span(c, suffix));
        }
        return base;
    }

    private Expr suffix(Expr base, SuffixContext c, Span span) {
        if (c instanceof MemberContext member) {
            return new Expr.Member(base, tree.ident(member.name()), span);
        }
        if (c instanceof TupleIndexContext index) {
            return new Expr.TupleIndex(base, literals.tupleIndex(index.start), span);
        }
        warnIfUnintended(c.start);
        return c instanceof CallContext call
                ? new Expr.Call(base, args(call.args()), span)
                : new Expr.Index(
                        base, ((IndexContext) c).item().stream().map(this::item).toList(), span);
    }

    /** What {@code run} and calls take; {@code c} is null where there is nothing in the parentheses. */
    List<Arg> args(@Nullable ArgsContext c) {
        if (c == null) {
            return List.of();
        }
        return c.arg().stream()
                .map(arg -> arg.value() == null ? new Arg(null, spread(arg.spread()), span(arg)) : value(arg.value()))
                .toList();
    }

    Arg value(ValueContext c) {
        return new Arg(c.name() == null ? null : tree.ident(c.name()), expr(c.expr()), span(c));
    }

    private Expr.Item item(ItemContext c) {
        if (c.ELLIPSIS() != null) {
            return new Expr.Ellipsis(span(c));
        }
        return c.COLON().isEmpty()
                ? new Expr.At(expr(c.first), span(c))
                : new Expr.Slice(exprOrNull(c.first), exprOrNull(c.to), exprOrNull(c.step), span(c));
    }

    private Expr.Spread spread(SpreadContext c) {
        return new Expr.Spread(tree.ident(c.name()), span(c));
    }

    /** An element of a tuple, or a dim. */
    Expr element(ElementContext c) {
        return c.spread() == null ? expr(c.expr()) : spread(c.spread());
    }

    private Expr primary(PrimaryContext c) {
        if (c instanceof NameUseContext) {
            return new Expr.Name(c.start.getText(), span(c));
        }
        if (c instanceof ScanExprContext scan) {
            return scan(scan.scan());
        }
        if (c instanceof ParenthesisedContext parenthesised) {
            return parenthesised(parenthesised);
        }
        if (c instanceof ListLitContext list) {
            return new Expr.ListLit(list.expr().stream().map(this::expr).toList(), span(c));
        }
        return switch (c.start.getType()) {
            case INT -> literals.intLit(c.start);
            case FLOAT -> literals.floatLit(c.start);
            case STRING -> literals.stringLit(c.start);
            default -> new Expr.BoolLit(c.start.getType() == TRUE, span(c));
        };
    }

    private Expr parenthesised(ParenthesisedContext c) {
        List<ElementContext> elements = c.element();
        if (elements.size() == 1 && elements.get(0).spread() == null) {
            return expr(elements.get(0).expr());
        }
        return new Expr.TupleLit(elements.stream().map(this::element).toList(), span(c));
    }

    private Expr scan(ScanContext c) {
        List<Expr.Carry> carries = new ArrayList<>();
        for (CarryContext carry : c.carry()) {
            carries.add(new Expr.Carry(
                    tree.ident(carry.name()), tree.typeOrNull(carry.type()), expr(carry.expr()), span(carry)));
        }
        return new Expr.Scan(
                tree.pattern(c.pattern()),
                expr(c.sequences),
                tree.ident(c.axis),
                reverse(c),
                exprOrNull(c.lengths),
                carries,
                tree.block(c.block()),
                span(c));
    }

    private @Nullable Expr reverse(ScanContext c) {
        if (c.REVERSE() == null) {
            return null;
        }
        return c.when == null ? new Expr.BoolLit(true, tokens.span(c.REVERSE().getSymbol())) : expr(c.when);
    }

    Expr.StringLit string(Token token) {
        return literals.stringLit(token);
    }

    private Expr binary(
            ParserRuleContext whole, BinaryOp op, Token sign, Expr left, Expr right, ParserRuleContext last) {
        return new Expr.Binary(op, left, right, tokens.span(sign), span(whole, last));
    }

    private static BinaryOp op(Token token) {
        return switch (token.getType()) {
            case EQ -> BinaryOp.EQUAL;
            case NE -> BinaryOp.NOT_EQUAL;
            case LE -> BinaryOp.LESS_OR_EQUAL;
            case GE -> BinaryOp.GREATER_OR_EQUAL;
            case LT -> BinaryOp.LESS;
            case GT -> BinaryOp.GREATER;
            case PLUS -> BinaryOp.ADD;
            case MINUS -> BinaryOp.SUBTRACT;
            case STAR -> BinaryOp.MULTIPLY;
            case SLASH -> BinaryOp.DIVIDE;
            case PERCENT -> BinaryOp.REMAINDER;
            case AT -> BinaryOp.MATMUL;
            case DIV -> BinaryOp.FLOOR_DIVIDE;
            default -> throw new IllegalArgumentException(token.getText());
        };
    }

    /**
     * New lines carry no meaning, so a line that starts with a sign which could also start an operand goes on with the
     * expression in front of it. Where the line is indented no deeper than its statement, that is hardly what it was
     * written for.
     */
    private void warnIfUnintended(Token sign) {
        if (statement != null
                && tokens.isFirstOfLine(sign)
                && tokens.indentation(sign) <= tokens.indentation(statement)) {
            warnings.report(Diagnostic.warning(
                            Code.CONTINUED_LINE,
                            "`" + sign.getText() + "` continues the expression of the line before",
                            tokens.span(sign))
                    .help("indent the line if that is meant; if not, start it with a word such as `let`"));
        }
    }

    private Span span(ParserRuleContext c) {
        return tokens.span(c.start, c.stop);
    }

    private Span span(ParserRuleContext first, ParserRuleContext last) {
        return tokens.span(first.start, last.stop);
    }
}
