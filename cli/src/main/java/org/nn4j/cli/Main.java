package org.nn4j.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code nn} command. */
@Command(
        name = "nn",
        description = "Compiles, trains and runs neural networks written in .nn files.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  nn new tabular flowers", "  nn train samples/iris/iris.nn", "  nn help train"})
public final class Main implements Runnable {

    private static final Map<String, Class<?>> COMMANDS = commands();

    private static final Map<String, String> EXIT_STATUS = exitStatus();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /** Runs the command within another program; answers its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(args).setOut(out).setErr(err).execute(args);
    }

    /** The whole command with all that can go wrong turned into exit codes. */
    static CommandLine commandLine() {
        return with(COMMANDS).addSubcommand(CommandLine.HelpCommand.class);
    }

    /** As much of it as understands these arguments: looking at every command would be half of a start. */
    private static CommandLine commandLine(String[] arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        Class<?> command = COMMANDS.get(first);
        if (command != null) {
            return with(Map.of(first, command));
        }
        return first.equals("--version") ? with(Map.of()) : commandLine();
    }

    private static CommandLine with(Map<String, Class<?>> commands) {
        CommandLine nn = new CommandLine(new Main());
        commands.forEach(nn::addSubcommand);
        explainExitStatus(nn);
        nn.getSubcommands().values().forEach(Main::explainExitStatus);
        return nn.setExecutionExceptionHandler(new Failure()).setUsageHelpLongOptionsMaxWidth(28);
    }

    private static void explainExitStatus(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(EXIT_STATUS);
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("new", NewCommand.class);
        commands.put("train", TrainCommand.class);
        commands.put("evaluate", EvaluateCommand.class);
        commands.put("predict", PredictCommand.class);
        commands.put("generate", GenerateCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("test", TestCommand.class);
        commands.put("fmt", FmtCommand.class);
        commands.put("summary", SummaryCommand.class);
        commands.put("explain", ExplainCommand.class);
        commands.put("show", ShowCommand.class);
        commands.put("compile", CompileCommand.class);
        commands.put("export", ExportCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("completion", CompletionCommand.class);
        return commands;
    }

    private static Map<String, String> exitStatus() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put("0", "Fine.");
        meanings.put("1", "A mistake in the program, its data or the system.");
        meanings.put("2", "A wrong command line.");
        meanings.put("3", "A fault of nn.");
        return meanings;
    }

    /** Without a command there is nothing to do, which is a usage error. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
    }

    /** Reads the version from the jar's manifest, so that it stands in the build alone. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"nn " + (version == null ? "(not packaged)" : version)};
        }
    }
}
