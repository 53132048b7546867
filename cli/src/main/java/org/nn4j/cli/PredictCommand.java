package org.nn4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.session.Device;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nn predict}. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Predicts for the rows of a file or folder of the kind that its recipe reads, and writes CSV.",
        footer = {
            "",
            "Examples:",
            "  nn predict models/Iris flowers.csv -o species.csv",
            "  nn predict iris.onnx flowers.csv",
            "  nn predict models/Flowers photos/"
        })
final class PredictCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The folder of the model, or the file that nn export has written.")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            description =
                    "A CSV file with the columns of the model's inputs, others are ignored; or an IDX file, an image or a "
                            + "folder of images.")
    private Path data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write. Default: standard output.")
    private @Nullable Path output;

    @Option(
            names = "--device",
            paramLabel = "D",
            completionCandidates = Completions.Devices.class,
            defaultValue = "cpu",
            description = "cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Override
    public Integer call() throws IOException {
        try (Model loaded = Model.load(model, Device.parse(device))) {
            if (output != null) {
                loaded.predictCsv(data, output);
            } else {
                loaded.predictCsv(data, spec.commandLine().getOut());
            }
        }
        return 0;
    }
}
