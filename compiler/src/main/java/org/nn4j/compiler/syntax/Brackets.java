package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnLexer.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Which bracket is open where, in a text whose brackets need not match. */
final class Brackets {
    private final Tokens tokens;

    /** For each token the innermost bracket that is open in front of it. */
    private final Map<Token, Token> openBefore = new HashMap<>();

    /** Pairs of braces, inner ones first. */
    private final List<Pair> braces = new ArrayList<>();

    private record Pair(Token open, Token close) {}

    /** A brace that is not closed, and behind which token its end is missing. */
    record Unclosed(Token open, Token last) {}

    Brackets(Tokens tokens) {
        this.tokens = tokens;
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : tokens.visible()) {
            if (tokens.startsDeclaration(token) && !open.isEmpty()) {
                openBefore.put(token, open.getFirst());
                open.clear();
                continue;
            }
            if (!open.isEmpty()) {
                openBefore.put(token, open.getFirst());
            }
            switch (token.getType()) {
                case LPAREN, LBRACKET, LBRACE -> open.push(token);
                case RPAREN, RBRACKET, RBRACE -> close(open, token);
                default -> {}
            }
        }
    }

    private void close(Deque<Token> open, Token closing) {
        // A brace closes whatever is open inside of it; other brackets close nothing beyond a brace.
        for (Token candidate : open) {
            if (closer(candidate) == closing.getType()) {
                while (open.getFirst() != candidate) {
                    open.pop();
                }
                open.pop();
                if (closing.getType() == RBRACE) {
                    braces.add(new Pair(candidate, closing));
                }
                return;
            }
            if (candidate.getType() == LBRACE) {
                return;
            }
        }
    }

    /** The innermost bracket that is open in front of {@code token}, or null. */
    @Nullable
    Token openBefore(Token token) {
        return openBefore.get(token);
    }

    /** The type of the token that closes {@code open}. */
    static int closer(Token open) {
        return switch (open.getType()) {
            case LPAREN -> RPAREN;
            case LBRACKET -> RBRACKET;
            default -> RBRACE;
        };
    }

    /**
     * Which brace was forgotten, where {@code open} is not closed in front of {@code end}. It need not be {@code open}: if
     * a brace inside of it is closed by one that is indented less, that one was meant for a block further out.
     */
    Unclosed unclosed(Token open, Token end) {
        for (Pair pair : braces) {
            boolean inside = pair.open().getTokenIndex() > open.getTokenIndex()
                    && pair.close().getTokenIndex() < end.getTokenIndex();
            boolean multiLine = tokens.line(pair.open()) < tokens.line(pair.close());
            if (inside
                    && multiLine
                    && tokens.isFirstOfLine(pair.close())
                    && tokens.indentation(pair.close()) < indentation(pair.open())) {
                return new Unclosed(pair.open(), lastInside(pair.open(), pair.close()));
            }
        }
        return new Unclosed(open, lastInside(open, end));
    }

    /** The last token of the block that starts at {@code open}, as its indentation tells. */
    private Token lastInside(Token open, Token end) {
        int indentation = indentation(open);
        Token last = open;
        for (Token token = tokens.after(open); token != end; token = tokens.after(token)) {
            boolean outside = tokens.isFirstOfLine(token)
                    && token.getType() != RBRACE
                    && tokens.indentation(token) <= indentation;
            if (outside) {
                return last;
            }
            last = token;
        }
        return last;
    }

    /** How deep the block with the brace {@code open} is indented; its first line may be further up. */
    private int indentation(Token open) {
        Token owner = owner(open);
        return tokens.indentation(owner == null ? open : owner);
    }

    /** The word that the block with the brace {@code open} belongs to, such as {@code layer}, or null. */
    @Nullable
    Token owner(Token open) {
        int depth = 0;
        for (Token token = tokens.before(open); token != null; token = tokens.before(token)) {
            switch (token.getType()) {
                case RPAREN, RBRACKET -> depth++;
                case LPAREN, LBRACKET -> depth--;
                case LBRACE, RBRACE -> {
                    return null;
                }
                case LAYER, MODEL, TRAIN, OPTIMIZER, METRIC, TEST, FN, SCAN, REPEAT -> {
                    if (depth == 0) {
                        return token;
                    }
                }
                default -> {}
            }
        }
        return null;
    }
}
