package org.nn4j.compiler.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/**
 * {@code import std.rnn}, {@code import std.rnn as r} or {@code import std.rnn.{Lstm, Gru}}.
 *
 * @param path the parts of the module's name, at least one
 * @param names what is imported by name; empty if the module itself is imported
 * @param alias what the module is called here; only where {@code names} is empty
 */
public record Import(
        List<Ident> path, List<Ident> names, @Nullable Ident alias, Span span) implements Syntax {
    public Import {
        path = List.copyOf(path);
        names = List.copyOf(names);
    }

    /** The module's name, {@code std.rnn}. */
    public String module() {
        return String.join(".", path.stream().map(Ident::name).toList());
    }
}
