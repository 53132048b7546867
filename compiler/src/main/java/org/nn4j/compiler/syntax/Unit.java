package org.nn4j.compiler.syntax;

import java.util.List;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;

/**
 * A file.
 *
 * @param doc the doc comment before the first import, empty if there is none; without imports a doc comment belongs to
 *     the declaration that follows
 */
public record Unit(SourceFile file, String doc, List<Import> imports, List<Decl> decls) implements Syntax {
    public Unit {
        imports = List.copyOf(imports);
        decls = List.copyOf(decls);
    }

    /** The whole file. */
    @Override
    public Span span() {
        return file.span(0, file.text().length());
    }
}
