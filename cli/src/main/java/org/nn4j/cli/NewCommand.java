package org.nn4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.elaborate.Reference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nn new}. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Writes a small project that trains at once: a program with a test, data, a README.",
        footer = {"", "Examples:", "  nn new tabular flowers", "  nn new image numbers --name HouseNumbers"})
final class NewCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            completionCandidates = Kinds.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String kind;

    @Parameters(index = "1", paramLabel = "DIR", description = "The folder to write, new or empty.")
    private Path folder;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of the model. Default: that of the folder, as HouseNumbers for house-numbers.")
    private @Nullable String name;

    /** What is there to choose from. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Scaffold.kinds().iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        Scaffold scaffold = Arrays.stream(Scaffold.values())
                .filter(s -> s.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> wrong("KIND is one of " + String.join(", ", Scaffold.kinds()) + ", not " + kind));
        String model = name != null ? name : modelName(folder);
        if (!model.matches("[A-Z][A-Za-z0-9]*")) {
            throw wrong("a model's name begins with a capital letter and has letters and digits, not " + model
                    + ": give one with --name");
        }
        if (!Reference.named(model).isEmpty()) {
            throw wrong("the library has a " + model + ": give the model another name with --name");
        }
        requireEmpty();
        String program = scaffold.write(folder, model);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote " + program + ", its data and README.md to " + folder + ". Next:");
        out.println();
        out.println("  cd " + folder);
        out.println("  nn train " + program);
        out.flush();
        return 0;
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw wrong(folder + " is a file: name a folder that is new or empty");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw wrong(folder + " is not empty: name a folder that is new or empty");
            }
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private static String modelName(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null
                ? ""
                : Arrays.stream(last.toString().split("[^A-Za-z0-9]+", -1))
                        .filter(w -> !w.isEmpty())
                        .map(w -> w.substring(0, 1).toUpperCase(Locale.ROOT) + w.substring(1))
                        .collect(Collectors.joining());
    }
}
