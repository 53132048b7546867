package org.nn4j.compiler.syntax;

import java.util.List;
import org.nn4j.compiler.source.Span;

/** What a value is bound to: one name, or the parts of a tuple, {@code (h, c)}; never empty. */
public record Pattern(List<Ident> names, Span span) implements Syntax {
    public Pattern {
        names = List.copyOf(names);
    }

    /** Whether the value is taken apart. */
    public boolean isTuple() {
        return names.size() > 1;
    }
}
