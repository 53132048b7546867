package org.nn4j.compiler.syntax.format;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.ConcreteSyntax;
import org.nn4j.compiler.syntax.format.Doc.Value.Choice;
import org.nn4j.grammar.NnLexer;
import org.nn4j.grammar.NnParser;

/** Expressions and types. */
abstract class ExprDocs extends TokenDocs {

    ExprDocs(ConcreteSyntax source) {
        super(source);
    }

    // Types

    @Override
    public Doc visitParams(NnParser.ParamsContext c) {
        return bracketed(c.LPAREN(), inside(c), c.RPAREN());
    }

    @Override
    public Doc visitFormal(NnParser.FormalContext c) {
        Doc type = c.type() == null ? Doc.nothing() : seq(c.COLON(), " ", c.type());
        return seq(c.name(), type, spaced(c.ASSIGN(), c.expr()));
    }

    @Override
    public Doc visitType(NnParser.TypeContext c) {
        return c.typeName() == null ? bracketed(c.LPAREN(), inside(c), c.RPAREN()) : seq(c.typeName(), c.dims());
    }

    @Override
    public Doc visitField(NnParser.FieldContext c) {
        return seq(c.name(), c.COLON(), " ", c.type());
    }

    @Override
    public Doc visitDims(NnParser.DimsContext c) {
        return bracketed(c.LBRACKET(), inside(c), c.RBRACKET());
    }

    @Override
    public Doc visitSpread(NnParser.SpreadContext c) {
        return tight(c.children);
    }

    @Override
    public Doc visitPattern(NnParser.PatternContext c) {
        return c.LPAREN() == null ? visit(c.name(0)) : bracketed(c.LPAREN(), inside(c), c.RPAREN());
    }

    /** What stands between the first and the last token of a rule. */
    private static List<ParseTree> inside(ParserRuleContext c) {
        return c.children.subList(1, c.children.size() - 1);
    }

    static List<ParseTree> all(NnParser.@Nullable ArgsContext args) {
        return args == null ? List.of() : args.children;
    }

    // Expressions, from loose to tight

    @Override
    public Doc visitExpr(NnParser.ExprContext c) {
        if (c.IF() != null) {
            return new Doc.Nest(Doc.Indentation.ALIGNED, new Doc.Group(conditional(c)));
        }
        if (c.FN() != null) {
            Doc head = seq(c.FN(), " ", c.params(), spaced(c.result()));
            return seq(head, " ", c.ASSIGN(), value(c.expr(0)));
        }
        return visitChildren(c);
    }

    /** {@code else} below {@code if}, also where another {@code if} follows it. */
    private Doc conditional(NnParser.ExprContext c) {
        NnParser.ExprContext other = c.expr(2);
        Doc then = continued(new Doc.Group(seq(new Doc.Line(), c.THEN(), " ", c.expr(1))));
        Doc otherwise = other.IF() != null ? conditional(other) : continued(visit(other));
        return seq(c.IF(), " ", continued(visit(c.expr(0))), then, new Doc.Line(), c.ELSE(), " ", otherwise);
    }

    /** A chain breaks where it was broken, and what is still too long before each stage. */
    @Override
    public Doc visitPipe(NnParser.PipeContext c) {
        if (c.PIPE().isEmpty()) {
            return visit(c.orExpr());
        }
        List<Doc> runs = new ArrayList<>();
        List<Doc> run = new ArrayList<>(List.of(visit(c.orExpr())));
        for (int i = 0; i < c.PIPE().size(); i++) {
            TerminalNode sign = c.PIPE(i);
            if (startsLine(sign.getSymbol())) {
                runs.add(new Doc.Group(Doc.concat(run)));
                runs.add(Doc.hardLine());
                run = new ArrayList<>();
            } else {
                run.add(new Doc.Line());
            }
            run.add(seq(sign, " ", c.stage(i)));
        }
        runs.add(new Doc.Group(Doc.concat(run)));
        return Doc.concat(runs);
    }

    @Override
    public Doc visitRepeat(NnParser.RepeatContext c) {
        Doc index = c.name() == null ? Doc.nothing() : spaced(c.name(), c.IN());
        List<Doc> stages = new ArrayList<>();
        for (int i = 0; i < c.stage().size(); i++) {
            stages.add(new Doc.Line());
            stages.add(i == 0 ? visit(c.stage(0)) : seq(c.PIPE(i - 1), " ", c.stage(i)));
        }
        Doc end = new Doc.Nest(Doc.Indentation.SAME, new Doc.Line());
        Doc body = new Doc.Nest(Doc.Indentation.BLOCK, Doc.concat(stages));
        return seq(c.REPEAT(), index, " ", c.addExpr(), " ", Doc.Group.of(seq(c.LBRACE()), body, end, seq(c.RBRACE())));
    }

    @Override
    public Doc visitOrExpr(NnParser.OrExprContext c) {
        return operands(c);
    }

    @Override
    public Doc visitAndExpr(NnParser.AndExprContext c) {
        return operands(c);
    }

