package org.nn4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TextGenerator;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.text.Sampling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nn generate}. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Continues a text with a model that was trained on one.",
        footer = {"", "Example:", "  nn generate models/Gpt --prompt \"ROMEO:\" --length 500 --temperature 0.8 --seed 1"
        })
final class GenerateCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The folder of the model, or the file that nn export has written.")
    private Path model;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "\n",
            description = "What the text begins with. Default: an empty line.")
    private String prompt;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many characters to add. Default: ${DEFAULT-VALUE}.")
    private long length;

    @Option(
            names = "--temperature",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Less than 1 makes likely characters likelier; 0 takes the likeliest. Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "2147483647",
            description = "Draws from the K likeliest characters alone. Default: from all.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = "Draws from the fewest characters that have the probability P together. Default: from all.")
    private double topP;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where randomness begins; equal seeds give equal texts. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--device",
            paramLabel = "D",
            completionCandidates = Completions.Devices.class,
            defaultValue = "cpu",
            description = "cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        var sampling = new Sampling(temperature, topK, topP, seed);
        try (Model loaded = Model.load(model, Device.parse(device))) {
            var generator = new TextGenerator(loaded);
            var text = new PromptThenText(out, prompt);
            generator.generate(prompt, length, sampling, text);
            text.end();
        }
        return 0;
    }

    /** Prints the prompt with the first character, so that nothing is printed where there is an error. */
    private static final class PromptThenText implements java.util.function.Consumer<String> {
        private final PrintWriter out;
        private String pending;

        PromptThenText(PrintWriter out, String prompt) {
            this.out = out;
            this.pending = prompt;
        }

        @Override
        public void accept(String next) {
            out.print(pending + next);
            out.flush();
            pending = "";
        }

        void end() {
            out.println(pending);
            out.flush();
        }
    }
}
