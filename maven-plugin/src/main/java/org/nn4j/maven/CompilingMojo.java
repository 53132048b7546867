package org.nn4j.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;
import org.nn4j.build.BuildOptions;
import org.nn4j.build.BuiltModel;
import org.nn4j.build.Compilation;
import org.nn4j.build.ProgramTree;
import org.nn4j.compiler.Libraries;

/** A goal that compiles programs before it does anything else. */
abstract class CompilingMojo extends ProgramsMojo {

    private static final String GROUP = "org.nn4j";
    private static final String RUNTIME = "nn4j-runtime";

    /** The package of programs that lie in no folder, and the first part of those of all others. */
    @Parameter(property = "nn4j.package", defaultValue = "")
    private String packageName = "";

    /**
     * What is said of single models, each with a {@code name}, and a {@code recipe}, {@code settings} of parameters or
     * a {@code seed}.
     */
    @Parameter
    private List<ModelConfiguration> models = List.of();

    /** Where first weights come from. */
    @Parameter(property = "nn4j.seed", defaultValue = "0")
    private long seed;

    /** Whether models get Java classes; these need the dependency {@code org.nn4j:nn4j-runtime}. */
    @Parameter(property = "nn4j.generateClasses", defaultValue = "true")
    private boolean generateClasses;

    @Parameter(defaultValue = "${project.build.directory}/nn4j", readonly = true, required = true)
    private File state;

    CompilingMojo(BuildContext context) {
        super(context);
    }

    /** Where the build keeps what it knows. */
    final Path state() {
        return state.toPath();
    }

    /** Compiles {@code src/main/nn}. */
    final Compilation.Result compileMain(File generatedSources) throws IOException, MojoFailureException {
        project().addCompileSourceRoot(generatedSources.getPath());
        try (Libraries libraries = libraries()) {
            Path resources = Path.of(project().getBuild().getOutputDirectory()).resolve(Libraries.FOLDER);
            Compilation.Result result = compile(
                    new ProgramTree(sources(), resources, generatedSources.toPath(), state().resolve("main")),
                    libraries);
            options().requireAll(result.models().stream().map(BuiltModel::name).toList(), sources());
            return result;
        }
    }

    /** Compiles the programs of a tree. */
    final Compilation.Result compile(ProgramTree tree, Libraries libraries) throws IOException, MojoFailureException {
        Compilation.Result result = Compilation.of(tree, options(), libraries, program -> {
            getLog().info("Compiling " + tree.sources().relativize(program));
            context().removeMessages(program.toFile());
        });
        result.warnings().forEach(this::tell);
        if (generateClasses && !result.models().isEmpty()) {
            requireRuntime();
        }
        if (!result.compiled().isEmpty()) {
            context().refresh(tree.resources().toFile());
            context().refresh(tree.classes().toFile());
        } else if (!result.models().isEmpty()) {
            getLog().info("Nothing to compile - all programs are up to date.");
        }
        return result;
    }

    private BuildOptions options() {
        return new BuildOptions(
                packageName == null ? "" : packageName,
                seed,
                generateClasses,
                models.stream().map(ModelConfiguration::options).toList());
    }

    /** Otherwise javac would say so, of every line. */
    private void requireRuntime() throws MojoFailureException {
        if (project().getArtifacts().stream()
                .noneMatch(each ->
                        each.getGroupId().equals(GROUP) && each.getArtifactId().equals(RUNTIME))) {
            throw new MojoFailureException("The classes of the models need the dependency " + GROUP + ":" + RUNTIME
                    + ", which the project has not. Add it, or say <generateClasses>false</generateClasses>.");
        }
    }
}