    @Override
    public Doc visitCmpExpr(NnParser.CmpExprContext c) {
        return operands(c);
    }

    @Override
    public Doc visitAddExpr(NnParser.AddExprContext c) {
        return operands(c);
    }

    @Override
    public Doc visitMulExpr(NnParser.MulExprContext c) {
        return operands(c);
    }

    /** Operands, each with the operator behind it: a line that starts with a sign could look like a beginning. */
    private Doc operands(ParserRuleContext c) {
        if (c.getChildCount() == 1) {
            return visit(c.getChild(0));
        }
        List<Doc.Fill.Item> items = new ArrayList<>();
        for (int i = 0; i < c.getChildCount(); i += 2) {
            Doc operand = visit(c.getChild(i));
            boolean last = i + 1 == c.getChildCount();
            boolean newLine = startsLine(firstToken(c.getChild(i)));
            items.add(new Doc.Fill.Item(last ? operand : seq(operand, " ", c.getChild(i + 1)), newLine));
        }
        return new Doc.Group(Doc.Fill.of(items, " "));
    }

    @Override
    public Doc visitRangeExpr(NnParser.RangeExprContext c) {
        return tight(c.children);
    }

    @Override
    public Doc visitUnary(NnParser.UnaryContext c) {
        return tight(c.children);
    }

    @Override
    public Doc visitPostfix(NnParser.PostfixContext c) {
        boolean wouldBeFloat = c.primary() instanceof NnParser.IntLitContext
                && !c.suffix().isEmpty()
                && c.suffix(0) instanceof NnParser.TupleIndexContext;
        return wouldBeFloat ? seq(c.primary(), " ", tight(c.suffix())) : tight(c.children);
    }

    @Override
    public Doc visitCall(NnParser.CallContext c) {
        return bracketed(c.LPAREN(), all(c.args()), c.RPAREN());
    }

    @Override
    public Doc visitIndex(NnParser.IndexContext c) {
        return bracketed(c.LBRACKET(), inside(c), c.RBRACKET());
    }

    @Override
    public Doc visitMember(NnParser.MemberContext c) {
        return tight(c.children);
    }

    @Override
    public Doc visitItem(NnParser.ItemContext c) {
        return tight(c.children);
    }

    @Override
    public Doc visitValue(NnParser.ValueContext c) {
        return c.name() == null ? visit(c.expr()) : seq(c.name(), " ", c.ASSIGN(), " ", c.expr());
    }

    @Override
    public Doc visitParenthesised(NnParser.ParenthesisedContext c) {
        return bracketed(c.LPAREN(), inside(c), c.RPAREN());
    }

    @Override
    public Doc visitListLit(NnParser.ListLitContext c) {
        return bracketed(c.LBRACKET(), inside(c), c.RBRACKET());
    }

    @Override
    public Doc visitScan(NnParser.ScanContext c) {
        List<Doc.Fill.Item> head = new ArrayList<>();
        head.add(part(seq(c.SCAN(), " ", c.pattern(), " ", c.IN(), " ", c.sequences, " ", c.OVER(), " ", c.axis)));
        if (c.REVERSE() != null) {
            head.add(part(seq(c.REVERSE(), c.WHEN() == null ? null : spaced(c.WHEN(), c.when))));
        }
        if (c.LENGTHS() != null) {
            head.add(part(seq(c.LENGTHS(), " ", c.ASSIGN(), " ", c.lengths)));
        }
        if (c.CARRY() != null) {
            List<ParseTree> carries = c.children.subList(c.children.indexOf(c.CARRY()) + 1, c.getChildCount() - 1);
            head.add(part(seq(c.CARRY(), " ", commaList(carries))));
        }
        return seq(Doc.Fill.of(head, " "), " ", c.block());
    }

    private static Doc.Fill.Item part(Doc doc) {
        return new Doc.Fill.Item(doc, false);
    }

    @Override
    public Doc visitCarry(NnParser.CarryContext c) {
        return seq(c.name(), typed(c.COLON(), c.type()), spaced(c.ASSIGN(), c.expr()));
    }

    Doc typed(@Nullable TerminalNode colon, NnParser.@Nullable TypeContext type) {
        return colon == null ? Doc.nothing() : seq(colon, " ", type);
    }

    /** What stands behind a {@code =}. */
    Doc value(NnParser.ExprContext c) {
        return Doc.Value.of(visit(c), breaksWell(c) ? Choice.SAME_LINE : Choice.NEXT_LINE_IF_WHOLE);
    }

    /** Whether what is too long for a line breaks where a reader expects it to. */
    private static boolean breaksWell(ParserRuleContext c) {
        ParserRuleContext inner = c;
        while (inner.getChildCount() == 1 && inner.getChild(0) instanceof ParserRuleContext only) {
            inner = only;
        }
        return inner instanceof NnParser.PipeContext
                || inner instanceof NnParser.ScanContext
                || inner instanceof NnParser.ListLitContext
                || (inner instanceof NnParser.ExprContext e && e.start.getType() == NnLexer.IF);
    }
}
