package org.nn4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nn4j.compiler.onnx.SingleFile;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.storage.Disk;
import org.nn4j.runtime.storage.ModelFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nn export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a trained model as one ONNX file, for programs that take no folder.",
        footer = {
            "",
            "The file has the weights inside, and what was learned beside them (names of",
            "classes, vocabularies) in its metadata as nn4j.learned. It serves only, and",
            "nn predict and nn generate take it; what evaluates stays in the folder.",
            "",
            "Example:",
            "  nn export models/Iris --single-file iris.onnx"
        })
final class ExportCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the model.")
    private Path folder;

    @Option(
            names = "--single-file",
            paramLabel = "FILE.onnx",
            required = true,
            description = "The file to write; one that is there is replaced.")
    private Path target;

    @Override
    public Integer call() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        // Also sees to it that the folder is whole and its weights fit.
        try (Model model = Model.load(folder)) {
            model.learnedDocument().ifPresent(learned -> metadata.put("nn4j.learned", learned));
        }
        Path file = ModelFolder.open(folder).file(ModelFolder.MODEL);
        Path written = target.toAbsolutePath();
        if (written.normalize().startsWith(folder.toAbsolutePath().normalize())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), target + " is in the model's own folder: name a file elsewhere");
        }
        byte[] bytes = SingleFile.of(file, metadata);
        Path parent = written.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Disk.replace(written, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote " + target + ", " + SummaryTable.bytes(bytes.length) + ".");
        out.flush();
        return 0;
    }
}
