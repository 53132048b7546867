package org.nn4j.compiler.syntax.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.ConcreteSyntax;
import org.nn4j.grammar.NnBaseVisitor;
import org.nn4j.grammar.NnLexer;

/**
 * Tokens with the comments around them. A comment belongs to the token before it on the same line; otherwise it stands
 * on a line of its own before the token that follows. A rule that nothing more is said about is its parts, with spaces
 * between them.
 */
abstract class TokenDocs extends NnBaseVisitor<Doc> {
    private final ConcreteSyntax source;

    /** Comments that were written already, by their places among the tokens. */
    private final Set<Integer> written = new HashSet<>();

    TokenDocs(ConcreteSyntax source) {
        this.source = source;
    }

    @Override
    public Doc visitTerminal(TerminalNode node) {
        return token(node.getSymbol());
    }

    @Override
    protected Doc defaultResult() {
        return Doc.nothing();
    }

    @Override
    protected Doc aggregateResult(Doc before, Doc next) {
        return before.width() == 0 ? next : Doc.concat(before, Doc.space(), next);
    }

    Doc token(Token token) {
        List<Doc> parts = new ArrayList<>();
        for (Token comment : commentsBefore(token)) {
            if (written.add(comment.getTokenIndex())) {
                parts.add(new Doc.OwnLine(text(comment)));
            }
        }
        Token behind = commentBehind(token);
        parts.add(
                behind != null && written.add(behind.getTokenIndex())
                        ? new Doc.Remarked(token.getText(), text(behind))
                        : Doc.text(token.getText()));
        return Doc.concat(parts);
    }

    /** The comments on lines of their own before a token; whoever takes them writes them. */
    List<Token> takeCommentsBefore(Token token) {
        return commentsBefore(token).stream()
                .filter(c -> written.add(c.getTokenIndex()))
                .toList();
    }

    /**
     * Comments, each on its line, and the start of the line for a token. At most one blank line stays in front of each.
     *
     * @param first whether this is where a block or a file starts, which no blank line does
     * @param apart whether a blank line is wanted in any case
     */
    Doc lines(List<Token> comments, Token token, boolean first, boolean apart) {
        if (comments.isEmpty()) {
            return apart || (!first && blankLineBefore(token)) ? Doc.blankLine() : Doc.hardLine();
        }
        Doc start = blankLineBefore(token) ? Doc.blankLine() : Doc.hardLine();
        Doc above = linesOf(comments, first);
        return Doc.concat(
                apart && !blankLineBefore(comments.get(0)) ? Doc.concat(Doc.hardLine(), above) : above, start);
    }

    /** Comments, each on its line. */
    Doc linesOf(List<Token> comments, boolean first) {
        List<Doc> parts = new ArrayList<>();
        for (Token comment : comments) {
            boolean blank = blankLineBefore(comment) && !(first && parts.isEmpty());
            parts.add(blank ? Doc.blankLine() : Doc.hardLine());
            parts.add(Doc.text(text(comment)));
        }
        return Doc.concat(parts);
    }

    private static String text(Token comment) {
        return comment.getText().stripTrailing();
    }

    private List<Token> commentsBefore(Token token) {
        List<Token> comments = new ArrayList<>();
        for (int i = token.getTokenIndex() - 1; i >= 0 && isHidden(at(i)); i--) {
            boolean behindCode = i > 0 && !isHidden(at(i - 1)) && line(at(i - 1)) == line(at(i));
            if (!behindCode) {
                comments.add(0, at(i));
            }
        }
        return comments;
    }

    private @Nullable Token commentBehind(Token token) {
        int next = token.getTokenIndex() + 1;
        if (next >= source.tokens().size() || !isHidden(at(next))) {
            return null;
        }
        return line(at(next)) == line(token) ? at(next) : null;
    }

    private Token at(int index) {
        return source.tokens().get(index);
    }

    private static boolean isHidden(Token token) {
        return token.getType() == NnLexer.COMMENT || token.getType() == NnLexer.DOC;
    }

    private int line(Token token) {
        return source.file().line(token.getStartIndex());
    }

    boolean blankLineBefore(Token token) {
        int index = token.getTokenIndex();
        return index > 0 && line(token) - line(at(index - 1)) > 1;
    }

    /** Whether a line ends in front of the token, with or without a comment. */
    boolean startsLine(Token token) {
        int index = token.getTokenIndex();
        return index > 0 && line(token) > line(at(index - 1));
    }

    // Putting parts together

    /** Trees, tokens, documents and strings one after the other; what is null is left out. */
    Doc seq(@Nullable Object... parts) {
        List<Doc> docs = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Doc doc) {
                docs.add(doc);
            } else if (part instanceof ParseTree tree) {
                docs.add(visit(tree));
            } else if (part instanceof Token token) {
                docs.add(token(token));
            } else if (part instanceof String text) {
                docs.add(Doc.text(text));
            }
        }
        return Doc.concat(docs);
    }

    /** The parts of a rule one after the other without anything between them. */
    Doc tight(List<? extends ParseTree> parts) {
        return Doc.concat(parts.stream().map(this::visit).toList());
    }

    /** What stands behind a word of its own: a space and it; nothing where it was left out. */
    Doc spaced(@Nullable Object... parts) {
        for (Object part : parts) {
            if (part == null) {
                return Doc.nothing();
            }
        }
        List<Doc> docs = new ArrayList<>();
        for (Object part : parts) {
            docs.add(Doc.space());
            docs.add(seq(part));
        }
        return Doc.concat(docs);
    }

    /** A list in brackets; among {@code inner} are its elements and the commas, each a child of the tree. */
    Doc bracketed(TerminalNode open, List<? extends ParseTree> inner, TerminalNode close) {
        Doc opening = token(open.getSymbol());
        if (inner.isEmpty()) {
            return Doc.concat(opening, token(close.getSymbol()));
        }
        Doc.Fill items = commaList(inner);
        boolean hanging = startsLine(firstToken(inner.get(0)));
        return Doc.Bracketed.of(opening, items, token(close.getSymbol()), hanging);
    }

    /** Elements with the commas behind them, as many on a line as there is room for. */
    Doc.Fill commaList(List<? extends ParseTree> inner) {
        List<Doc.Fill.Item> items = new ArrayList<>();
        List<Doc> item = new ArrayList<>();
        boolean newLine = false;
        boolean endsWithComma = false;
        for (ParseTree part : inner) {
            boolean isComma = part instanceof TerminalNode t && t.getSymbol().getType() == NnLexer.COMMA;
            if (endsWithComma) {
                items.add(new Doc.Fill.Item(continued(Doc.concat(item)), newLine));
                item = new ArrayList<>();
            }
            if (item.isEmpty()) {
                newLine = startsLine(firstToken(part));
            }
            item.add(visit(part));
            endsWithComma = isComma;
        }
        items.add(new Doc.Fill.Item(continued(Doc.concat(item)), newLine));
        return Doc.Fill.of(items, " ");
    }

    static Doc continued(Doc doc) {
        return new Doc.Nest(Doc.Indentation.CONTINUED, doc);
    }

    static Token firstToken(ParseTree tree) {
        ParseTree first = tree;
        while (first.getChildCount() > 0) {
            first = first.getChild(0);
        }
        return ((TerminalNode) first).getSymbol();
    }
}
