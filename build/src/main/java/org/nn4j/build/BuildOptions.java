package org.nn4j.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;

/**
 * What a build is told beside the programs.
 *
 * @param packageName the package of programs that lie in no folder, and the first part of all others; may be empty
 * @param seed where first weights come from
 * @param generateClasses whether models get Java classes
 * @param models what is said of single models
 */
public record BuildOptions(String packageName, long seed, boolean generateClasses, List<ModelOptions> models) {

    /**
     * What is said of a model.
     *
     * @param name its name, or that of its class with the package
     * @param recipe which of several recipes it is compiled with; null for the one without a name of its own
     * @param settings parameters, {@code name → expression}, over their defaults
     * @param seed where its first weights come from; null for {@link BuildOptions#seed()}
     */
    public record ModelOptions(
            String name,
            @Nullable String recipe,
            Map<String, String> settings,
            @Nullable Long seed) {

        public ModelOptions {
            settings = Map.copyOf(settings);
        }
    }

    public BuildOptions {
        models = List.copyOf(models);
    }

    /** What is said of a model, by name or by default. */
    ModelOptions of(ModelName model) {
        return models.stream()
                .filter(options -> model.is(options.name()))
                .findFirst()
                .orElse(new ModelOptions(model.simple(), null, Map.of(), null));
    }

    /**
     * Makes sure that something is said only of models that are there.
     *
     * @param sources where they are, for errors
     * @throws UserException if a name is that of no model
     */
    public void requireAll(List<ModelName> there, Path sources) {
        for (ModelOptions said : models) {
            if (there.stream().noneMatch(model -> model.is(said.name()))) {
                List<String> names = there.stream().map(ModelName::qualified).toList();
                throw new UserException(
                        Place.of(sources),
                        "there is no model " + Quote.text(said.name()) + ", only " + Quote.names(names),
                        "The build is told something of a model that is not there."
                                + Quote.didYouMean(said.name(), names));
            }
        }
    }

    /** What is said of models that a program in a package may have, as the compiler wants it. */
    Map<String, NnCompiler.Choice> choices(String programPackage) {
        Map<String, NnCompiler.Choice> choices = new TreeMap<>();
        for (ModelOptions said : models) {
            ModelName model = new ModelName(
                    programPackage, said.name().substring(said.name().lastIndexOf('.') + 1));
            if (model.is(said.name())) {
                choices.putIfAbsent(model.simple(), new NnCompiler.Choice(said.recipe(), said.settings()));
            }
        }
        return choices;
    }

    /** The package of a program. */
    String packageOf(String program) {
        int end = program.lastIndexOf('/');
        String folders = end < 0 ? "" : program.substring(0, end).replace('/', '.');
        return packageName.isEmpty() || folders.isEmpty() ? packageName + folders : packageName + "." + folders;
    }

    /** Differs where anything in here differs. */
    String fingerprint() {
        Fingerprint all =
                new Fingerprint().add(packageName).add(Long.toString(seed)).add(Boolean.toString(generateClasses));
        for (ModelOptions said : models) {
            all.add(said.name()).add(String.valueOf(said.recipe())).add(String.valueOf(said.seed()));
            new TreeMap<>(said.settings())
                    .forEach((name, value) -> all.add(name).add(value));
        }
        return all.hex();
    }
}
