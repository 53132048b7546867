package org.nn4j.maven;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.TrainListener;

/** Tells in the log of a build how a training goes, in about ten lines. */
final class EpochLog implements TrainListener {

    private static final int LINES = 10;

    private final Log log;
    private long epochs;

    EpochLog(Log log) {
        this.log = log;
    }

    @Override
    public void started(Plan plan) {
        epochs = plan.epochs();
        log.info(String.format(
                Locale.ROOT,
                "  %d rows to train on, %d to validate, %d to test; %d parameters",
                plan.trainRows(),
                plan.validationRows(),
                plan.testRows(),
                plan.parameters()));
    }

    @Override
    public void epochEnded(EpochEnd end) {
        long every = Math.max(1, (epochs + LINES - 1) / LINES);
        if (end.epoch() == 1 || end.epoch() == epochs || end.epoch() % every == 0) {
            log.info("  epoch " + end.epoch() + "/" + epochs
                    + end.values().entrySet().stream()
                            .map(split -> " | " + split.getKey() + ": " + line(split.getValue()))
                            .collect(Collectors.joining()));
        }
    }

    /** Metrics that are numbers. */
    static String line(MetricValues values) {
        return values.numbers().entrySet().stream()
                .map(metric -> String.format(Locale.ROOT, "%s %.4g", metric.getKey(), metric.getValue()))
                .collect(Collectors.joining(", "));
    }
}
