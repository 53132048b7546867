package org.nn4j.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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

    /** What changes all of a zsh, its aliases too, for one command. */
    private static final Pattern SETS_SHELL =
            Pattern.compile("(?m)^  # Make alias .*\\n  setopt COMPLETE_ALIASES\\n  alias compopt=complete\\n\\n");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "SHELL", completionCandidates = Completions.Shells.class, description = "bash or zsh.")
    private String shell;

    @Override
    public Integer call() {
        if (!Completions.Shells.ALL.contains(shell)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "SHELL is one of " + String.join(", ", Completions.Shells.ALL) + ", not " + shell);
        }
        PrintWriter out = spec.commandLine().getOut();
        // One script for both: in zsh it asks for the functions that understand bash's.
        String script = AutoComplete.bash("nn", Main.commandLine());
        out.print(shell.equals("zsh") ? ofZsh(script) : script);
        out.flush();
        return 0;
    }

    /** There files are offered where there is nothing else, and better so: a folder with a slash behind it. */
    private static String ofZsh(String script) {
        return SETS_SHELL.matcher(script).replaceFirst("").replace("compgen -f -- \"${curr_word}\"", ":");
    }
}
