package org.nn4j.compiler.elaborate;

import java.util.Collection;
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
            Map.entry("LSTM", "write `Lstm(units)`, with `|> last` or `|> seq` behind it"),
            Map.entry("GRU", "write `Gru(units)`, with `|> last` or `|> seq` behind it"),
            Map.entry("mse", "write `squared(p, y)`"),
            Map.entry("mean_squared_error", "write `squared(p, y)`"),
            Map.entry("MSELoss", "write `squared(p, y)`"),
            Map.entry("mae", "write `absolute(p, y)`"),
            Map.entry("mean_absolute_error", "write `absolute(p, y)`"),
            Map.entry("L1Loss", "write `absolute(p, y)`"),
            Map.entry("binary_crossentropy", "write `binary_cross_entropy(logit, y)`, of what goes into `sigmoid`"),
            Map.entry("categorical_crossentropy", "write `cross_entropy(logits, y)`, of what goes into `softmax`"),
            Map.entry(
                    "sparse_categorical_crossentropy", "write `cross_entropy(logits, y)`, of what goes into `softmax`"),
            Map.entry("len", "`shape(x)[0]` is a size; a type names it: `x: f32[B, N]`"));

    private static final String SIZE = "a layer finds the size of its input itself";

    /** Parameters that are called otherwise here, and what they are called. */
    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("activation", "act"),
            Map.entry("recurrent_activation", "gate"),
            Map.entry("use_bias", "bias"),
            Map.entry("kernel_initializer", "init"),
            Map.entry("embeddings_initializer", "init"),
            Map.entry("out_features", "units"),
            Map.entry("hidden_size", "units"),
            Map.entry("out_channels", "filters"),
            Map.entry("kernel_size", "kernel"),
            Map.entry("pool_size", "kernel"),
            Map.entry("strides", "stride"),
            Map.entry("dilation_rate", "dilation"),
            Map.entry("p", "rate"),
            Map.entry("dropout", "drop"),
            Map.entry("epsilon", "eps"),
            Map.entry("go_backwards", "reverse"),
            Map.entry("num_heads", "heads"),
            Map.entry("num_groups", "groups"),
            Map.entry("num_classes", "classes"),
            Map.entry("input_dim", "vocab"),
            Map.entry("output_dim", "width"),
            Map.entry("num_embeddings", "vocab"),
            Map.entry("embedding_dim", "width"),
            Map.entry("learning_rate", "lr"),
            Map.entry("beta_1", "beta1"),
            Map.entry("beta_2", "beta2"),
            Map.entry("batch_size", "batch"),
            Map.entry("validation_split", "validation"));

    /** Parameters that nothing here has. */
    private static final Map<String, String> NO_PARAMETERS = Map.of(
            "input_shape", SIZE,
            "input_dim", SIZE,
            "input_size", SIZE,
            "in_features", SIZE,
            "in_channels", SIZE,
            "return_sequences", "`|> seq` behind it takes all steps, `|> last` the last one",
            "batch_first", "the batch is always the first axis",
            "from_logits", "losses of logits and of probabilities have names of their own",
            "name", "`let encoder = …` gives a layer its name");

    private static final String NO_IMPORT = "functions and layers need no import: `exp(x)`, `Dense(16)`";

    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("numpy", NO_IMPORT + "; arrays are read by `npz(…)`"),
            Map.entry("pandas", "tables are read by `csv(…)` in a `train` block"),
            Map.entry("torch", NO_IMPORT),
            Map.entry("torchvision", NO_IMPORT),
            Map.entry("tensorflow", NO_IMPORT),
            Map.entry("keras", NO_IMPORT),
            Map.entry("jax", NO_IMPORT),
            Map.entry("math", NO_IMPORT),
            Map.entry("scipy", NO_IMPORT),
            Map.entry("sklearn", NO_IMPORT));

    private ForeignNames() {}

    /** What a parameter is called among these names, or null. */
    static @Nullable String parameter(String name, Collection<String> names) {
        String here = PARAMETERS.get(name);
        return here != null && names.contains(here) ? here : null;
    }

    /** What to do instead of giving such a parameter, or null. */
    static @Nullable String helpForParameter(String name) {
        return NO_PARAMETERS.get(name);
    }

    /** What to do instead of importing such a module, or null. */
    static @Nullable String helpForModule(String name) {
        return MODULES.get(name.replaceFirst("\\..*", ""));
    }

    static @Nullable String help(String name) {
        return HELP.get(name);
    }
}
