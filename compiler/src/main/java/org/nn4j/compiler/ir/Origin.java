package org.nn4j.compiler.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/**
 * Where a node comes from, so that every tool can point at the user's line.
 *
 * @param span the expression that made the node; null for what the compiler adds itself
 * @param path the instances whose bodies were being applied, outermost first: {@code [block.0, attention]}
 * @param backward whether differentiation made it
 */
public record Origin(@Nullable Span span, List<String> path, boolean backward) {

    public static final Origin NONE = new Origin(null, List.of(), false);

    public Origin toBackward() {
        return backward ? this : new Origin(span, path, true);
    }
}
