package org.nn4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.runtime.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nn compile}. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        description = "Compiles a model to a folder of ONNX files with its first, untrained weights.",
        footer = {"", "Example:", "  nn compile samples/iris/iris.nn -o models/Iris"})
final class CompileCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SourceOptions source;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder to write. Default: models/ and the model's name.")
    private @Nullable Path output;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where the first weights come from. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        CompiledModel compiled = source.compile(spec.commandLine().getErr());
        Path target = output != null ? output : Path.of("models", compiled.name());
        try (WorkFolder work = WorkFolder.of(compiled)) {
            Model.initialize(work.path(), seed, target);
        }
        out.println("Compiled " + compiled.name() + " to " + target + ".");
        out.flush();
        return 0;
    }
}
