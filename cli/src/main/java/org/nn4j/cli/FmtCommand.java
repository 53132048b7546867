package org.nn4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.nn4j.build.Programs;
import org.nn4j.compiler.NnFormatter;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nn fmt}. */
@Command(
        name = "fmt",
        mixinStandardHelpOptions = true,
        description = "Formats programs: the same tokens and comments, in the common layout.",
        footer = {
            "",
            "Line breaks before `|>` and blank lines stay; other lines are filled up to 120 columns.",
            "A file with syntax errors is left alone.",
            "",
            "Examples:",
            "  nn fmt models/",
            "  nn fmt --check models/*.nn",
            "  nn fmt - < model.nn"
        })
final class FmtCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE.nn",
            description = "The programs, or folders of them; - formats standard input to standard output.")
    private List<String> files;

    @Option(
            names = "--check",
            description = "Lists the files that would change, writes nothing, and fails if there are any.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        int code = 0;
        for (String file : files) {
            if (file.equals(STANDARD_INPUT)) {
                code = Math.max(code, formatStandardInput());
            } else {
                for (Path program : Programs.of(Path.of(file))) {
                    code = Math.max(code, format(program));
                }
            }
        }
        out().flush();
        return code;
    }

    private int formatStandardInput() throws IOException {
        try {
            NnFormatter.Formatted formatted = NnFormatter.format("standard input", System.in.readAllBytes());
            if (!check) {
                out().print(formatted.text());
            } else if (formatted.changed()) {
                out().println("standard input");
            }
            return check && formatted.changed() ? Failure.USER : 0;
        } catch (CompileException e) {
            return refuse(e);
        }
    }

    private int format(Path file) throws IOException {
        try {
            NnFormatter.Formatted formatted = NnFormatter.format(file.toString(), Files.readAllBytes(file));
            if (!formatted.changed()) {
                return 0;
            }
            out().println(file);
            if (check) {
                return Failure.USER;
            }
            replace(file.toRealPath(), formatted.text());
            return 0;
        } catch (CompileException e) {
            return refuse(e);
        }
    }

    /** Whoever reads the file meanwhile finds it whole, as it was or as it is. */
    private static void replace(Path file, String text) throws IOException {
        Path beside = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
        try {
            Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private int refuse(CompileException e) {
        DiagnosticPrinter printer = Terminal.interactive() ? DiagnosticPrinter.ansi() : DiagnosticPrinter.plain();
        spec.commandLine()
                .getErr()
                .println(printer.print(e.diagnostics(), e.omitted()).stripTrailing());
        return Failure.USER;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
