package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Formal;

/** Makes a {@link Program} of a model and a recipe: walks the model as it is served, and again as it is trained. */
final class ModelElaboration {
    private final Diagnostics diagnostics;
    private final Scope library;
    private final Scope module;
    private final Decl.Model model;
    private final Decl.@Nullable Train train;
    private final Map<String, Callable.Argument> settings;
    private final Effort effort;
    private final Registry registry = new Registry();

    /** One walk, done. */
    private record Walked(
            Walk walk,
            ModelBody body,
            List<Program.Layer> layers,
            @Nullable RecipeBody recipe) {}

    /** @param settings values for parameters of the model or the recipe, over their defaults */
    ModelElaboration(
            Diagnostics diagnostics,
            Scope library,
            Scope module,
            Decl.Model model,
            Decl.@Nullable Train train,
            Map<String, Callable.Argument> settings,
            Effort effort) {
        this.diagnostics = diagnostics;
        this.library = library;
        this.module = module;
        this.model = model;
        this.train = train;
        this.settings = settings;
        this.effort = effort;
    }

    /** Answers null if there were errors. */
    @Nullable
    Program run() {
        try {
            checkSettings();
            Walked served = walk(Walk.Mode.SERVING);
            Walked trained = train == null || diagnostics.hasErrors() ? null : walk(Walk.Mode.TRAINING);
            if (diagnostics.hasErrors()) {
                return null;
            }
            Program p = program(served, trained);
            return diagnostics.hasErrors() ? null : p;
        } catch (Abort a) {
            return null;
        }
    }

    private void checkSettings() {
        List<String> known = new ArrayList<>();
        model.params().forEach(f -> known.add(f.name().name()));
        if (train != null) {
            train.params().forEach(f -> known.add(f.name().name()));
        }
        for (String name : settings.keySet()) {
            if (!known.contains(name)) {
                String help = Suggestions.didYouMean(name, known);
                throw new Reporter(diagnostics)
                        .error(
                                Code.UNKNOWN_SETTING,
                                "`" + model.name() + "` has no parameter `" + name + "`",
                                model.name().span(),
                                help != null ? help : known.isEmpty() ? null : "it has: " + String.join(", ", known));
            }
        }
    }

    private Walked walk(Walk.Mode mode) {
        Walk walk = new Walk(mode, registry, new GraphBuilder(model.name().name()));
        Scope scope = new Scope(module);
        Interpreter in = new Interpreter(new Reporter(diagnostics, effort), walk, scope);
        bind(in, model.name().name(), model.params(), scope);
        ModelBody body = new ModelBody(in, scope);
        body.run(model.body());
        if (body.outputs().isEmpty() && !diagnostics.hasErrors()) {
            throw in.report.error(
                    Code.NO_RESULT,
                    "the model `" + model.name() + "` has no output",
                    model.name().span(),
                    "name what it computes: `output y: f32[B] = …`");
        }
        // What the recipe applies beside, in its loss for example, is none of the model's.
        List<Program.Layer> layers = walk.applied();
        RecipeBody recipe = null;
        if (train != null) {
            Scope parameters = new Scope(scope);
            bind(in, "train " + train.model(), train.params(), parameters);
            recipe = new RecipeBody(in, body, train, parameters, library);
            recipe.run();
        }
        return new Walked(walk, body, layers, recipe);
    }

    private void bind(Interpreter in, String owner, List<Formal> formals, Scope scope) {
        List<Callable.Argument> given = new ArrayList<>();
        for (Formal f : formals) {
            Callable.Argument v = settings.get(f.name().name());
            if (v != null) {
                given.add(v);
            } else if (f.defaultValue() == null) {
                throw in.report.error(
                        Code.MISSING_ARGUMENT,
                        "`" + f.name() + "` of `" + owner + "` has no value",
                        f.span(),
                        "give it a default, or set it: `--set " + f.name() + "=…`");
            }
        }
        Signature.bind(
                in,
                owner,
                formals,
                given,
                new Callable.Site(model.name().span(), model.name().span()),
                scope);
    }

    private Program program(Walked served, @Nullable Walked trained) {
        ModelBody body = served.body;
        RecipeBody recipe = served.recipe;
        List<Graph.Port> ports = new ArrayList<>();
        List<Program.Output> outputs = new ArrayList<>();
        body.outputs().forEach((name, o) -> {
            Val.Tensor v = o.value();
            String predicts = null;
            if (recipe != null) {
                v = recipe.servedOutputs().getOrDefault(name, v);
                predicts = recipe.predictions().get(name);
            }
            ports.add(new Graph.Port("output." + name, v.value()));
            outputs.add(new Program.Output(name, v.type(), o.doc(), predicts));
        });
        Recipe r = recipe == null || trained == null ? null : recipe(served, recipe, trained);
        warnUnused(served);
        return new Program(
                model.name().name(),
                model.doc(),
                List.copyOf(body.inputs().values()),
                outputs,
                served.layers,
                registry.tensors(Registry.Role.PARAM),
                registry.tensors(Registry.Role.STATE),
                List.copyOf(registry.fitted()),
                registry.initialGraph(),
                served.walk.build(ports),
                r);
    }

    private Recipe recipe(Walked served, RecipeBody recipe, Walked trained) {
        RecipeBody training = Objects.requireNonNull(trained.recipe);
        recipe.requireComplete();
        if (!training.totals().all().equals(recipe.totals().all())) {
            throw new Reporter(diagnostics)
                    .error(
                            Code.WORLDS,
                            "the metrics differ between training and serving",
                            model.name().span(),
                            "a metric cannot depend on `training`");
        }
        List<Graph.Port> trainingOutputs = new ArrayList<>(training.batchOutputs());
        trained.walk.updates().forEach((path, v) -> trainingOutputs.add(new Graph.Port("state." + path, v)));
        String name = train != null && train.name() != null
                ? train.name().name()
                : model.name().name();
        Totals fit = registry.fitTotals();
        return new Recipe(
                name,
                trained.walk.build(trainingOutputs),
                served.walk.build(recipe.batchOutputs()),
                recipe.totals().all(),
                recipe.values(),
                fit.all(),
                served.walk.build(fit.parts()),
                registry.fittedGraph(),
                recipe.optimizer(),
                recipe.settings());
    }

    private void warnUnused(Walked served) {
        for (Program.Interface i : served.body.inputs().values()) {
            Value v = served.walk.knownInput("data." + i.name()).orElseThrow();
            boolean used = served.walk.forward().nodes().stream()
                            .anyMatch(n -> n.uses().contains(v))
                    || served.body.outputs().values().stream()
                            .anyMatch(o -> o.value().value().equals(v));
            if (!used) {
                diagnostics.report(Diagnostic.warning(
                        Code.NEVER_USED,
                        "the input `" + i.name() + "` is never used",
                        served.body.inputName(i.name()).span()));
            }
        }
    }
}
