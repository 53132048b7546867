package org.nn4j.compiler.syntax;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;
import org.nn4j.grammar.NnParser;

/**
 * What the parser does at a mistake: it reports it once, gives up the statement or the declaration, and goes on at the
 * next one. Nothing is guessed inside of a statement, except that a brace may be supplied: so a statement without
 * an exception is complete, and a broken one is not in the tree at all.
 */
final class SyntaxErrorStrategy extends DefaultErrorStrategy {
    private final Tokens tokens;
    private final SyntaxErrors errors;

    /**
     * Where the parser first looked at the current token: in the innermost rule, from which all that may follow can be
     * seen. Where the mistake shows, inner rules have been left, and with them the knowledge of how they could go on.
     */
    private int lookedAt = -1;

    private int lookedFromState;
    private @Nullable ParserRuleContext lookedFrom;

    SyntaxErrorStrategy(Tokens tokens, SyntaxErrors errors) {
        this.tokens = tokens;
        this.errors = errors;
    }

    /** Called before each choice. Only between statements is it used to find mistakes. */
    @Override
    public void sync(Parser parser) {
        int index = parser.getInputStream().index();
        if (index != lookedAt) {
            lookedAt = index;
            lookedFromState = parser.getState();
            lookedFrom = parser.getContext();
        }
        if (!isBetweenStatements(parser)) {
            return;
        }
        Token found = parser.getCurrentToken();
        ATNState state = parser.getATN().states.get(parser.getState());
        if (parser.getATN().nextTokens(state).contains(found.getType())) {
            return;
        }
        reportError(parser, new InputMismatchException(parser));
        skip(parser, found);
    }

    private static boolean isBetweenStatements(Parser parser) {
        int type = parser.getATN().states.get(parser.getState()).getStateType();
        boolean loop = type == ATNState.STAR_LOOP_ENTRY || type == ATNState.STAR_LOOP_BACK;
        return loop && holdsStatements(parser.getContext());
    }

    private static boolean holdsStatements(ParserRuleContext rule) {
        return rule instanceof NnParser.BlockContext
                || rule instanceof NnParser.TrainBlockContext
                || rule instanceof NnParser.UnitContext;
    }

    /** Nothing is deleted or inserted in passing, but for a brace: without it, the rest of the block would be lost. */
    @Override
    public Token recoverInline(Parser parser) {
        InputMismatchException mismatch = new InputMismatchException(parser);
        if (isBraceMissing(parser)) {
            reportError(parser, mismatch);
            return getMissingSymbol(parser);
        }
        if (isEndOfSuppliedBrace(parser)) {
            return getMissingSymbol(parser);
        }
        throw mismatch;
    }

    /** Whether a {@code repeat} ends that was given its opening brace here: then it is given the other one too. */
    private static boolean isEndOfSuppliedBrace(Parser parser) {
        return parser.getContext() instanceof NnParser.RepeatContext repeat
                && repeat.LBRACE() != null
                && repeat.LBRACE().getSymbol().getTokenIndex() < 0;
    }

    private static boolean isBraceMissing(Parser parser) {
        ParserRuleContext rule = parser.getContext();
        IntervalSet next = parser.getATN().nextTokens(parser.getATN().states.get(parser.getState()));
        int found = parser.getCurrentToken().getType();
        if (rule instanceof NnParser.RepeatContext) {
            return next.contains(NnParser.LBRACE) && Words.NAMES.contains(found);
        }
        if (rule instanceof NnParser.BlockContext) {
            return next.contains(NnParser.RBRACE) || Words.STATEMENTS.contains(found);
        }
        return rule instanceof NnParser.TrainBlockContext
                && (next.contains(NnParser.RBRACE) || Words.TRAIN_STATEMENTS.contains(found));
    }

    @Override
    public void reportError(Parser parser, RecognitionException e) {
        if (inErrorRecoveryMode(parser)) {
            return;
        }
        beginErrorCondition(parser);
        errors.report(e.getOffendingToken(), expected(parser, e), parser.getContext());
    }

    /** Leaves rules until a statement or a declaration is reached, and skips what is left of it. */
    @Override
    public void recover(Parser parser, RecognitionException e) {
        ParserRuleContext rule = parser.getContext();
        boolean wholeStatement = rule instanceof NnParser.StmtContext
                || rule instanceof NnParser.TrainStmtContext
                || rule instanceof NnParser.DeclContext
                || rule instanceof NnParser.ImportDeclContext
                || rule instanceof NnParser.UnitContext;
        if (!wholeStatement) {
            throw e;
        }
        // At least the first token goes, or the parser would come back to the same place forever.
        int end = Math.max(rule.start.getTokenIndex() + 1, e.getOffendingToken().getTokenIndex());
        while (parser.getInputStream().index() < end && parser.getCurrentToken().getType() != Token.EOF) {
            parser.consume();
        }
        skip(parser, rule.start);
    }

    /**
     * Goes to the next word that starts a statement in the same block, or to the end of the block.
     *
     * @param start where the broken statement starts: braces that it opened are its own
     */
    private void skip(Parser parser, Token start) {
        ParserRuleContext block = parser.getContext();
        while (!holdsStatements(block)) {
            block = block.getParent();
        }
        boolean topLevel = block instanceof NnParser.UnitContext;
        IntervalSet words = topLevel
                ? Words.DECLARATIONS
                : block instanceof NnParser.TrainBlockContext ? Words.TRAIN_STATEMENTS : Words.STATEMENTS;
        int depth = 0;
        for (Token token = start; token.getType() != Token.EOF; token = tokens.after(token)) {
            boolean passed = token.getTokenIndex() < parser.getInputStream().index();
            if (!passed && tokens.startsDeclaration(token)) {
                return;
            }
            if (!passed && depth == 0) {
                boolean blockEnds = !topLevel && token.getType() == NnParser.RBRACE;
                if (blockEnds || startsStatement(token, words)) {
                    return;
                }
            }
            if (token.getType() == NnParser.LBRACE) {
                depth++;
            } else if (token.getType() == NnParser.RBRACE) {
                depth = Math.max(0, depth - 1);
            }
            if (!passed) {
                parser.consume();
            }
        }
    }

    private boolean startsStatement(Token token, IntervalSet words) {
        if (!words.contains(token.getType())) {
            return false;
        }
        int next = tokens.after(token).getType();
        return switch (token.getType()) {
            case NnParser.LET, NnParser.RETURN -> true;
            case NnParser.FN -> Words.NAMES.contains(next);
            case NnParser.TEST -> next == NnParser.STRING;
            // Elsewhere the word may be a name, but hardly at the start of a line or in front of another name.
            default -> Words.NAMES.contains(next) || (tokens.isFirstOfLine(token) && next != NnParser.ASSIGN);
        };
    }

    private IntervalSet expected(Parser parser, RecognitionException e) {
        ATN atn = parser.getATN();
        if (lookedFrom != null && lookedAt == e.getOffendingToken().getTokenIndex()) {
            return atn.getExpectedTokens(lookedFromState, lookedFrom);
        }
        if (!(e instanceof NoViableAltException ahead) || ahead.getDeadEndConfigs() == null) {
            return e.getExpectedTokens();
        }
        // The mistake showed while the parser looked ahead to choose: what could follow there, on any of the ways.
        IntervalSet expected = new IntervalSet();
        for (ATNConfig config : ahead.getDeadEndConfigs()) {
            for (Transition transition : config.state.getTransitions()) {
                if (transition.label() != null) {
                    expected.addAll(transition.label());
                }
            }
        }
        return expected;
    }
}
