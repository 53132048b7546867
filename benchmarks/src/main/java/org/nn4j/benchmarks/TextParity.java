package org.nn4j.benchmarks;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;

/**
 * How well the sample {@code gpt.nn} and the same network in PyTorch learn a text, by the same recipe, after as many
 * steps. First weights and training windows are drawn by a generator of each; what is judged is the same windows.
 */
public final class TextParity {

    private TextParity() {}

    /** Nats a character of the validation part. */
    record Losses(long seed, long steps, double nn4j, double pytorch) {}

    /** Trains the program, whose text lies beside it, with seeds from 1 on: {@code <seeds> <steps> <gpt.nn> <text>}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException("usage: TextParity <seeds> <steps> <gpt.nn> <text>");
        }
        int seeds = Integer.parseInt(args[0]);
        long steps = Long.parseLong(args[1]);
        var losses = new ArrayList<Losses>();
        for (int seed = 1; seed <= seeds; seed++) {
            losses.add(run(Path.of(args[2]), Path.of(args[3]), steps, seed));
            System.out.println(new Gson().toJson(losses.get(losses.size() - 1)));
        }
        printTable(losses, System.out);
    }

    static Losses run(Path program, Path text, long steps, long seed) throws IOException {
        double ours = ours(program, text, steps, seed);
        try (var fit = new GptFit(CharacterWindows.read(text, PyTorchGpt.CONTEXT), steps, seed)) {
            return new Losses(seed, steps, ours, fit.train());
        }
    }

    private static double ours(Path program, Path text, long steps, long seed) throws IOException {
        Path folder = Files.createTempDirectory("nn4j-benchmarks");
        NnCompiler.compile(program, NnCompiler.Options.DEFAULT).write(folder);
        var options = new TrainOptions().data(text).steps(steps).seed(seed).threads(1);
        try (Trainer trainer = Trainer.open(folder, options)) {
            return trainer.train().value("validation", "loss");
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void printTable(List<Losses> losses, PrintStream out) {
        out.println("| seed | nn4j | PyTorch | difference |");
        out.println("|---|---:|---:|---:|");
        losses.forEach(of -> printRow(String.valueOf(of.seed), of.nn4j, of.pytorch, out));
        double ours = mean(losses.stream().map(Losses::nn4j).toList());
        double theirs = mean(losses.stream().map(Losses::pytorch).toList());
        printRow("mean", ours, theirs, out);
    }

    private static void printRow(String name, double ours, double theirs, PrintStream out) {
        out.printf(Locale.ROOT, "| %s | %.4f | %.4f | %+.4f |%n", name, ours, theirs, ours - theirs);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
