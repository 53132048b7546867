package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnLexer.*;

import java.util.Objects;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.Span;
import org.nn4j.grammar.NnParser;

/**
 * Says in the reader's words what is wrong where the parser cannot go on. What it knows is the token that it found and
 * the set of those that it could have used. The set is never shown: what is in it tells whether an expression, a name, a
 * statement or a bracket is missing, and that is what the report says.
 */
final class SyntaxErrors {
    private final Tokens tokens;
    private final Diagnostics diagnostics;
    private final Brackets brackets;
    private final StatementErrors statements;

    SyntaxErrors(Tokens tokens, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
        this.brackets = new Brackets(tokens);
        this.statements = new StatementErrors(tokens, brackets);
    }

    /** @param rule the rule of the grammar that could not be completed */
    void report(Token found, IntervalSet expected, ParserRuleContext rule) {
        boolean unopenedBlock = expected.contains(RBRACE) && brackets.openBefore(found) == null;
        if (unopenedBlock && expected.contains(LET) && diagnostics.hasErrors()) {
            // That the block has no `{` was reported already, and nobody can tell where it ends.
            return;
        }
        Diagnostic diagnostic = describe(found, expected, rule);
        // A character or a string on that line was reported already; what is missing there is missing because of it.
        if (!tokens.isDamaged(diagnostic.span().line())) {
            diagnostics.report(diagnostic);
        }
    }

    private Diagnostic describe(Token found, IntervalSet expected, ParserRuleContext rule) {
        Token before = tokens.before(found);
        if (before != null && isNextStatement(before, found)) {
            // What looks like a name is the word of the next statement: something is missing in front of it.
            Token behind = Objects.requireNonNull(tokens.before(before));
            return behind.getType() == COLON || behind.getType() == ARROW
                    ? missingType(before, behind)
                    : missingExpression(before, behind);
        }
        if (before == null || expected.contains(LET)) {
            return statements.describe(found, before, expected);
        }
        Diagnostic operator = OperatorErrors.describe(tokens, found, before, expected);
        if (operator != null) {
            return operator;
        }
        if (rule instanceof NnParser.BlockContext
                || rule instanceof NnParser.TrainBlockContext
                || (rule instanceof NnParser.RepeatContext && expected.contains(LBRACE))) {
            return expected("`{`", found, before).help(statements.hint(found, before, "`{`"));
        }
        Token open = brackets.openBefore(found);
        if (open != null && expected.contains(Brackets.closer(open)) && isEndOf(open, found)) {
            return notClosed(open, found, before);
        }
        if (expected.contains(INT)) {
            return missingExpression(found, before);
        }
        if (expected.contains(ID)) {
            return missingName(found, before, expected);
        }
        if (before.getType() == COMMA) {
            // A comma may end a list, so that only its end is expected; but what stands here was to be an element.
            return rule instanceof NnParser.ParamsContext || rule instanceof NnParser.ImportedNamesContext
                    ? missingName(found, before, expected)
                    : missingExpression(found, before);
        }
        return missingSign(found, before, expected);
    }

    /** Whether {@code word} starts a line and a statement, as {@code next} tells, where an operand should be. */
    private boolean isNextStatement(Token word, Token next) {
        Token behind = tokens.before(word);
        return behind != null
                && !Words.endsOperand(behind.getType())
                && behind.getType() != LBRACE
                && Words.NAMES.contains(word.getType())
                && Words.isStatementStart(word.getType())
                && tokens.isFirstOfLine(word)
                && Words.isWordOrLiteral(next.getType())
                && !tokens.isFirstOfLine(next);
    }

    /** Whether what stands inside the bracket {@code open} cannot go on at {@code found}. */
    private boolean isEndOf(Token open, Token found) {
        return switch (found.getType()) {
            case EOF, RPAREN, RBRACKET, RBRACE, LET, RETURN, LBRACE -> true;
            default ->
                tokens.isFirstOfLine(found)
                        && (Words.isStatementStart(found.getType())
                                || tokens.indentation(found) <= tokens.indentation(open));
        };
    }

    private Diagnostic notClosed(Token open, Token found, Token before) {
        if (open.getType() == LBRACE) {
            return statements.blockNotClosed(open, found);
        }
        String title = "`" + open.getText() + "` is not closed";
        String closer = "expected `" + Words.spelling(Brackets.closer(open)) + "`";
        Span end = place(found, before);
        Span start = tokens.span(open);
        String help = comesAfterComment(before) ? "`//` starts a comment; ints are divided with `div`" : null;
        // Over several lines it may be missing in each of them.
        return end.line() == start.line()
                ? Diagnostic.error(Code.NOT_CLOSED, title, end)
                        .label(closer)
                        .also(start, "opened here")
                        .help(help)
                : Diagnostic.error(Code.NOT_CLOSED, title, start)
                        .label("opened here")
                        .also(end, closer + " at the latest")
                        .help(help);
    }

    /** Whether a comment behind the token looks like the division that other languages write so. */
    private boolean comesAfterComment(Token last) {
        String rest =
                tokens.span(last).file().text().substring(tokens.span(last).end());
        return rest.matches("(?s) ?// ?[\\w(][^\\n]*[)\\]].*");
    }

