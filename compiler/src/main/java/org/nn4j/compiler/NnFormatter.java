package org.nn4j.compiler;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.format.Formatter;

/** Writes {@code .nn} programs in the common layout. What they mean, and their comments, stay as they are. */
public final class NnFormatter {

    private NnFormatter() {}

    /**
     * The text of a program in the common layout.
     *
     * @param name what messages call the text, usually the path of its file
     * @throws CompileException if it has syntax errors
     */
    public static String format(String name, String text) throws IOException {
        return OwnStack.call(() -> {
            Diagnostics diagnostics = new Diagnostics();
            @Nullable String formatted = Formatter.format(new SourceFile(name, text), diagnostics);
            diagnostics.throwIfErrors();
            if (formatted == null) {
                throw new IllegalStateException("no text and no error");
            }
            return formatted;
        });
    }
}
