package org.nn4j.benchmarks.step;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.TrainListener;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Tensor;

/** nn4j as a program uses it: the compiled model and a {@link Trainer}, rows shuffled and gathered as in any training. */
final class Ours implements Contender {

    private final Workload workload;
    private final UnaryOperator<TrainOptions> manner;

    /** Trains a workload; {@code manner} says with how many threads, and how they are used. */
    Ours(Workload workload, UnaryOperator<TrainOptions> manner) {
        this.workload = workload;
        this.manner = manner;
    }

    /** Compiles the workload's program into a new folder. */
    static Path compile(Workload workload) throws IOException {
        Path folder = Files.createTempDirectory("nn4j-benchmarks");
        String name = workload + ".nn";
        Path source = folder.resolve(name);
        try (InputStream text = Ours.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(text, name), source);
        }
        NnCompiler.compile(source, NnCompiler.Options.DEFAULT).write(folder);
        return folder;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void train(Clock clock) throws IOException {
        Path folder = compile(workload);
        var progress = new Progress(clock);
        var options =
                manner.apply(new TrainOptions().data(data()).epochs(1_000_000).listener(progress));
        try (Trainer trainer = Trainer.open(folder, options)) {
            progress.trainer = trainer;
            trainer.train();
        } finally {
            delete(folder);
        }
    }

    private Dataset data() {
        return data(workload, workload.batch() * Workload.BATCHES);
    }

    /** Rows that are made up, as the workload's program takes them. */
    static Dataset data(Workload workload, int count) {
        var rows = new MadeUpRows(workload, count);
        // One label is a category, those of a text are columns: numbers.
        Tensor y = workload.isText()
                ? Tensor.of(rows.labelNumbers(), count, workload.labels())
                : Tensor.of(Arrays.stream(rows.labels()).asLongStream().toArray());
        return Dataset.of(Map.of("x", Tensor.of(rows.inputs(), count, workload.features()), "y", y));
    }

    private static final class Progress implements TrainListener {

        private final Clock clock;
        private @Nullable Trainer trainer;
        private long counted;

        Progress(Clock clock) {
            this.clock = clock;
        }

        @Override
        public void started(Plan plan) {
            goOn(clock.ready());
        }

        @Override
        public void stepsDone(TrainListener.Progress progress) {
            goOn(clock.stepped(progress.totalSteps() - counted, progress::loss));
            counted = progress.totalSteps();
        }

        private void goOn(boolean wanted) {
            if (!wanted && trainer != null) {
                trainer.cancel();
            }
        }
    }
}
