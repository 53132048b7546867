package org.nn4j.benchmarks;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How well DJL with PyTorch learns what the samples learn: the same network and recipe, over several seeds. Of every
 * training one line of JSON, then a table of medians and standard deviations.
 */
public final class Parity {

    private Parity() {}

    /** Trains the data sets named, each as {@code breast_cancer=<file.csv>}, with seeds from 1 on. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            throw new IllegalArgumentException(
                    "usage: Parity <seeds> <data set>=<file.csv>… of " + ParityRecipe.ALL.keySet());
        }
        var outcomes = new ArrayList<Outcome>();
        int seeds = Integer.parseInt(args[0]);
        for (String arg : List.of(args).subList(1, args.length)) {
            int equals = arg.indexOf('=');
            ParityRecipe recipe = ParityRecipe.ALL.get(arg.substring(0, Math.max(equals, 0)));
            if (recipe == null) {
                throw new IllegalArgumentException(arg + ": not one of " + ParityRecipe.ALL.keySet());
            }
            outcomes.addAll(run(recipe, Path.of(arg.substring(equals + 1)), seeds, System.out));
        }
        printTable(outcomes, System.out);
    }

    /** Trains with the seeds 1 to {@code seeds}; prints every outcome as a line of JSON. */
    static List<Outcome> run(ParityRecipe recipe, Path csv, int seeds, PrintStream out) throws IOException {
        LabelledRows rows = LabelledRows.read(csv, recipe.target());
        var gson = new Gson();
        var outcomes = new ArrayList<Outcome>();
        for (int seed = 1; seed <= seeds; seed++) {
            Outcome outcome = DjlFit.run(recipe, rows, seed);
            out.println(gson.toJson(outcome));
            outcomes.add(outcome);
        }
        return outcomes;
    }

    static void printTable(List<Outcome> outcomes, PrintStream out) {
        out.println("| data set | seeds | accuracy, median | sd | F1, median | sd | epochs, median |");
        out.println("|---|---:|---:|---:|---:|---:|---:|");
        for (String dataset : outcomes.stream().map(Outcome::dataset).distinct().toList()) {
            List<Outcome> of = outcomes.stream()
                    .filter(outcome -> outcome.dataset().equals(dataset))
                    .toList();
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %.0f |%n",
                    dataset,
                    of.size(),
                    medianAndDeviation(of, Outcome::accuracy),
                    medianAndDeviation(of, Outcome::f1),
                    Statistics.median(of.stream()
                            .map(outcome -> (double) outcome.epochs())
                            .toList()));
        }
    }

    private static String medianAndDeviation(List<Outcome> outcomes, Function<Outcome, @Nullable Double> score) {
        List<Double> values =
                outcomes.stream().map(score).filter(Objects::nonNull).toList();
        return values.isEmpty()
                ? "| "
                : String.format(Locale.ROOT, "%.4f | %.4f", Statistics.median(values), Statistics.deviation(values));
    }
}
