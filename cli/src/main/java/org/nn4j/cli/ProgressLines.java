package org.nn4j.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.TrainListener;

/**
 * Shows how a training goes: on a terminal one line that is written over and a line for each epoch that has ended;
 * elsewhere only the latter, and not more of them than a log can bear.
 */
final class ProgressLines implements TrainListener {

    /** Elsewhere, at most this many lines of epochs. */
    private static final int MAX_LINES = 50;

    private final PrintWriter out;
    private final boolean interactive;
    private long epochs;
    private boolean lineOpen;
    private double firstRate = Double.NaN;
    /** Where the learning rate stays as it is, nobody wants to read it in every line. */
    private boolean ratesDiffer;

    ProgressLines(PrintWriter out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    @Override
    public void started(Plan p) {
        epochs = p.epochs();
        out.printf(
                Locale.ROOT,
                "%d rows to train on, %d to validate, %d to test; %d parameters; %d steps of %d rows on %s%n",
                p.trainRows(),
                p.validationRows(),
                p.testRows(),
                p.parameters(),
                p.steps(),
                p.batch(),
                p.device());
        out.flush();
    }

    @Override
    public void stepsDone(TrainListener.Progress p) {
        if (!interactive) {
            return;
        }
        clear();
        out.printf(
                Locale.ROOT,
                "epoch %d/%d  %d%%  loss %s  %s left",
                p.epoch(),
                epochs,
                100 * p.step() / Math.max(1, p.stepsOfEpoch()),
                Values.number(p.loss()),
                time(p.secondsLeft()));
        out.flush();
        lineOpen = true;
    }

    @Override
    public void epochEnded(EpochEnd e) {
        clear();
        firstRate = Double.isNaN(firstRate) ? e.learningRate() : firstRate;
        ratesDiffer |= e.learningRate() != firstRate && !Double.isNaN(firstRate);
        boolean shown = interactive || e.epoch() == 1 || e.epoch() == epochs || e.epoch() % every() == 0;
        if (!shown) {
            return;
        }
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "epoch %" + String.valueOf(epochs).length() + "d/%d", e.epoch(), epochs));
        for (Map.Entry<String, MetricValues> split : e.values().entrySet()) {
            line.append(" | ")
                    .append(split.getKey())
                    .append(": ")
                    .append(Values.line(split.getValue().numbers()));
        }
        if (ratesDiffer) {
            line.append(" | lr ").append(Values.number(e.learningRate()));
        }
        line.append(e.best() ? " *" : "");
        out.println(line);
        out.flush();
    }

    private long every() {
        return Math.max(1, (epochs + MAX_LINES - 1) / MAX_LINES);
    }

    private void clear() {
        if (lineOpen) {
            out.print("\r\u001b[K");
            lineOpen = false;
        }
    }

    /** {@code 3.2 s}, {@code 2 min 05 s}, {@code 1 h 02 min}. */
    static String time(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return s < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }
}