    private Diagnostic missingExpression(Token found, Token before) {
        if (found.getType() == TUPLE_INDEX && !tokens.isFirstOfLine(found)) {
            return Diagnostic.error(Code.EXPECTED_EXPRESSION, "a number starts with a digit", tokens.span(found))
                    .help("write `0" + found.getText() + "`");
        }
        if (found.getType() == ASSIGN && Words.isStatementStart(before.getType())) {
            String word = before.getText();
            return Diagnostic.error(Code.MISPLACED, "`" + word + "` takes its value without `=`", tokens.span(found))
                    .help("to give something the name `" + word + "`, write `let " + word + " = …`");
        }
        Diagnostic expected = Diagnostic.error(
                Code.EXPECTED_EXPRESSION,
                "expected an expression after " + OperatorErrors.quote(before),
                place(found, before));
        return expected.help(helpForExpression(found, before));
    }

    private @Nullable String helpForExpression(Token found, Token before) {
        if (found.getType() == STAR && before.getType() == STAR) {
            return "a power is written `a ^ b`";
        }
        if (found.getType() == GT && before.getType() == LT) {
            return "`a != b` asks whether they differ";
        }
        if (found.getType() == LBRACE && before.getType() == ASSIGN && !isDict(found)) {
            return "a body in braces has no `=` in front of it, and ends with `return`";
        }
        return found.getType() == LBRACE && isDict(found)
                ? "there are no dicts or sets: a list is `[1, 2]`, a tuple `(1, 2)`, an argument with a name `(n = 1)`"
                : null;
    }

    /** Whether what other languages put into braces follows one: keys with values, or nothing. */
    private boolean isDict(Token brace) {
        Token first = tokens.after(brace);
        int second = tokens.after(first).getType();
        return first.getType() == RBRACE || second == COLON || second == COMMA || first.getType() == STRING;
    }

    private Diagnostic missingName(Token found, Token before, IntervalSet expected) {
        boolean sameLine = !tokens.isFirstOfLine(found);
        if (expected.contains(FN) && expected.contains(LPAREN)) {
            return missingType(found, before);
        }
        if (sameLine && Words.RESERVED.contains(found.getType())) {
            return Diagnostic.error(
                            Code.RESERVED_WORD,
                            "`" + found.getText() + "` is a reserved word and cannot be a name",
                            tokens.span(found))
                    .help("choose another name, for instance `" + found.getText() + "_`");
        }
        Diagnostic name = Diagnostic.error(
                Code.EXPECTED_NAME, "expected a name after " + OperatorErrors.quote(before), place(found, before));
        if (before.getText().equals("model") && found.getType() == DOT) {
            return name.help("a model is trained by a block, `train Net { … }`, and used by `nn predict`");
        }
        if (before.getText().equals("model") && found.getType() == ASSIGN) {
            return name.help("a network is a block with a name: `model Net { … }`");
        }
        if (before.getText().equals("metric") && found.getType() == STRING) {
            return name.help("give it a name and say what it is of: `metric accuracy = Accuracy()(p, y)`");
        }
        Token number = tokens.before(before);
        if (before.getType() == DOT && number != null && number.getType() == INT) {
            return name.help("write `" + number.getText() + ".0`");
        }
        return name;
    }

    private Diagnostic missingType(Token found, Token before) {
        return Diagnostic.error(
                Code.EXPECTED_TYPE, "expected a type after " + OperatorErrors.quote(before), place(found, before));
    }

    private Diagnostic missingSign(Token found, Token before, IntervalSet expected) {
        boolean inExpression = expected.contains(LPAREN) && expected.contains(DOT);
        if (expected.contains(ELSE) || expected.contains(THEN)) {
            return missingBranch(found, before, expected);
        }
        if (inExpression && Words.isWordOrLiteral(found.getType()) && !tokens.isFirstOfLine(found)) {
            String also = expected.contains(COMMA) ? " or `,`" : "";
            return OperatorErrors.missingOperator(tokens, found, before, also);
        }
        String what = mostLikely(expected, found);
        if (what == null) {
            return Diagnostic.error(
                    Code.MISPLACED, OperatorErrors.quote(found) + " cannot stand here", tokens.span(found));
        }
        return expected(what, found, before).help(statements.hint(found, before, what));
    }

    private Diagnostic missingBranch(Token found, Token before, IntervalSet expected) {
        return expected(expected.contains(ELSE) ? "`else`" : "`then`", found, before)
                .help("an `if` is an expression and has both branches: `if condition then a else b`");
    }

    private Diagnostic expected(String what, Token found, Token before) {
        String title = "expected " + what + " after " + OperatorErrors.quote(before);
        return Diagnostic.error(Code.EXPECTED_TOKEN, title, place(found, before));
    }

    /** The one thing to ask for: what is required before what is optional. */
    private static @Nullable String mostLikely(IntervalSet expected, Token found) {
        boolean word = Words.isWordOrLiteral(found.getType());
        boolean inList = expected.contains(COMMA) && (expected.contains(RPAREN) || expected.contains(RBRACKET));
        if (inList && word) {
            return expected.contains(COLON) ? "`:`" : "`,`";
        }
        int[] byPriority = inList
                ? new int[] {RPAREN, RBRACKET}
                : new int[] {ASSIGN, COLON, IN, OVER, FROM, LBRACE, RBRACE, LPAREN, RPAREN, RBRACKET, STRING, COMMA};
        for (int type : byPriority) {
            if (expected.contains(type)) {
                return type == STRING ? "a string" : "`" + Words.spelling(type) + "`";
            }
        }
        return null;
    }

    /** Where to say that something is missing in front of {@code found}: never on a line behind the mistake. */
    private Span place(Token found, Token before) {
        boolean elsewhere = found.getType() == EOF || tokens.isFirstOfLine(found);
        return elsewhere ? tokens.behind(before) : tokens.span(found);
    }
}
