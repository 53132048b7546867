package org.nn4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nn check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks programs and writes nothing.",
        footer = {"", "Example:", "  nn check models/*.nn"})
final class CheckCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE.nn", description = "The programs.")
    private List<Path> files;

    @Mixin
    private LibraryOptions libraries;

    @Override
    public Integer call() throws Exception {
        DiagnosticPrinter printer = Terminal.interactive() ? DiagnosticPrinter.ansi() : DiagnosticPrinter.plain();
        int code = 0;
        for (Path file : files) {
            try {
                List<Diagnostic> warnings = NnCompiler.check(file, libraries.libraries());
                if (!warnings.isEmpty()) {
                    spec.commandLine()
                            .getErr()
                            .println(printer.print(warnings, 0).stripTrailing());
                }
                spec.commandLine().getOut().println(file + ": no errors");
            } catch (CompileException e) {
                spec.commandLine()
                        .getErr()
                        .println(printer.print(e.diagnostics(), e.omitted()).stripTrailing());
                code = Failure.USER;
            }
        }
        return code;
    }
}
