package org.nn4j.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.syntax.format.Formatter;

/** Writes {@code .nn} programs in the common layout. What they mean, and their comments, stay as they are. */
public final class NnFormatter {

    /**
     * A program in the common layout.
     *
     * @param changed whether that is not how it was written
     */
    public record Formatted(String text, boolean changed) {}

    private NnFormatter() {}

    /**
     * Formats the bytes of a file.
     *
     * @param name what messages call it, usually its path
     * @throws CompileException if it is no UTF-8 text or has syntax errors
     */
    public static Formatted format(String name, byte[] program) throws IOException {
        return OwnStack.call(() -> {
            Diagnostics diagnostics = new Diagnostics();
            @Nullable String text = Formatter.format(SourceReader.decode(program, name), diagnostics);
            diagnostics.throwIfErrors();
            if (text == null) {
                throw new IllegalStateException("no text and no error");
            }
            return new Formatted(text, !Arrays.equals(program, text.getBytes(StandardCharsets.UTF_8)));
        });
    }
}
