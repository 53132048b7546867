package org.nn4j.compiler.syntax.format;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.ConcreteSyntax;
import org.nn4j.compiler.syntax.Parser;

/**
 * Formats programs. Where lines end is chosen anew, but for a few places where the writer knows better: lines that start
 * with {@code |>}, blank lines, lists that began below their bracket or that need several lines. Tokens and comments stay
 * what they are, in their order; formatting twice gives what formatting once does.
 */
public final class Formatter {

    /** Among comments in the middle of expressions, what one turn moved the next may lay out better. */
    private static final int MAX_TURNS = 10;

    private Formatter() {}

    /** The text in the common layout; null, and reported, where the file has syntax errors. */
    public static @Nullable String format(SourceFile file, Diagnostics diagnostics) {
        ConcreteSyntax source = Parser.concrete(file, diagnostics);
        if (source == null) {
            return null;
        }
        for (int turn = 1; ; turn++) {
            String text = Layout.of(new FileDocs(source).visit(source.unit()));
            if (text.equals(source.file().text())) {
                return text;
            }
            source = same(source, text);
            if (turn == MAX_TURNS) {
                return text;
            }
        }
    }

    /** A fault here must not cost anyone a program. A comment may move behind a sign that ends its line. */
    private static ConcreteSyntax same(ConcreteSyntax before, String text) {
        ConcreteSyntax after = Parser.concrete(new SourceFile(before.file().name(), text), new Diagnostics());
        if (after == null
                || !texts(before, Token.DEFAULT_CHANNEL).equals(texts(after, Token.DEFAULT_CHANNEL))
                || !texts(before, Token.HIDDEN_CHANNEL).equals(texts(after, Token.HIDDEN_CHANNEL))) {
            throw new IllegalStateException(
                    "formatting would change " + before.file().name());
        }
        return after;
    }

    private static List<String> texts(ConcreteSyntax source, int channel) {
        return source.tokens().getTokens().stream()
                .filter(t -> t.getChannel() == channel)
                .map(t -> t.getText().stripTrailing())
                .toList();
    }
}
