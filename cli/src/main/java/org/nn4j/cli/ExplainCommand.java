package org.nn4j.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nn explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Explains a kind of error: what it means, an example, what to do.",
        footer = {"", "Examples:", "  nn explain NN0203", "  nn explain"})
final class ExplainCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CODE",
            completionCandidates = Completions.Codes.class,
            description = "The code in a report, NN0203 or just 203. Without one all codes are listed.")
    private @Nullable String code;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (code == null) {
            out.print(list(List.of(Code.values())));
            out.flush();
            return 0;
        }
        Code known = Code.of(code).orElse(null);
        if (known == null) {
            spec.commandLine().getErr().println("error: there is no error " + code + ".");
            spec.commandLine().getErr().print(list(similar(code)));
            spec.commandLine().getErr().println("`nn explain` lists all codes.");
            spec.commandLine().getErr().flush();
            return Failure.USER;
        }
        out.print(TerminalText.markdown(known.page(), Terminal.interactive()));
        out.flush();
        return 0;
    }

    private static String list(List<Code> codes) {
        StringBuilder out = new StringBuilder();
        codes.forEach(c -> out.append(c.id())
                .append("  ")
                .append(c.title().replace("`", ""))
                .append('\n'));
        return out.toString();
    }

    /** Codes of the same hundred, or those whose titles have the word. */
    private static List<Code> similar(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        String digits = word.replaceFirst("^nn", "");
        boolean number = digits.matches("[0-9]{1,4}");
        String hundred = number ? String.format("NN%02d", Integer.parseInt(digits) / 100) : "";
        return Arrays.stream(Code.values())
                .filter(c -> number
                        ? c.id().startsWith(hundred)
                        : c.title().toLowerCase(Locale.ROOT).contains(word))
                .toList();
    }
}
