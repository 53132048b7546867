package org.nn4j.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.elaborate.Reference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nn show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows the source of what the library declares, or what a function of the compiler does.",
        footer = {
            "",
            "Examples:",
            "  nn show Dense",
            "  nn show std.layers.Dense",
            "  nn show std.layers",
            "  nn show conv",
            "  nn show csv",
            "  nn show"
        })
final class ShowCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = Completions.Names.class,
            description = "A layer, function, loss, metric or optimizer, with or without its module, or a module. "
                    + "Without one the modules are listed.")
    private @Nullable String name;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            Reference.modules().forEach(out::println);
            out.flush();
            return 0;
        }
        List<Reference.Entry> found = Reference.named(name);
        if (found.isEmpty()) {
            String help = Suggestions.didYouMean(name, Reference.names());
            PrintWriter err = spec.commandLine().getErr();
            err.println("error: nothing is called `" + name + "`"
                    + (help == null ? ". `nn show` lists the library's modules." : ": " + help));
            err.flush();
            return Failure.USER;
        }
        String between = "";
        for (Reference.Entry e : found) {
            out.print(between);
            out.print(TerminalText.source("// " + e.place() + "\n" + e.source(), Terminal.interactive()));
            between = "\n";
        }
        out.flush();
        return 0;
    }
}
