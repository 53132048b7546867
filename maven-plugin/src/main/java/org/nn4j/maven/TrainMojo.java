package org.nn4j.maven;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;
import org.jspecify.annotations.Nullable;
import org.nn4j.build.BuiltModel;
import org.nn4j.build.ModelTraining;
import org.nn4j.runtime.TrainResult;
import org.nn4j.runtime.session.Device;

/**
 * Compiles, then trains each model by its recipe. The trained weights take the place of the first ones, and stay until
 * the program means something else. A model is not trained again by the same recipe and options on the same data.
 */
@Mojo(
        name = "train",
        defaultPhase = LifecyclePhase.PROCESS_RESOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class TrainMojo extends CompilingMojo {

    /** Trains only models of this name, or with a class of this name. */
    @Parameter(property = "nn4j.model")
    private @Nullable String model;

    /** Trains also what is trained already. */
    @Parameter(property = "nn4j.again", defaultValue = "false")
    private boolean again;

    /** Passes over the training rows, instead of the recipe's. */
    @Parameter(property = "nn4j.epochs")
    private @Nullable Long epochs;

    /** Updates in all, instead of epochs. */
    @Parameter(property = "nn4j.steps")
    private @Nullable Long steps;

    /** Rows of one update, instead of the recipe's. */
    @Parameter(property = "nn4j.batch")
    private @Nullable Integer batch;

    /** Where the randomness of the training begins, instead of the recipe's seed. */
    @Parameter(property = "nn4j.trainSeed")
    private @Nullable Long trainSeed;

    /** Threads to train with; as many as help if it is not given. */
    @Parameter(property = "nn4j.threads")
    private @Nullable Integer threads;

    /** Where it runs: cpu, cuda or cuda:N. */
    @Parameter(property = "nn4j.device", defaultValue = "cpu")
    private String device;

    /** Where the Java classes go. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/nn")
    private File generatedSources;

    @Inject
    TrainMojo(BuildContext context) {
        super(context);
    }

    @Override
    void run() throws IOException, MojoFailureException {
        List<BuiltModel> models = compileMain(generatedSources).models();
        var options = new ModelTraining.Options(epochs, steps, batch, trainSeed, threads, Device.parse(device));
        for (BuiltModel each : models) {
            if (model == null || each.name().is(model)) {
                train(each, options);
            }
        }
    }

    private void train(BuiltModel each, ModelTraining.Options options) throws IOException {
        Optional<ModelTraining> training = ModelTraining.of(each, state(), options);
        if (training.isEmpty()) {
            getLog().debug(each.name() + " has no recipe.");
            return;
        }
        if (!again && training.get().isDone()) {
            getLog().info(each.name() + " is trained already.");
            return;
        }
        getLog().info("Training " + each.name());
        TrainResult result = training.get().run(new EpochLog(getLog()));
        getLog().info(String.format(
                Locale.ROOT, "Trained %s: %d epochs in %.1f s", each.name(), result.epochs(), result.seconds()));
        result.splits().forEach((split, values) -> getLog().info("  " + split + ": " + EpochLog.line(values)));
        context().refresh(each.folder().toFile());
    }
}
