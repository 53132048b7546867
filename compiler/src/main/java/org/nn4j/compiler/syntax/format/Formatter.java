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

    private Formatter() {}

    /** The text in the common layout; null, and reported, where the file has syntax errors. */
    public static @Nullable String format(SourceFile file, Diagnostics diagnostics) {
        ConcreteSyntax source = Parser.concrete(file, diagnostics);
        if (source == null) {
            return null;
        }
        String text = Layout.of(new FileDocs(source).visit(source.unit()));
        requireSame(source, text);
        return text;
    }

    /** A fault here must not cost anyone a program. */
    private static void requireSame(ConcreteSyntax before, String text) {
        ConcreteSyntax after = Parser.concrete(new SourceFile(before.file().name(), text), new Diagnostics());
        if (after == null || !texts(before).equals(texts(after))) {
            throw new IllegalStateException(
                    "formatting would change " + before.file().name());
        }
    }

    private static List<String> texts(ConcreteSyntax source) {
        return source.tokens().getTokens().stream()
                .map(Token::getText)
                .map(String::stripTrailing)
                .toList();
    }
}
