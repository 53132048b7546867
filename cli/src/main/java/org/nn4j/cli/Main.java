package org.nn4j.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code nn} command. */
@Command(
        name = "nn",
        description = "Compiles, trains and runs neural networks written in .nn files.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            NewCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            GenerateCommand.class,
            CompileCommand.class,
            CheckCommand.class,
            SummaryCommand.class,
            ExplainCommand.class,
            ShowCommand.class,
            TestCommand.class,
            FmtCommand.class,
            ExportCommand.class,
            DoctorCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 fine, 1 a mistake in the program or its data, 2 a wrong command line, 3 a fault of nn."
        })
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Runs the command within another program; answers its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    /** The whole command with all that can go wrong turned into exit codes. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(new Failure())
                .setUsageHelpLongOptionsMaxWidth(28);
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
