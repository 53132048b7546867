package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnLexer.*;

import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.source.Span;

/** Reports about places where a statement or a declaration could start, or the one in front could go on. */
final class StatementErrors {
    private static final int EXCERPT = 40;

    /** What to write instead of words that other languages have. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("for", "`repeat` stacks layers, `scan` goes along a sequence"),
            Map.entry("while", "`repeat` stacks layers, `scan` goes along a sequence"),
            Map.entry("if", "`if` is an expression: `let y = if condition then a else b`"),
            Map.entry("def", "a function starts with `fn`"),
            Map.entry("func", "a function starts with `fn`"),
            Map.entry("function", "a function starts with `fn`"),
            Map.entry("class", "a layer starts with `layer`, a network with `model`"),
            Map.entry("from", "`import blocks.{Foo}` takes names from a file; those of the library need no import"),
            Map.entry("epochs", "`run (epochs = 20, batch = 32)` says how long to train"),
            Map.entry("batch_size", "`run (epochs = 20, batch = 32)` says how long to train"),
            Map.entry("print", "`nn summary` shows shapes, and `nn test` the values that a `check` compares"),
            Map.entry("self", "write `let fc = Dense(8)`: a body's own names stand alone"),
            Map.entry("var", "a name is given with `let`"),
            Map.entry("val", "a name is given with `let`"),
            Map.entry("const", "a name is given with `let`"));

    private final Tokens tokens;
    private final Brackets brackets;

    StatementErrors(Tokens tokens, Brackets brackets) {
        this.tokens = tokens;
        this.brackets = brackets;
    }

    /** @param before the token in front of {@code found}, or null at the start of the file */
    Diagnostic describe(Token found, @Nullable Token before, IntervalSet expected) {
        Token open = brackets.openBefore(found);
        boolean inBlock = expected.contains(RBRACE);
        if (open != null && inBlock && (found.getType() == EOF || tokens.startsDeclaration(found))) {
            return blockNotClosed(open, found);
        }
        switch (found.getType()) {
            case RPAREN, RBRACKET, RBRACE -> {
                return Diagnostic.error(
                        Code.NOT_OPENED, "`" + found.getText() + "` closes nothing", tokens.span(found));
            }
            case ASSIGN -> {
                Diagnostic forgotten = before == null ? null : forgottenLet(before);
                if (forgotten != null) {
                    return forgotten;
                }
            }
            default -> {}
        }
        if (before != null) {
            Diagnostic operator = OperatorErrors.describe(tokens, found, before, expected);
            if (operator != null) {
                return operator;
            }
        }
        return Words.NAMES.contains(found.getType()) || found.getType() == RETURN
                ? unknownWord(found, before, expected, inBlock)
                : notAStatement(found, before, expected, inBlock);
    }

    /** The brace {@code open} is not closed in front of {@code end}. */
    Diagnostic blockNotClosed(Token open, Token end) {
        Brackets.Unclosed unclosed = brackets.unclosed(open, end);
        Token owner = brackets.owner(unclosed.open());
        String block = owner == null ? "block" : OperatorErrors.quote(owner) + " block";
        String title = "expected `}` to close the " + block + " opened at line " + tokens.line(unclosed.open());
        return Diagnostic.error(Code.NOT_CLOSED, title, tokens.behind(unclosed.last()))
                .also(tokens.span(unclosed.open()), "opened here");
    }

    /** {@code (a, b) = …} or {@code a[0] = …} at the start of a line, read as going on with the line before. */
    private @Nullable Diagnostic forgottenLet(Token before) {
        if (before.getType() != RPAREN) {
            return null;
        }
        Token open = brackets.openBefore(before);
        return open != null && open.getType() == LPAREN && tokens.isFirstOfLine(open) ? missingLet(open) : null;
    }

    private Diagnostic missingLet(Token first) {
        Diagnostic missing = Diagnostic.error(
                Code.MISSING_LET, "`let` is missing: " + excerpt(first) + " is no statement", tokens.span(first));
        return missing.help("write `let " + (first.getType() == LPAREN ? "(…)" : first.getText()) + " = …`");
    }

