package org.nn4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nn4j.compiler.summary.Summary;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nn summary}. */
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        description = "Shows a model's layers, shapes, parameters, multiply-adds and memory.",
        footer = {
            "",
            "Examples:",
            "  nn summary samples/digits/cnn.nn",
            "  nn summary samples/shakespeare/gpt.nn --batch 16 --depth 3 --set depth=4",
            "  nn summary samples/shakespeare/gpt.nn --dim T=128 --json"
        })
final class SummaryCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SourceOptions source;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Rows at which memory is counted. Default: ${DEFAULT-VALUE}.")
    private long batch;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "2",
            description = "Layers of the library are shown down to this depth, your own always. Default: "
                    + "${DEFAULT-VALUE}.")
    private int depth;

    @Option(
            names = "--dim",
            paramLabel = "NAME=N",
            description = "Gives a symbol of the inputs' shapes a size: --dim T=100. May be repeated.")
    private Map<String, Long> sizes = new LinkedHashMap<>();

    @Option(names = "--json", description = "Writes all of it as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requirePositive("--batch", batch);
        sizes.forEach((name, size) -> requirePositive("--dim " + name, size));
        Summary summary = source.summary(sizes, batch);
        for (String name : sizes.keySet()) {
            if (!summary.sizes().containsKey(name)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--dim: no input of " + summary.name() + " has an axis " + name);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Values.json(SummaryJson.of(summary)));
        } else {
            out.print(SummaryTable.of(summary, depth));
        }
        out.flush();
        return 0;
    }

    private void requirePositive(String option, long value) {
        if (value < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + " must be 1 or more, not " + value);
        }
    }
}
