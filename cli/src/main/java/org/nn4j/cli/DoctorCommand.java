package org.nn4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code nn doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks at Java, the system, ONNX Runtime and the GPU, and trains a small model.",
        footer = {
            "",
            "Fails where something is broken that training needs; a GPU is not.",
            "",
            "Example:",
            "  nn doctor"
        })
final class DoctorCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Checkup.Finding> findings = Checkup.of(Path.of("").toAbsolutePath());
        for (Checkup.Finding f : findings) {
            out.println(mark(f.state()) + f.text());
            if (!f.help().isEmpty()) {
                out.println("        " + f.help());
            }
        }
        out.flush();
        return findings.stream().anyMatch(f -> f.state() == Checkup.State.BROKEN) ? Failure.USER : 0;
    }

    private static String mark(Checkup.State state) {
        return switch (state) {
            case FINE -> "fine    ";
            case LIMITED -> "note    ";
            case BROKEN -> "BROKEN  ";
        };
    }
}
