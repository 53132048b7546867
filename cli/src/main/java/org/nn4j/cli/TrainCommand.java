package org.nn4j.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.runtime.NotFiniteException;
import org.nn4j.runtime.TrainListener;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.TrainResult;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.session.Device;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nn train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a model by its recipe, judges it, and saves it.",
        footer = {
            "",
            "Examples:",
            "  nn train samples/iris/iris.nn",
            "  nn train samples/iris/iris.nn -o models/Iris --epochs 50 --set hidden=32",
            "  nn train samples/iris/iris.nn --json | tail -n 1"
        })
final class TrainCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SourceOptions source;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder to save the model in. Default: models/ and the model's name.")
    private @Nullable Path output;

    @Option(names = "--data", paramLabel = "FILE", description = "Another data file than the recipe's.")
    private @Nullable Path data;

    @ArgGroup
    private @Nullable Duration duration;

    /** How long to train: in epochs or in steps, not both. */
    private static final class Duration {
        @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training rows.")
        private @Nullable Long epochs;

        @Option(names = "--steps", paramLabel = "N", description = "Updates in all, instead of epochs.")
        private @Nullable Long steps;
    }

    @Option(names = "--batch", paramLabel = "N", description = "Rows of one update.")
    private @Nullable Integer batch;

    @Option(names = "--seed", paramLabel = "N", description = "Where randomness begins.")
    private @Nullable Long seed;

    @Option(names = "--lr-factor", paramLabel = "X", description = "A factor on the learning rate.")
    private @Nullable Double learningRateFactor;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to train with. Default: as many as help.")
    private @Nullable Integer threads;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Parts of each batch that are computed side by side. Default: as many as help.")
    private @Nullable Integer parallel;

    @Option(
            names = "--device",
            paramLabel = "D",
            completionCandidates = Completions.Devices.class,
            description = "cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.",
            defaultValue = "cpu")
    private String device;

    @Option(names = "--json", description = "Writes the result as one line of JSON to standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        // With --json, standard output belongs to the program that reads it.
        PrintWriter report = json ? err : out;
        TrainOptions options = options(new ProgressLines(report, Terminal.interactive()));
        CompiledModel compiled = source.compile(err);
        Path target = output != null ? output : Path.of("models", compiled.name());
        try (WorkFolder work = WorkFolder.of(compiled);
                Trainer trainer = Trainer.open(work.path(), options)) {
            Thread interrupt = cancelOnInterrupt(trainer);
            TrainResult result;
            try {
                result = trainer.train();
                trainer.save(target);
            } catch (NotFiniteException e) {
                keepLastGood(trainer, target, err);
                throw e;
            } finally {
                release(interrupt);
            }
            report.println();
            report.print(Values.table(result.splits()));
            report.print(MetricTables.of(result.splits(), trainer.classNames()));
            report.println();
            report.println(ending(result, trainer.trainingPlan()) + " Saved in " + target + ".");
            report.flush();
            if (json) {
                out.println(Values.json(line(compiled.name(), result, trainer.classNames(), target)));
                out.flush();
            }
        }
        return 0;
    }

    /** The weights before the failed step may be of use, but not more than a model that is there already. */
    private static void keepLastGood(Trainer trainer, Path target, PrintWriter err) {
        if (Files.exists(target)) {
            err.println(target + " was left as it was.");
        } else {
            trainer.save(target);
            err.println("The weights before the failed step were saved in " + target + ".");
        }
    }

    private TrainOptions options(ProgressLines progress) {
        TrainOptions o = new TrainOptions()
                .base(source.folder())
                .device(Device.parse(device))
                .listener(progress);
        if (data != null) {
            o.data(data);
        }
        if (duration != null && duration.epochs != null) {
            o.epochs(duration.epochs);
        }
        if (duration != null && duration.steps != null) {
            o.steps(duration.steps);
        }
        if (batch != null) {
            o.batch(batch);
        }
        if (seed != null) {
            o.seed(seed);
        }
        if (learningRateFactor != null) {
            o.learningRateFactor(learningRateFactor);
        }
        if (threads != null) {
            o.threads(threads);
        }
        if (parallel != null) {
            o.parallel(parallel);
        }
        return o;
    }

    private static String ending(TrainResult r, TrainListener.Plan plan) {
        String how = switch (r.ended()) {
            case COMPLETED -> "Done";
            case STOPPED_EARLY -> "No longer better: stopped";
            case CANCELLED -> "Interrupted";
        };
        String kept = r.bestEpoch() > 0 ? "; kept the weights of epoch " + r.bestEpoch() : "";
        return String.format(
                java.util.Locale.ROOT,
                "%s after %s in %s%s.",
                how,
                length(r.epochs(), r.steps() - r.epochs() * plan.stepsPerEpoch()),
                ProgressLines.time(r.seconds()),
                kept);
    }

    /** Whole epochs, and the steps of the one that was under way. */
    static String length(long epochs, long steps) {
        String whole = Quote.count(epochs, "epoch");
        if (steps == 0) {
            return whole;
        }
        String rest = Quote.count(steps, "step");
        return epochs == 0 ? rest : whole + " and " + rest;
    }

    private Map<String, Object> line(String model, TrainResult r, Map<String, List<String>> classNames, Path target) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("model", model);
        m.put("device", device);
        m.put("epochs", r.epochs());
        m.put("steps", r.steps());
        m.put("seconds", r.seconds());
        m.put("learning_rate", r.learningRate());
        m.putAll(Values.plain(r.splits(), classNames));
        m.put("output", target.toString());
        return m;
    }

    /** On an interrupt the training ends after the current update and is saved, and only then does the process end. */
    private static Thread cancelOnInterrupt(Trainer trainer) {
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> {
            trainer.cancel();
            try {
                main.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private static void release(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is what waits for us.
        }
    }
}
