package org.nn4j.runtime;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.session.Cancellation;
import org.nn4j.runtime.storage.ModelFolder;

/**
 * Trains a compiled model on the data of its recipe. The same folder, data, seed, batch, parts of a batch and number
 * of threads give the same weights on the same machine, bit for bit; on a GPU this is not promised.
 *
 * <p>For one thread, but for {@link #cancel()}.
 */
public final class Trainer implements AutoCloseable {

    private final ModelFolder folder;
    private final TrainOptions options;
    private final Recipe recipe;
    private final TrainingGraphs graphs;
    private final RecipeData source;
    private final Passes passes;
    private final TrainListener.Plan plan;
    private final long seed;
    private final Trained trained;
    private final Cancellation cancellation = new Cancellation();
    private @Nullable TrainResult result;

    private Trainer(ModelFolder folder, TrainOptions options, TrainingGraphs graphs, RecipeData source, long seed) {
        this.folder = folder;
        this.options = options;
        this.recipe = graphs.recipe();
        this.graphs = graphs;
        this.source = source;
        this.seed = seed;
        this.plan = plan();
        this.passes = Passes.of(source.source(), plan.batch(), seed, graphs.takingData());
        this.trained = new Trained(Weights.fresh(graphs.init(), seed));
    }

    /**
     * Opens a compiled model and reads its data. The weights are the first ones, as the seed makes them.
     *
     * @throws UserException if the folder, the data or an option is not as it should be
     */
    public static Trainer open(Path path, TrainOptions options) {
        ModelFolder folder = ModelFolder.open(path);
        var graphs = new TrainingGraphs(folder, options);
        try {
            Recipe recipe = graphs.recipe();
            long seed = options.seed != null ? options.seed : recipe.run().seed();
            RecipeData source = TrainingData.read(recipe, options, seed);
            requireWatchedRows(recipe, source.splits());
            return new Trainer(folder, options, graphs, source, seed);
        } catch (RuntimeException | Error e) {
            graphs.close();
            throw e;
        }
    }

    private static void requireWatchedRows(Recipe recipe, Splits splits) {
        requireWatchedRows(recipe, recipe.stop(), "training stops", splits);
        Recipe.Reduction reduce = recipe.reduce();
        requireWatchedRows(recipe, reduce == null ? null : reduce.plateau(), "the learning rate is reduced", splits);
    }

    private static void requireWatchedRows(
            Recipe recipe, Recipe.@Nullable Plateau plateau, String what, Splits splits) {
        if (plateau != null && plateau.validation() && splits.validation().length == 0) {
            throw new UserException(
                    Place.NOWHERE,
                    what + " at a plateau of val." + plateau.value() + ", but there are no validation rows",
                    "Keep some rows for it, as in " + recipe.data().kind() + "(…, validation = 0.2), or watch train."
                            + plateau.value() + ".");
        }
    }

    private TrainListener.Plan plan() {
        Splits splits = source.splits();
        int batch = options.batch != null ? options.batch : recipe.run().batch();
        long stepsPerEpoch = (splits.train().length + batch - 1L) / batch;
        boolean own = options.epochs != null || options.steps != null;
        Long epochs = own
                ? options.epochs
                : recipe.run().epochs() < 0 ? null : Long.valueOf(recipe.run().epochs());
        Long steps = own
                ? options.steps
                : recipe.run().steps() < 0 ? null : Long.valueOf(recipe.run().steps());
        long total = steps != null ? steps : (epochs != null ? epochs : 1) * stepsPerEpoch;
        return new TrainListener.Plan(
                splits.train().length,
                splits.validation().length,
                splits.test().length,
                model().parameters(),
                (total + stepsPerEpoch - 1) / stepsPerEpoch,
                stepsPerEpoch,
                total,
                batch,
                graphs.concurrency().parts(),
                graphs.concurrency().threads(),
                options.device.toString());
    }

    /**
     * Trains from the first weights to the end, or until it is cancelled. Called again, it begins anew.
     *
     * @throws NotFiniteException if the loss or gradient is no longer finite
     */
    public TrainResult train() {
        result = null;
        trained.restart(() -> Weights.fresh(graphs.init(), seed));
        if (graphs.fit() != null) {
            new Fitting(graphs.fit(), passes, plan.batch(), cancellation)
                    .fit(source.splits().train(), model().fitPasses(), trained);
        }
        try (Updates updates = graphs.updates(plan.steps(), options.learningRateFactor, cancellation)) {
            var training = new Training(
                    updates,
                    passes,
                    source.splits(),
                    new Evaluation(graphs.evaluate(), passes, plan.batch(), cancellation),
                    plan,
                    seed,
                    recipe,
                    options.learningRateFactor,
                    options.listener,
                    options.pace.get());
            TrainResult ended = training.run(trained);
            result = ended;
            return ended;
        }
    }

    /** Ends the training under way, or the next one, from another thread. The weights are those of a whole update. */
    public void cancel() {
        cancellation.cancel();
    }

    /**
     * What metrics come to, with the weights as they are, on the split {@code train}, {@code validation} or
     * {@code test}.
     *
     * @throws UserException if the split has no rows
     */
    public MetricValues evaluate(String split) {
        int[] rows = switch (split) {
            case "train" -> source.splits().train();
            case "validation" -> source.splits().validation();
            case "test" -> source.splits().test();
            default -> new int[0];
        };
        if (rows.length == 0) {
            throw new UserException(
                    Place.NOWHERE,
                    "there are no rows of the split " + Quote.text(split),
                    "Splits are train, validation and test; the recipe says how many rows go to each.");
        }
        try (var never = new Cancellation()) {
            return new Evaluation(graphs.evaluate(), passes, plan.batch(), never).over(rows, trained.state());
        }
    }

    /** The names of the classes of each target that has such, by target, in the order of their indices. */
    public Map<String, List<String>> classNames() {
        return recipe.classNames(source.learned());
    }

    /**
     * Saves the model with the weights as they are: into a new folder, into this or another folder of the same
     * program, or in the place of another model.
     *
     * @throws UserException if the target holds anything but a model, or cannot be written; it is unchanged then
     */
    public void save(Path target) {
        folder.save(
                target,
                graphs.init().id(),
                model(),
                trained.state().bytes(model().weights().order()),
                source.learned().withRun(record()));
    }

    /** What the model is. */
    public ModelSpec model() {
        return graphs.model();
    }

    /** What is going to happen, or has happened. */
    public TrainListener.Plan trainingPlan() {
        return plan;
    }

    /** What the saved model says about its training. Nothing in it differs between two equal runs. */
    private JsonObject record() {
        var rows = new JsonObject();
        rows.addProperty("train", plan.trainRows());
        rows.addProperty("validation", plan.validationRows());
        rows.addProperty("test", plan.testRows());
        var run = new JsonObject();
        run.addProperty("recipe", recipe.name());
        run.addProperty("data", TrainingData.name(recipe, options));
        run.add("rows", rows);
        run.addProperty("seed", seed);
        run.addProperty("batch", plan.batch());
        run.addProperty("planned_steps", plan.steps());
        run.addProperty("learning_rate_factor", options.learningRateFactor);
        run.addProperty("parallel", plan.parallel());
        run.addProperty("threads", plan.threads());
        run.addProperty("device", plan.device());
        if (result != null) {
            run.addProperty("ended", result.ended().name().toLowerCase(Locale.ROOT));
            run.addProperty("steps", result.steps());
            run.addProperty("best_epoch", result.bestEpoch());
        }
        return run;
    }

    @Override
    public void close() {
        trained.close();
        passes.close();
        graphs.close();
        cancellation.close();
    }
}
