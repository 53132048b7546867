package org.nn4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.session.Device;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nn evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Judges a trained model by the metrics of its recipe.",
        footer = {
            "",
            "Examples:",
            "  nn evaluate models/Iris --data new.csv",
            "  nn evaluate models/Iris --data samples/iris/iris.csv --splits"
        })
final class EvaluateCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the model.")
    private Path folder;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "The data, with the columns of the recipe's feeds and targets.")
    private Path data;

    @Option(
            names = "--splits",
            description = "The data is the file that the model was trained on: judges the rows of its training, "
                    + "validation and test apart.")
    private boolean splits;

    @Option(
            names = "--device",
            paramLabel = "D",
            completionCandidates = Completions.Devices.class,
            defaultValue = "cpu",
            description = "cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(names = "--json", description = "Writes the result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Model model = Model.load(folder, Device.parse(device))) {
            Map<String, MetricValues> values =
                    splits ? model.evaluateSplits(data) : Map.of("all", model.evaluate(data));
            if (json) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("model", model.spec().name());
                line.put("device", device);
                line.putAll(Values.plain(values, model.classNames()));
                out.println(Values.json(line));
            } else {
                out.print(Values.table(values));
                out.print(MetricTables.of(values, model.classNames()));
            }
            out.flush();
        }
        return 0;
    }
}
