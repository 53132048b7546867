package org.nn4j.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.TrainResult.Ended;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.session.Cancellation;

/** The loop over epochs and steps, from a fresh state to the end. It is used once. */
final class Training {

    private final Updates updates;
    private final Passes passes;
    private final Splits splits;
    private final Evaluation evaluation;
    private final TrainListener.Plan plan;
    private final long seed;
    private final Recipe.@Nullable Plateau rule;
    private final @Nullable Plateau plateau;
    private final Recipe.@Nullable Reduction reduction;
    private final double learningRateFactor;
    private final @Nullable RateReduction rates;
    private final TrainListener listener;
    private final Pace pace;

    private final long start = System.nanoTime();
    private long stepsDone;
    private long epochsDone;
    private double learningRate = Double.NaN;

    Training(
            Updates updates,
            Passes passes,
            Splits splits,
            Evaluation evaluation,
            TrainListener.Plan plan,
            long seed,
            Recipe recipe,
            double learningRateFactor,
            TrainListener listener,
            Pace pace) {
        this.updates = updates;
        this.passes = passes;
        this.splits = splits;
        this.evaluation = evaluation;
        this.plan = plan;
        this.seed = seed;
        this.rule = recipe.stop();
        this.plateau = rule == null ? null : new Plateau(rule);
        this.reduction = recipe.reduce();
        this.rates = reduction == null ? null : new RateReduction(reduction);
        this.learningRateFactor = learningRateFactor;
        this.listener = listener;
        this.pace = pace;
    }

    /**
     * Trains to the end.
     *
     * @throws NotFiniteException if a loss or gradient is not finite; {@code trained} is in the state before it
     */
    TrainResult run(Trained trained) {
        var kept = new LinkedHashMap<String, MetricValues>();
        Ended ended = Ended.COMPLETED;
        boolean restores = rule != null && rule.restoreBest();
        try {
            listener.started(plan);
            for (long epoch = 1; stepsDone < plan.steps() && ended == Ended.COMPLETED; epoch++) {
                listener.epochStarted(epoch);
                Map<String, MetricValues> values = epoch(epoch, trained);
                boolean better = plateau != null && plateau.isBetter(epoch, watched(rule, values));
                if (better && restores) {
                    trained.keepAsBest();
                }
                if (better || !restores || kept.isEmpty()) {
                    kept.putAll(values);
                }
                if (plateau != null && plateau.isReached() && stepsDone < plan.steps()) {
                    ended = Ended.STOPPED_EARLY;
                }
                listener.epochEnded(
                        new TrainListener.EpochEnd(epoch, values, better, learningRate, seconds(), secondsLeft()));
                if (reduction != null && rates != null) {
                    updates.learningRateFactor(
                            learningRateFactor * rates.after(epoch, watched(reduction.plateau(), values)));
                }
            }
        } catch (Cancellation.CancelledException e) {
            ended = Ended.CANCELLED;
        } finally {
            if (restores) {
                trained.restoreBest();
            }
        }
        if (splits.test().length > 0 && ended != Ended.CANCELLED) {
            kept.put("test", evaluation.over(splits.test(), trained.state()));
        }
        long bestEpoch = restores && plateau != null ? plateau.bestEpoch() : 0;
        return new TrainResult(ended, epochsDone, stepsDone, seconds(), kept, bestEpoch, learningRate, seed);
    }

    private static double watched(Recipe.@Nullable Plateau rule, Map<String, MetricValues> values) {
        if (rule == null) {
            return Double.NaN;
        }
        return values.getOrDefault(rule.validation() ? "validation" : "train", MetricValues.NONE)
                .number(rule.value());
    }

    /** One pass over the training rows, and what it came to on each split. */
    private Map<String, MetricValues> epoch(long epoch, Trained trained) {
        long steps = Math.min(plan.stepsPerEpoch(), plan.steps() - stepsDone);
        boolean whole = steps == plan.stepsPerEpoch();
        var values = new LinkedHashMap<String, MetricValues>();
        values.put("train", steps(epoch, steps, trained));
        if (splits.validation().length > 0) {
            values.put("validation", evaluation.over(splits.validation(), trained.state()));
        }
        epochsDone += whole ? 1 : 0;
        return values;
    }

    private MetricValues steps(long epoch, long stepsOfEpoch, Trained trained) {
        long stepOfEpoch = 0;
        double lossSum = 0;
        double weightSum = 0;
        updates.begin();
        Pass pass = passes.epoch(splits.train(), epoch, stepsOfEpoch * plan.batch());
        try (var batches = new Batches(pass, plan.batch(), pace)) {
            while (batches.next()) {
                Updates.Made made = updates.make(batches, trained);
                stepsDone += made.steps();
                stepOfEpoch += made.steps();
                float[] losses = made.losses();
                learningRate = made.learningRate();
                if (made.steps() < batches.steps()) {
                    throw new NotFiniteException(epoch, stepOfEpoch + 1, losses[losses.length - 1]);
                }
                for (int step = 0; step < losses.length; step++) {
                    double weight = batches.data().weight(batches.rows(step));
                    lossSum += losses[step] * weight;
                    weightSum += weight;
                }
                listener.stepsDone(new TrainListener.Progress(
                        epoch, stepOfEpoch, stepsOfEpoch, stepsDone, lossSum / weightSum, seconds(), secondsLeft()));
            }
            return evaluation.of(updates.totals(), trained.state());
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private double secondsLeft() {
        return stepsDone == 0 ? Double.NaN : seconds() / stepsDone * (plan.steps() - stepsDone);
    }
}
