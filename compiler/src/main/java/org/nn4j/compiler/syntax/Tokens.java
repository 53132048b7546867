package org.nn4j.compiler.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;
import org.nn4j.grammar.NnLexer;

/**
 * The tokens of a file. Those that no rule of the grammar can use are reported here and hidden from the parser, and the
 * lines they stand on are remembered: what the parser misses there needs no second report.
 */
final class Tokens {
    private final SourceFile file;
    private final CommonTokenStream stream;
    private final List<Token> visible = new ArrayList<>();
    private final Set<Integer> damagedLines = new HashSet<>();

    private Tokens(SourceFile file) {
        this.file = file;
        NnLexer lexer = new NnLexer(new SourceChars(file));
        lexer.removeErrorListeners();
        this.stream = new CommonTokenStream(lexer);
    }

    static Tokens of(SourceFile file, Diagnostics diagnostics) {
        Tokens tokens = new Tokens(file);
        tokens.stream.fill();
        tokens.check(diagnostics);
        return tokens;
    }

    SourceFile file() {
        return file;
    }

    /** All tokens, for the parser. */
    CommonTokenStream stream() {
        return stream;
    }

    /** The tokens that the grammar sees, without comments, ending with EOF. */
    List<Token> visible() {
        return visible;
    }

    /** Whether a character or a string on this 1-based line was already reported. */
    boolean isDamaged(int line) {
        return damagedLines.contains(line);
    }

    Span span(Token token) {
        return span(token, token);
    }

    Span span(Token first, Token last) {
        int length = file.text().length();
        int start = Math.min(first.getStartIndex(), length);
        return file.span(start, Math.max(start, Math.min(last.getStopIndex() + 1, length)));
    }

    /** The 1-based line on which the token starts, also where lines end with a carriage return alone. */
    int line(Token token) {
        return file.line(token.getStartIndex());
    }

    /** The visible token before this one, or null. */
    @Nullable
    Token before(Token token) {
        return neighbour(token, -1);
    }

    /** The visible token behind this one; EOF is followed by itself. */
    Token after(Token token) {
        Token next = neighbour(token, 1);
        return next == null ? token : next;
    }

    private @Nullable Token neighbour(Token token, int step) {
        int last = stream.size() - 1;
        int at = token.getTokenIndex() + step;
        while (at >= 0 && at <= last && stream.get(at).getChannel() != Token.DEFAULT_CHANNEL) {
            at += step;
        }
        return at < 0 || at > last ? null : stream.get(at);
    }

    /** Whether no visible token stands before this one on its line. */
    boolean isFirstOfLine(Token token) {
        Token before = before(token);
        return before == null || line(before) < line(token);
    }

    /** The columns of white space at the start of the line on which the token stands. */
    int indentation(Token token) {
        String text = file.lineText(line(token));
        int blank = 0;
        while (blank < text.length() && Character.isWhitespace(text.charAt(blank))) {
            blank++;
        }
        return blank;
    }

    /**
     * Whether the token is, beyond doubt, the first word of a declaration: at the start of an unindented line, and
     * followed by what such a declaration starts with. That holds even where brackets before it are not closed.
     */
    boolean startsDeclaration(Token token) {
        if (!Words.DECLARATIONS.contains(token.getType()) || !isFirstOfLine(token) || indentation(token) > 0) {
            return false;
        }
        Token name = after(token);
        int behind = after(name).getType();
        return switch (token.getType()) {
            case NnLexer.LAYER, NnLexer.METRIC -> Words.NAMES.contains(name.getType()) && behind == NnLexer.LPAREN;
            case NnLexer.MODEL, NnLexer.TRAIN -> Words.NAMES.contains(name.getType()) && behind != NnLexer.ASSIGN;
            case NnLexer.TEST -> name.getType() == NnLexer.STRING;
            // The others are statements too.
            default -> false;
        };
    }

    /** The place behind a token. */
    Span behind(Token token) {
        int end = Math.min(token.getStopIndex() + 1, file.text().length());
        return file.span(end, end);
    }

    /** The text of the doc comment that ends in front of {@code token}, empty if there is none. */
    String docBefore(Token token) {
        List<Token> hidden = stream.getHiddenTokensToLeft(token.getTokenIndex());
        if (hidden == null) {
            return "";
        }
        int previousLine = previousLine(hidden.get(0));
        List<String> lines = new ArrayList<>();
        int expectedLine = -1;
        for (Token comment : hidden) {
            // A remark behind code belongs to that code, if to anything.
            if (comment.getType() != NnLexer.DOC || line(comment) == previousLine) {
                continue;
            }
            if (line(comment) != expectedLine) {
                lines.clear();
            }
            String text = comment.getText().substring(3);
            lines.add((text.startsWith(" ") ? text.substring(1) : text).stripTrailing());
            expectedLine = line(comment) + 1;
        }
        return String.join("\n", lines);
    }

    private int previousLine(Token hidden) {
        return hidden.getTokenIndex() == 0 ? 0 : line(stream.get(hidden.getTokenIndex() - 1));
    }

    private void check(Diagnostics diagnostics) {
        Set<String> saidOnLine = new HashSet<>();
        Token lastUnknown = null;
        for (Token token : stream.getTokens()) {
            CommonToken mutable = (CommonToken) token;
            boolean comment = lastUnknown != null
                    && lastUnknown.getText().equals("#")
                    && line(lastUnknown) == line(token)
                    && token.getType() != Token.EOF;
            if (comment) {
                // What follows is meant for a comment, and told as one.
                mutable.setChannel(Token.HIDDEN_CHANNEL);
            } else if (token.getType() == NnLexer.OPEN_STRING) {
                damagedLines.add(line(token));
                diagnostics.report(
                        Diagnostic.error(Code.UNTERMINATED_STRING, "the string has no closing `\"`", span(token)));
                mutable.setType(NnLexer.STRING);
            } else if (token.getType() == NnLexer.UNKNOWN) {
                damagedLines.add(line(token));
                mutable.setChannel(Token.HIDDEN_CHANNEL);
                boolean continues = lastUnknown != null && lastUnknown.getStopIndex() + 1 == token.getStartIndex();
                if (!continues && saidOnLine.add(line(token) + token.getText())) {
                    diagnostics.report(UnknownCharacters.report(file, token.getStartIndex()));
                }
                lastUnknown = token;
            }
            if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                visible.add(token);
            }
        }
    }
}
