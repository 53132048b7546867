package org.nn4j.compiler.elaborate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/** A value that can be called. */
sealed interface Callable extends Val
        permits Builtin, Closure, Fresh, LayerType, LayerInstance, MetricType, MetricInstance, OptimizerType {

    /** An argument, evaluated. */
    record Argument(@Nullable String name, Val value, Span span, Span whole) {
        /** @param span the value, without the name before it */
        Argument(@Nullable String name, Val value, Span span) {
            this(name, value, span, span);
        }
    }

    /** The whole call, for what is reported about it. */
    record Site(Span callee, Span whole) {}

    Val call(Interpreter in, Site site, List<Argument> arguments);

    /** Whether a pipe hands its value to this itself ({@code x |> f(a)} is {@code f(x, a)}), not to what it returns. */
    boolean takesPipedValue();
}
