package org.nn4j.compiler.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/** A type as it is written: of a parameter, an input, a result. */
public sealed interface TypeExpr extends Syntax {

    /**
     * {@code int}, {@code fn}, {@code f32[B, 3 * D, ...S]}.
     *
     * @param name the kind or the element type; also the reserved word {@code fn}
     * @param dims what stands in brackets, each an expression or an {@link Expr.Spread}; null without brackets, empty
     *     for {@code f32[]}
     */
    record Named(Ident name, @Nullable List<Expr> dims, Span span) implements TypeExpr {
        public Named {
            dims = dims == null ? null : List.copyOf(dims);
        }
    }

    /** Several values by name, {@code (seq: f32[B, T, units], last: f32[B, units])}; never empty. */
    record Tuple(List<Field> fields, Span span) implements TypeExpr {
        public Tuple {
            fields = List.copyOf(fields);
        }
    }

    /** One of several values. */
    record Field(Ident name, TypeExpr type, Span span) implements Syntax {}
}
