package org.nn4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nn4j.build.Programs;
import org.nn4j.build.TestOutcome;
import org.nn4j.compiler.CompiledTest;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nn test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs the tests of programs.",
        footer = {"", "Examples:", "  nn test layers.nn", "  nn test models/ --filter softmax"})
final class TestCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE.nn", description = "The programs, or folders of them.")
    private List<Path> files;

    @Mixin
    private LibraryOptions libraries;

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            description = "Runs only tests whose names contain this; case does not matter.")
    private @Nullable String filter;

    private int passed;
    private int failed;
    private boolean refused;

    @Override
    public Integer call() throws IOException {
        for (Path path : files) {
            for (Path file : Programs.of(path)) {
                test(file);
            }
        }
        PrintWriter out = out();
        if (passed + failed > 0) {
            out.println(passed + " passed, " + failed + " failed.");
        } else if (!refused) {
            out.println(filter == null ? "There are no tests." : "No test's name contains \"" + filter + "\".");
        }
        out.flush();
        return failed > 0 || refused ? Failure.USER : 0;
    }

    private void test(Path file) throws IOException {
        List<CompiledTest> tests;
        try {
            tests = NnCompiler.tests(file, libraries.libraries());
        } catch (CompileException e) {
            refused = true;
            DiagnosticPrinter printer = Terminal.interactive() ? DiagnosticPrinter.ansi() : DiagnosticPrinter.plain();
            spec.commandLine()
                    .getErr()
                    .println(printer.print(e.diagnostics(), e.omitted()).stripTrailing());
            return;
        }
        for (CompiledTest test : tests) {
            if (filter == null || lower(test.name()).contains(lower(filter))) {
                run(file, test);
            }
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private void run(Path file, CompiledTest test) throws IOException {
        TestOutcome outcome = TestOutcome.of(test);
        if (outcome.passed()) {
            passed++;
            out().println("pass  " + file + ": " + test.name());
        } else {
            failed++;
            out().println("FAIL  " + file + ": " + test.name());
            outcome.faults().forEach(line -> out().println("      " + line));
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
