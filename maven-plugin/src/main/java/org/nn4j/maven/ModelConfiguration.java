package org.nn4j.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.nn4j.build.BuildOptions.ModelOptions;

/** What a project says of one model. Maven fills in the fields. */
public final class ModelConfiguration {

    /** The name of the model, or of its class with the package. */
    @Parameter(required = true)
    private String name;

    /** Which of several recipes it is compiled with. */
    @Parameter
    private @Nullable String recipe;

    /** Parameters of the model or the recipe, over their defaults. */
    @Parameter
    private Map<String, String> settings = Map.of();

    /** Where its first weights come from. */
    @Parameter
    private @Nullable Long seed;

    ModelOptions options() {
        return new ModelOptions(name, recipe, settings, seed);
    }
}
