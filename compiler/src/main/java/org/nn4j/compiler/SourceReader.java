package org.nn4j.compiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.source.SourceFile;

/** Reads programs, which are UTF-8. */
final class SourceReader {

    private SourceReader() {}

    static SourceFile read(Path file) throws IOException {
        return read(file, file.toString());
    }

    /** @param name what messages call the file */
    static SourceFile read(Path file, String name) throws IOException {
        return decode(Files.readAllBytes(file), name);
    }

    static SourceFile decode(byte[] bytes, String name) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceFile(name, text);
        } catch (CharacterCodingException e) {
            SourceFile nothing = new SourceFile(name, "");
            throw new CompileException(
                    List.of(Diagnostic.error(Code.NOT_TEXT, "the file is no UTF-8 text", nothing.span(0, 0))
                            .help("save it as UTF-8")),
                    0);
        }
    }
}
