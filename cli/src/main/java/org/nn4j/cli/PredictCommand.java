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
            "  nn predict models/Flowers photos/"
        })
final class PredictCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the model.")
    private Path folder;

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
            defaultValue = "cpu",
            description = "cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Override
    public Integer call() throws IOException {
        try (Model model = Model.load(folder, Device.parse(device))) {
            if (output != null) {
                model.predictCsv(data, output);
            } else {
                model.predictCsv(data, spec.commandLine().getOut());
            }
        }
        return 0;
    }
}
