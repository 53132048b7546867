package org.nn4j.compiler.syntax.format;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.ConcreteSyntax;
import org.nn4j.compiler.syntax.format.Doc.Indentation;
import org.nn4j.grammar.NnLexer;
import org.nn4j.grammar.NnParser;

/** Blocks and the statements in them. */
abstract class StatementDocs extends ExprDocs {
    private static final int INDENT = 2;

    /** How deep the block at hand is. */
    private int depth;

    /** Columns for the first words of the statements of the recipe at hand. */
    private int wordColumns;

    StatementDocs(ConcreteSyntax source) {
        super(source);
    }

    @Override
    public Doc visitBlock(NnParser.BlockContext c) {
        return block(c.LBRACE(), c.stmt(), c.RBRACE(), c.stmt().size() == 1);
    }

    /** What the statements are about begins in one column. */
    @Override
    public Doc visitTrainBlock(NnParser.TrainBlockContext c) {
        wordColumns = c.trainStmt().stream()
                .filter(s -> s.start.getType() != NnLexer.LET)
                .mapToInt(s -> s.start.getText().length())
                .max()
                .orElse(0);
        return block(c.LBRACE(), c.trainStmt(), c.RBRACE(), false);
    }

    /** @param mayBeShort whether it stays on one line where it was written so */
    private Doc block(
            TerminalNode open, List<? extends ParserRuleContext> statements, TerminalNode close, boolean mayBeShort) {
        Doc opening = visit(open);
        boolean oneLine = mayBeShort && !startsLine(statements.get(0).start) && !startsLine(close.getSymbol());
        depth++;
        Doc body = oneLine ? Doc.concat(new Doc.Line(), continued(visit(statements.get(0)))) : statements(statements);
        depth--;
        List<Token> comments = takeCommentsBefore(close.getSymbol());
        if (statements.isEmpty() && comments.isEmpty()) {
            return seq(opening, close);
        }
        Doc inner = Doc.concat(body, linesOf(comments, statements.isEmpty()));
        Doc end = new Doc.Nest(Indentation.SAME, oneLine ? new Doc.Line() : Doc.hardLine());
        return Doc.Group.of(seq(opening, new Doc.Nest(Indentation.BLOCK, inner), end, close));
    }

    private Doc statements(List<? extends ParserRuleContext> statements) {
        Rows rows = new Rows(Layout.COLUMNS - INDENT * depth);
        for (ParserRuleContext s : statements) {
            List<Token> comments = takeCommentsBefore(s.start);
            boolean first = s == statements.get(0);
            Doc lines = lines(comments, s.start, first, false);
            boolean follows = !first && comments.isEmpty() && !blankLineBefore(s.start);
            Rows.Row row = row((ParserRuleContext) s.getChild(0));
            rows.add(lines, row != null ? row : Rows.Row.single(visit(s)), follows);
        }
        return rows.doc();
    }

    // Statements that stand in rows

    /** A statement whose parts are aligned with those of its neighbours; null if it is not of such a kind. */
    private Rows.@Nullable Row row(ParserRuleContext c) {
        if (c instanceof NnParser.ParamStmtContext s) {
            return row(
                    c,
                    visit(s.PARAM()),
                    s.name(),
                    s.COLON(),
                    s.type(),
                    started(s.ASSIGN(), s.expr(0), s.WHEN(), s.when));
        } else if (c instanceof NnParser.StateStmtContext s) {
            return row(
                    c,
                    visit(s.STATE()),
                    s.name(),
                    s.COLON(),
                    s.type(),
                    started(s.ASSIGN(), s.expr(0), s.WHEN(), s.when));
        } else if (c instanceof NnParser.FittedStmtContext s) {
            return row(c, visit(s.FITTED()), s.name(), s.COLON(), s.type(), assigned(s.ASSIGN(), s.expr()));
        } else if (c instanceof NnParser.UpdateStmtContext s) {
            return row(c, visit(s.UPDATE()), s.name(), null, null, assigned(s.ASSIGN(), s.expr()));
        } else if (c instanceof NnParser.TrainMetricContext s) {
            return row(c, word(s.METRIC()), s.name(), null, null, assigned(s.ASSIGN(), s.expr()));
        } else if (c instanceof NnParser.FeedStmtContext s) {
            return row(c, word(s.FEED()), s.name(), null, null, assigned(s.ASSIGN(), s.expr()));
        } else if (c instanceof NnParser.TargetStmtContext s && s.ASSIGN() != null) {
            return row(c, word(s.TARGET()), s.name(), s.COLON(), s.type(), assigned(s.ASSIGN(), s.expr()));
        }
        return null;
    }

