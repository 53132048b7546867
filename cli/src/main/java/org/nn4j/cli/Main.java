package org.nn4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code nn} command. */
@Command(
        name = "nn",
        description = "Compiles, trains and runs neural networks written in .nn files.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command; exits with 0 for success and 2 for a wrong command line. */
    static CommandLine commandLine() {
        return new CommandLine(new Main());
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
