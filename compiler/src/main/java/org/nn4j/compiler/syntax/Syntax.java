package org.nn4j.compiler.syntax;

import org.nn4j.compiler.source.Span;

/** Anything that stands somewhere in a source text. */
public interface Syntax {
    /** Where it stands, from its first character to its last. */
    Span span();
}
