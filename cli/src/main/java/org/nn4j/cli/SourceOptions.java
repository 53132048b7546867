package org.nn4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.summary.Summary;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which program, and with which parameters. */
final class SourceOptions {

    @Parameters(index = "0", paramLabel = "FILE.nn", description = "The program.")
    private Path file;

    @Option(names = "--model", paramLabel = "NAME", description = "The model, where the file declares several.")
    private @Nullable String model;

    @Option(names = "--recipe", paramLabel = "NAME", description = "The recipe, where the model has several.")
    private @Nullable String recipe;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Gives a parameter of the model or the recipe a value: --set hidden=32. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private LibraryOptions libraries;

    /** The folder that paths in the program start from. */
    Path folder() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** Compiles it; warnings go to {@code err}. */
    CompiledModel compile(PrintWriter err) throws IOException {
        CompiledModel compiled = NnCompiler.compile(file, options());
        if (!compiled.warnings().isEmpty()) {
            DiagnosticPrinter printer = Terminal.interactive() ? DiagnosticPrinter.ansi() : DiagnosticPrinter.plain();
            err.println(printer.print(compiled.warnings(), 0).stripTrailing());
        }
        return compiled;
    }

    /** What it consists of and what it costs. */
    Summary summary(Map<String, Long> sizes, long batch) throws IOException {
        return NnCompiler.summary(file, options(), sizes, batch);
    }

    private NnCompiler.Options options() throws IOException {
        return new NnCompiler.Options(model, recipe, settings, libraries.libraries());
    }
}
