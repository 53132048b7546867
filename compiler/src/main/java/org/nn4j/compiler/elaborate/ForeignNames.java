package org.nn4j.compiler.elaborate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to write here instead of names that other languages and libraries have. */
final class ForeignNames {
    private static final String LEFT_OUT =
            "there is no null: leave the argument out, or name a function such as `identity`";

    private static final String PREFIX = "the library's names need no prefix: `Dense(16)`, `relu`";

    private static final String OWN = "a body's own names stand alone: `let fc = Dense(8)`, then `fc(x)`";

    private static final String CHAIN = "layers follow each other in a pipe: `x |> Dense(16, relu) |> Dense(3)`";

    private static final Map<String, String> HELP = Map.ofEntries(
            Map.entry("True", "write `true`"),
            Map.entry("False", "write `false`"),
            Map.entry("None", LEFT_OUT),
            Map.entry("null", LEFT_OUT),
            Map.entry("nil", LEFT_OUT),
            Map.entry("self", OWN),
            Map.entry("this", OWN),
            Map.entry("nn", PREFIX),
            Map.entry("np", PREFIX),
            Map.entry("numpy", PREFIX),
            Map.entry("tf", PREFIX),
            Map.entry("torch", PREFIX),
            Map.entry("keras", PREFIX),
            Map.entry("layers", PREFIX),
            Map.entry("F", PREFIX),
            Map.entry("Linear", "write `Dense(outputs)`; the size of its input is found"),
            Map.entry("Sequential", CHAIN),
            Map.entry("ReLU", "write `relu`"),
            Map.entry("Sigmoid", "write `sigmoid`"),
            Map.entry("Tanh", "write `tanh`"),
            Map.entry("Softmax", "write `softmax`"),
            Map.entry("BatchNorm1d", "write `BatchNorm()`"),
            Map.entry("BatchNorm2d", "write `BatchNorm()`"),
            Map.entry("BatchNormalization", "write `BatchNorm()`"),
            Map.entry("Flatten", "write `flatten`"),
            Map.entry("CrossEntropyLoss", "write `cross_entropy(logits, y)`"),
            Map.entry("BCEWithLogitsLoss", "write `binary_cross_entropy(logit, y)`"),
            Map.entry("len", "`shape(x)[0]` is a size; a type names it: `x: f32[B, N]`"));

    private ForeignNames() {}

    static @Nullable String help(String name) {
        return HELP.get(name);
    }
}