    private Diagnostic unknownWord(Token found, @Nullable Token before, IntervalSet expected, boolean inBlock) {
        Token next = tokens.after(found);
        boolean trainBlock = expected.contains(LOSS);
        IntervalSet words = !inBlock ? Words.DECLARATIONS : trainBlock ? Words.TRAIN_STATEMENTS : Words.STATEMENTS;
        boolean newLine = before == null || startsNew(found, before);
        if (newLine || Words.NAMES.contains(next.getType())) {
            String meant = Suggestions.didYouMean(found.getText(), Words.spellings(words));
            if (meant != null && next.getType() != ASSIGN && !FOREIGN.containsKey(found.getText())) {
                return noStatement(found, inBlock).help(meant);
            }
        }
        if (next.getType() == ASSIGN) {
            return missingLet(found);
        }
        String compound = OperatorErrors.compound(tokens, next);
        if (newLine && inBlock && compound != null) {
            String name = found.getText();
            return noStatement(found, inBlock)
                    .help(compound + "a name keeps its value, write `let " + name + "2 = " + name + " " + next.getText()
                            + " …`");
        }
        if (Words.isStatementStart(found.getType()) && (newLine || Words.isWordOrLiteral(next.getType()))) {
            return elsewhere(found, inBlock, trainBlock);
        }
        return notAStatement(found, before, expected, inBlock);
    }

    /** A word that starts a statement, but not here. */
    private Diagnostic elsewhere(Token found, boolean inBlock, boolean trainBlock) {
        int type = found.getType();
        String word = "`" + found.getText() + "`";
        Span span = tokens.span(found);
        if (type == IMPORT) {
            return Diagnostic.error(Code.MISPLACED, "imports stand before all declarations", span);
        }
        if (!inBlock) {
            return Diagnostic.error(Code.EXPECTED_DECLARATION, word + " stands only inside a block", span)
                    .help("a `}` further up may close the block too early");
        }
        if (trainBlock) {
            return Diagnostic.error(Code.MISPLACED, word + " cannot stand in a `train` block", span);
        }
        return Words.TRAIN_STATEMENTS.contains(type) && !Words.DECLARATIONS.contains(type)
                ? Diagnostic.error(Code.MISPLACED, word + " stands only in a `train` block", span)
                : Diagnostic.error(Code.MISPLACED, word + " stands only at the top of a file", span);
    }

    private Diagnostic notAStatement(Token found, @Nullable Token before, IntervalSet expected, boolean inBlock) {
        if (before == null || startsNew(found, before)) {
            String start = inBlock
                    ? "a statement starts with a word such as "
                            + (expected.contains(LOSS) ? "`data` or `loss`" : "`let` or `return`")
                    : "a declaration starts with a word such as `model`, `layer` or `train`";
            return noStatement(found, inBlock).help(FOREIGN.getOrDefault(found.getText(), start));
        }
        boolean behindOperand = expected.contains(LPAREN) && expected.contains(DOT);
        if (behindOperand && Words.isWordOrLiteral(found.getType())) {
            return OperatorErrors.missingOperator(tokens, found, before, "");
        }
        return Diagnostic.error(Code.MISPLACED, OperatorErrors.quote(found) + " cannot stand here", tokens.span(found));
    }

    private Diagnostic noStatement(Token found, boolean inBlock) {
        return Diagnostic.error(
                inBlock ? Code.EXPECTED_STATEMENT : Code.EXPECTED_DECLARATION,
                excerpt(found) + (inBlock ? " is no statement" : " is no declaration"),
                tokens.span(found));
    }

    private boolean startsNew(Token found, Token before) {
        return tokens.isFirstOfLine(found) || before.getType() == LBRACE || before.getType() == RBRACE;
    }

    /** What to do about something that is missing, where there is more to say. */
    @Nullable
    String hint(Token found, Token before, String missing) {
        Token word = tokens.before(before);
        if (found.getType() == COMMA && word != null && (word.getType() == LET || word.getType() == NEXT)) {
            return "several at once stand in parentheses: `" + word.getText() + " (a, b) = …`";
        }
        String compound = missing.equals("`=`") ? OperatorErrors.compound(tokens, found) : null;
        if (compound != null) {
            boolean kept = word != null && Words.spelling(LET).equals(word.getText());
            return compound + "write `" + (word == null ? "" : word.getText() + " ") + before.getText()
                    + (kept ? "2" : "") + " = " + before.getText() + " " + found.getText() + " …`";
        }
        if (missing.equals("`(`") && before.getText().equals("run")) {
            return "its numbers stand in parentheses: `run (epochs = 20, batch = 32)`";
        }
        if (missing.equals("`{`") && found.getType() == COLON) {
            return "a block stands in braces: `{ … }`";
        }
        if (missing.equals("`:`") && found.getType() == ASSIGN) {
            return "say its type: `" + before.getText() + ": f32[…]`";
        }
        return null;
    }

    /** The rest of the line from {@code first} on, quoted and not too long. */
    private String excerpt(Token first) {
        Token last = first;
        for (Token next = tokens.after(first); next.getType() != EOF && !tokens.isFirstOfLine(next); ) {
            last = next;
            next = tokens.after(next);
        }
        String text = tokens.span(first, last).text();
        return text.length() <= EXCERPT ? "`" + text + "`" : "`" + text.substring(0, EXCERPT - 1) + "…`";
    }
}
