package org.nn4j.benchmarks;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.nn4j.compiler.NnCompiler;

/** {@code feed_forward.nn}, compiled, then trained by ONNX Runtime, many steps in one run. */
final class OurStep implements TrainingStep {

    /** Steps in one run: ten times through the rows. */
    static final int STEPS = 10 * NoisyRows.BATCHES;

    private static final String SOURCE = "feed_forward.nn";

    private final TrainSession session;

    /** Trains a model folder whose recipe has the feed {@code x} and the target {@code y}. */
    OurStep(Path folder, NoisyRows rows) throws OrtException {
        long[][] steps = new long[STEPS][NoisyRows.BATCH];
        for (int i = 0; i < STEPS * NoisyRows.BATCH; i++) {
            steps[i / NoisyRows.BATCH][i % NoisyRows.BATCH] = i % NoisyRows.ROWS;
        }
        session = new TrainSession(folder, Map.of("x", rows.x(), "y", rows.y()), NoisyRows.ROWS, steps);
    }

    /** Compiles the model, and opens what that gives. */
    static OurStep open(NoisyRows rows) {
        try {
            Path folder = Files.createTempDirectory("nn4j-benchmarks");
            try {
                compile(folder);
                return new OurStep(folder, rows);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compile(Path folder) throws IOException {
        Path source = folder.resolve(SOURCE);
        try (InputStream text = OurStep.class.getResourceAsStream(SOURCE)) {
            Files.copy(Objects.requireNonNull(text, SOURCE), source);
        }
        NnCompiler.compile(source, NnCompiler.Options.DEFAULT).write(folder);
    }

    /** A session has read its file by the time that it is open. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void train() {
        try {
            session.run();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The mean over the last time through the rows, each batch with the weights of its step. */
    @Override
    public double loss() {
        List<Float> losses = session.losses();
        return losses.subList(losses.size() - NoisyRows.BATCHES, losses.size()).stream()
                .mapToDouble(Float::doubleValue)
                .average()
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
