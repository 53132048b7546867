package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnLexer.*;

import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.Token;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;

/**
 * Refuses text whose tree would be too deep, by counting over its tokens: the parser and every later phase walk the
 * tree by recursion, and a stack overflow is no answer to a user.
 *
 * <p>Two things make a tree deep. Nesting is what stands inside something else: brackets, and within a pair of them
 * signs, {@code not}, {@code ^}, {@code if} and lambdas, which take all that follows. Length is the number of operators,
 * calls and members in a row, since {@code a + b + c} is a tree of depth two.
 */
final class Limits {
    /** How deep an expression may nest. */
    static final int MAX_NESTING = 256;

    /** How many operators an expression may have, together with those around it. */
    static final int MAX_LENGTH = 1000;

    private final Tokens tokens;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** Sums over the levels that are open, without the innermost. */
    private int outerNesting;

    private int outerLength;

    /** What was seen since the innermost bracket was opened, in the expression that is being read. */
    private static final class Level {
        /** Signs, {@code not} and {@code ^} in a row. */
        int prefixes;
        /** What reaches to the end of the expression: {@code if}, lambdas and, nearly, {@code scan}. */
        int openEnded;
        /** Operators, calls and members. */
        int length;

        int nesting() {
            return prefixes + openEnded;
        }

        void newExpression() {
            prefixes = 0;
            openEnded = 0;
            length = 0;
        }
    }

    private Limits(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whether all of the text is within the limits; if not, the first place that is not is reported. */
    static boolean check(Tokens tokens, Diagnostics diagnostics) {
        return new Limits(tokens).check(diagnostics);
    }

    private boolean check(Diagnostics diagnostics) {
        Level level = new Level();
        int before = EOF;
        for (Token token : tokens.visible()) {
            int type = token.getType();
            boolean afterOperand = Words.endsOperand(before);
            switch (type) {
                case LPAREN, LBRACKET, LBRACE -> {
                    level.length += afterOperand ? 1 : 0;
                    levels.push(level);
                    outerNesting += 1 + level.nesting();
                    outerLength += level.length;
                    level = new Level();
                }
                case RPAREN, RBRACKET, RBRACE -> {
                    if (!levels.isEmpty()) {
                        level = levels.pop();
                        outerNesting -= 1 + level.nesting();
                        outerLength -= level.length;
                    }
                }
                case COMMA, COLON -> level.newExpression();
                case ASSIGN -> {
                    // That of a lambda does not end what the lambda is inside of.
                    if (level.openEnded == 0) {
                        level.newExpression();
                    }
                }
                case FN -> {
                    // Behind an operand it declares a function.
                    if (afterOperand) {
                        level.newExpression();
                    }
                    level.openEnded++;
                }
                case IF, SCAN -> level.openEnded++;
                case NOT, CARET -> {
                    level.prefixes++;
                    level.length++;
                }
                case MINUS -> {
                    level.prefixes = afterOperand ? 0 : level.prefixes + 1;
                    level.length++;
                }
                case DOT, TUPLE_INDEX -> level.length++;
                default -> {
                    if (Words.INFIX.contains(type)) {
                        level.prefixes = 0;
                        level.length++;
                    } else if (startsStatement(type, before)) {
                        level.newExpression();
                    }
                }
            }
            if (outerNesting + level.nesting() > MAX_NESTING) {
                String title = "nested more than " + MAX_NESTING + " levels deep";
                return refuse(diagnostics, Code.NESTED_TOO_DEEPLY, title, token);
            }
            if (outerLength + level.length > MAX_LENGTH) {
                String title = "an expression with more than " + MAX_LENGTH + " operators";
                return refuse(diagnostics, Code.EXPRESSION_TOO_LONG, title, token);
            }
            before = type;
        }
        return true;
    }

    private boolean refuse(Diagnostics diagnostics, Code code, String title, Token token) {
        diagnostics.report(Diagnostic.error(code, title, tokens.span(token))
                .help("give parts of the expression names with `let`"));
        return false;
    }

    /**
     * Two operands never stand side by side, so such a word behind an operand starts something new; except behind {@code
     * scan} and {@code repeat}, which a name may follow.
     */
    private static boolean startsStatement(int type, int before) {
        return type == LET
                || type == RETURN
                || (Words.isStatementStart(type) && Words.endsOperand(before) && before != SCAN && before != REPEAT);
    }
}