    private Rows.Row row(
            ParserRuleContext statement,
            Doc word,
            NnParser.NameContext name,
            @Nullable TerminalNode colon,
            NnParser.@Nullable TypeContext type,
            Doc rest) {
        List<Doc> cells = new ArrayList<>(List.of(seq(word, " ", name, colon)));
        if (type != null) {
            cells.add(visit(type));
        }
        return new Rows.Row(statement.getRuleIndex(), cells, rest);
    }

    private Doc started(
            TerminalNode sign,
            NnParser.ExprContext value,
            @Nullable TerminalNode when,
            NnParser.@Nullable ExprContext condition) {
        return seq(sign, value(value), spaced(when, condition));
    }

    private Doc assigned(TerminalNode sign, NnParser.ExprContext value) {
        return seq(sign, value(value));
    }

    /** The first word of a statement of a recipe. */
    private Doc word(TerminalNode node) {
        return seq(node, " ".repeat(Math.max(0, wordColumns - node.getText().length())));
    }

    // Other statements

    @Override
    public Doc visitLetStmt(NnParser.LetStmtContext c) {
        return seq(c.LET(), " ", c.pattern(), typed(c.COLON(), c.type()), " ", assigned(c.ASSIGN(), c.expr()));
    }

    @Override
    public Doc visitInputStmt(NnParser.InputStmtContext c) {
        return seq(c.INPUT(), " ", c.name(), typed(c.COLON(), c.type()));
    }

    @Override
    public Doc visitOutputStmt(NnParser.OutputStmtContext c) {
        return seq(c.OUTPUT(), " ", c.name(), typed(c.COLON(), c.type()), " ", assigned(c.ASSIGN(), c.expr()));
    }

    @Override
    public Doc visitNextStmt(NnParser.NextStmtContext c) {
        return seq(c.NEXT(), " ", c.pattern(), " ", assigned(c.ASSIGN(), c.expr()));
    }

    @Override
    public Doc visitRequireStmt(NnParser.RequireStmtContext c) {
        return wordAndList(c);
    }

    @Override
    public Doc visitReturnStmt(NnParser.ReturnStmtContext c) {
        return wordAndList(c);
    }

    @Override
    public Doc visitYieldStmt(NnParser.YieldStmtContext c) {
        return wordAndList(c);
    }

    private Doc wordAndList(ParserRuleContext c) {
        return seq(c.getChild(0), " ", new Doc.Group(commaList(c.children.subList(1, c.getChildCount()))));
    }

    // Statements of recipes

    @Override
    public Doc visitDataStmt(NnParser.DataStmtContext c) {
        return seq(word(c.DATA()), " ", c.expr());
    }

    @Override
    public Doc visitTargetStmt(NnParser.TargetStmtContext c) {
        return seq(word(c.TARGET()), " ", c.name(), typed(c.COLON(), c.type()));
    }

    @Override
    public Doc visitLossStmt(NnParser.LossStmtContext c) {
        return seq(word(c.LOSS()), " ", c.expr());
    }

    @Override
    public Doc visitTrainOptimizer(NnParser.TrainOptimizerContext c) {
        return seq(word(c.OPTIMIZER()), " ", c.expr());
    }

    @Override
    public Doc visitClipStmt(NnParser.ClipStmtContext c) {
        return seq(word(c.CLIP()), " ", c.expr());
    }

    @Override
    public Doc visitStopStmt(NnParser.StopStmtContext c) {
        return seq(word(c.STOP()), " ", c.expr());
    }

    @Override
    public Doc visitReduceStmt(NnParser.ReduceStmtContext c) {
        return seq(word(c.REDUCE()), " ", c.expr());
    }

    @Override
    public Doc visitCheckpointStmt(NnParser.CheckpointStmtContext c) {
        return seq(word(c.CHECKPOINT()), " ", c.expr());
    }

    @Override
    public Doc visitInitStmt(NnParser.InitStmtContext c) {
        Doc from = seq(word(c.INIT()), " ", c.FROM(), " ", c.expr());
        if (c.MAP() == null) {
            return from;
        }
        List<ParseTree> renamings = c.children.subList(c.children.indexOf(c.MAP()) + 1, c.getChildCount());
        return seq(from, " ", c.MAP(), " ", new Doc.Group(commaList(renamings)));
    }

    @Override
    public Doc visitRunStmt(NnParser.RunStmtContext c) {
        return seq(word(c.RUN()), " ", bracketed(c.LPAREN(), all(c.args()), c.RPAREN()));
    }
}
