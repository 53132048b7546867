package org.nn4j.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;
import org.nn4j.build.BuildOptions;
import org.nn4j.build.Compilation;
import org.nn4j.build.ProgramTree;
import org.nn4j.compiler.Libraries;

/** A goal that compiles programs before it does anything else. */
abstract class CompilingMojo extends ProgramsMojo {

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

    @Parameter(defaultValue = "${project.build.directory}/nn4j", readonly = true, required = true)
    private File state;

    CompilingMojo(BuildContext context) {
        super(context);
    }

    /** Where the build keeps what it knows. */
    final Path state() {
        return state.toPath();
    }

    final Compilation.Result compile(Path sources, String output, Path ledger, Libraries libraries) throws IOException {
        ProgramTree tree = new ProgramTree(sources, Path.of(output).resolve(Libraries.FOLDER), ledger);
        BuildOptions options = new BuildOptions(
                packageName == null ? "" : packageName,
                seed,
                models.stream().map(ModelConfiguration::options).toList());
        Compilation.Result result = Compilation.of(tree, options, libraries, program -> {
            getLog().info("Compiling " + sources.relativize(program));
            context().removeMessages(program.toFile());
        });
        result.warnings().forEach(this::tell);
        if (!result.compiled().isEmpty()) {
            context().refresh(tree.resources().toFile());
        } else if (!result.models().isEmpty()) {
            getLog().info("Nothing to compile - all programs are up to date.");
        }
        return result;
    }
}
