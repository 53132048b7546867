package org.nn4j.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nn completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Writes a script that lets a shell complete commands, options and files of nn.",
        footer = {
            "",
            "Into ~/.bashrc or ~/.zshrc goes a line: source <(nn completion bash), or zsh.",
            "",
            "Examples:",
            "  nn completion bash > ~/.nn-completion",
            "  nn completion zsh"
        })
final class CompletionCommand implements Callable<Integer> {

    private static final List<String> SHELLS = List.of("bash", "zsh");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell;

    @Override
    public Integer call() {
        if (!SHELLS.contains(shell)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "SHELL is one of " + String.join(", ", SHELLS) + ", not " + shell);
        }
        PrintWriter out = spec.commandLine().getOut();
        // One script for both: in zsh it asks for the functions that understand bash's.
        out.print(AutoComplete.bash("nn", Main.commandLine()));
        out.flush();
        return 0;
    }
}
