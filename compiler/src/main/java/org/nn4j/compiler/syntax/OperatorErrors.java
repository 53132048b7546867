package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnLexer.*;

import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;

/** Reports about what stands behind a complete operand and is not what may stand there. */
final class OperatorErrors {
    private OperatorErrors() {}

    /** A report if {@code found} is a sign that cannot go on with the expression in front of it; otherwise null. */
    static @Nullable Diagnostic describe(Tokens tokens, Token found, Token before, IntervalSet expected) {
        int type = found.getType();
        // Behind an operand, a call is always possible.
        boolean behindOperand = expected.contains(LPAREN) && expected.contains(DOT);
        if (!behindOperand) {
            return null;
        }
        Diagnostic misplaced =
                Diagnostic.error(Code.MISPLACED, quote(found) + " cannot stand here", tokens.span(found));
        if (type == ASSIGN) {
            return misplaced.help("`=` gives a name to a value; to compare two values, write `==`");
        }
        if (type == IF && !tokens.isFirstOfLine(found)) {
            return misplaced.help("a choice is written `if condition then a else b`");
        }
        if (type == ARROW) {
            return misplaced.help("a function is written `fn (x) = x + 1`");
        }
        if (type == COLON && !expected.contains(RBRACKET)) {
            return misplaced.help("an argument is given as `name = value`");
        }
        if (!Words.INFIX.contains(type) && type != CARET) {
            return null;
        }
        if (!expected.contains(CARET)) {
            return Diagnostic.error(Code.MISPLACED, quote(found) + " cannot follow a stage of `|>`", tokens.span(found))
                    .help("put the pipe in parentheses: `(x |> f) " + found.getText() + " y`");
        }
        if (Words.COMPARISONS.contains(type)) {
            return Diagnostic.error(Code.MISPLACED, "comparisons cannot be chained", tokens.span(found))
                    .help("write `a < b and b < c`");
        }
        if (type == RANGE) {
            return Diagnostic.error(Code.MISPLACED, "a range has two ends", tokens.span(found));
        }
        if (type == CARET) {
            return misplaced;
        }
        return misplaced.help(before.getType() == RBRACE ? "put the expression in front of it in parentheses" : null);
    }

    /** Two operands side by side. */
    static Diagnostic missingOperator(Tokens tokens, Token found, Token before, String orWhat) {
        String title = "an operator" + orWhat + " is missing between " + quote(before) + " and " + quote(found);
        return Diagnostic.error(Code.MISSING_OPERATOR, title, tokens.span(found))
                .help(
                        switch (before.getText()) {
                            case "lambda" -> "a function is written `fn (" + found.getText() + ") = …`";
                            case "new" -> "leave out `new`: `" + found.getText() + "(…)`";
                            default -> found.getType() == STRING ? prefixed(tokens, found, before) : null;
                        });
    }

    /** {@code f"…"} and {@code r"…"}. */
    private static @Nullable String prefixed(Tokens tokens, Token string, Token prefix) {
        boolean touches = tokens.span(prefix).end() == tokens.span(string).start();
        if (!touches || !prefix.getText().matches("(?i)[bfru]{1,2}")) {
            return null;
        }
        return prefix.getText().matches("(?i).?f.?")
                ? "no values are put into strings: leave out `" + prefix.getText() + "` and write the text itself"
                : "leave out `" + prefix.getText() + "`: a string is written `\"…\"`";
    }

    /** {@code a += 1}, which other languages have. */
    static @Nullable String compound(Tokens tokens, Token sign) {
        Token next = tokens.after(sign);
        boolean compound = Words.INFIX.contains(sign.getType())
                && next.getType() == ASSIGN
                && tokens.span(sign).end() == tokens.span(next).start();
        return compound ? "there is no `" + sign.getText() + "=`: " : null;
    }

    /** How a token is named in a report. */
    static String quote(Token token) {
        if (token.getType() == EOF) {
            return "the end of the file";
        }
        String text = token.getText();
        return text.length() <= 30 ? "`" + text + "`" : "`" + text.substring(0, 29) + "…`";
    }
}
