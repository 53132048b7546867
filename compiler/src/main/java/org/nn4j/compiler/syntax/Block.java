package org.nn4j.compiler.syntax;

import java.util.List;
import org.nn4j.compiler.source.Span;

/** Statements in braces; the span is that of the braces. */
public record Block(List<Stmt> stmts, Span span) implements Syntax {
    public Block {
        stmts = List.copyOf(stmts);
    }
}
