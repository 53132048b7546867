package org.nn4j.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nn4j.codegen.GeneratedClass;
import org.nn4j.codegen.ModelClass;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.CompiledProgram;
import org.nn4j.compiler.Libraries;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.storage.ModelFolder;
import org.nn4j.runtime.storage.WeightsFile;

/**
 * Compiles the programs of a tree that have changed since the last time, or import what has changed. New outputs take
 * the place of the old ones only when every program has been compiled.
 */
public final class Compilation {

    /**
     * What there is now.
     *
     * @param models all models of the tree, in the order of their programs
     * @param compiled the programs that were compiled
     * @param warnings what is doubtful in those
     */
    public record Result(List<BuiltModel> models, List<Path> compiled, List<Finding> warnings) {}

    private final ProgramTree tree;
    private final BuildOptions options;
    private final Libraries libraries;
    private final String settings;
    private final Ledger last;
    private final Map<String, Ledger.Entry> programs = new TreeMap<>();
    private final Findings findings = new Findings();

    private Compilation(ProgramTree tree, BuildOptions options, Libraries libraries) throws IOException {
        this.tree = tree;
        this.options = options;
        this.libraries = libraries;
        this.settings = new Fingerprint()
                .add(NnCompiler.class)
                .add(Model.class)
                .add(ModelClass.class)
                .add(Compilation.class)
                .add(options.fingerprint())
                .hex();
        this.last = Ledger.read(tree.ledger());
    }

    /**
     * Compiles what has changed.
     *
     * @param compiling is told of each program before it is compiled
     * @throws ProgramsRefused if programs have errors; nothing was written then
     * @throws UserException if models have the same name, or one that Java does not allow; nothing was written then
     */
    public static Result of(ProgramTree tree, BuildOptions options, Libraries libraries, Consumer<Path> compiling)
            throws IOException {
        return new Compilation(tree, options, libraries).run(compiling);
    }

    private Result run(Consumer<Path> compiling) throws IOException {
        List<String> changed = new ArrayList<>();
        for (String program : tree.programs()) {
            Ledger.Entry known = last.programs().get(program);
            if (known != null && isUpToDate(program, known)) {
                programs.put(program, known);
            } else {
                changed.add(program);
            }
        }
        try (Staging resources = Staging.in(tree.state(), "resources");
                Staging classes = Staging.in(tree.state(), "classes")) {
            for (String program : changed) {
                compiling.accept(tree.file(program));
                compile(program, resources, classes);
            }
            findings.throwIfErrors();
            checkNames();
            put(resources, classes, changed);
            return new Result(models(), changed.stream().map(tree::file).toList(), findings.all());
        }
    }

    private boolean isUpToDate(String program, Ledger.Entry known) throws IOException {
        if (!known.key().equals(key(program))) {
            return false;
        }
        for (Map.Entry<String, String> module : known.modules().entrySet()) {
            String text = NnCompiler.module(tree.file(program), libraries, module.getKey());
            if (text == null || !new Fingerprint().add(text).hex().equals(module.getValue())) {
                return false;
            }
        }
        return known.outputs().stream()
                .allMatch(output -> Files.isRegularFile(tree.resources().resolve(output)));
    }

    private String key(String program) throws IOException {
        return new Fingerprint().add(settings).add(tree.file(program)).hex();
    }

    private void compile(String program, Staging resources, Staging classes) throws IOException {
        Path file = tree.file(program);
        String packageName = options.packageOf(program);
        String key = key(program);
        CompiledProgram compiled;
        try {
            compiled = NnCompiler.compileAll(file, libraries, options.choices(packageName));
        } catch (CompileException e) {
            findings.add(file, e);
            return;
        }
        findings.add(file, compiled.warnings());
        List<String> outputs = new ArrayList<>(List.of(program));
        List<String> sources = new ArrayList<>();
        List<String> models = new ArrayList<>();
        Files.copy(file, resources.newFile(program));
        for (CompiledModel model : compiled.models()) {
            ModelName name = new ModelName(packageName, model.name());
            Path folder = resources.path(name.qualified());
            if (!Files.exists(folder)) {
                stage(model, name, folder);
                if (options.generateClasses()) {
                    sources.addAll(stageClass(program, name, folder, classes));
                }
            }
            outputs.addAll(resources.files(name.qualified()));
            models.add(model.name());
        }
        Map<String, String> modules = new TreeMap<>();
        compiled.modules()
                .forEach((name, text) ->
                        modules.put(name, new Fingerprint().add(text).hex()));
        programs.put(program, new Ledger.Entry(key, modules, outputs, sources, models));
    }

    private void stage(CompiledModel model, ModelName name, Path folder) throws IOException {
        model.write(folder);
        Long seed = options.of(name).seed();
        Model.initialize(folder, seed == null ? options.seed() : seed);
        Path trained = tree.resources().resolve(name.qualified()).resolve(ModelFolder.WEIGHTS);
        Path weights = folder.resolve(ModelFolder.WEIGHTS);
        if (isTrained(trained, WeightsFile.open(weights).id())) {
            Files.delete(weights);
            Files.copy(trained, weights);
        }
    }

    /** Makes the class of a model; answers its source, if there can be a class. */
    private List<String> stageClass(String program, ModelName name, Path folder, Staging classes) throws IOException {
        if (!ModelClass.isLegal(name.packageName(), name.simple())) {
            throw new UserException(
                    Place.of(tree.file(program)),
                    "the model would get the class " + Quote.text(name.qualified()) + ", which Java does not allow",
                    "Rename the model or the folders, or say <generateClasses>false</generateClasses>.");
        }
        try (Model model = Model.load(folder)) {
            if (!ModelClass.fits(model.spec())) {
                return List.of();
            }
            GeneratedClass made = ModelClass.of(
                    name.packageName(), program, model.spec(), model.recipe().orElse(null));
            Files.writeString(classes.newFile(made.path()), made.text());
            return List.of(made.path());
        }
    }

    /** Whether these are weights of a program that were learned from data: no change of a comment throws them away. */
    private static boolean isTrained(Path weights, String id) {
        if (!Files.isRegularFile(weights)) {
            return false;
        }
        try {
            WeightsFile file = WeightsFile.open(weights);
            return file.id().equals(id) && file.learned() != null;
        } catch (UserException e) {
            return false;
        }
    }

    /** A class and a folder for each model, also where the system does not tell upper from lower case. */
    private void checkNames() {
        Map<String, Path> taken = new HashMap<>();
        for (BuiltModel model : models()) {
            Path other = taken.put(model.name().qualified().toLowerCase(Locale.ROOT), model.program());
            if (other != null) {
                throw new UserException(
                        Place.of(model.program()),
                        "a second model " + Quote.text(model.name().qualified()) + ", the other one is in " + other,
                        "Give one of them another name, or move its file to another folder.");
            }
        }
    }

    private void put(Staging resources, Staging classes, List<String> changed) throws IOException {
        Ledger now = new Ledger(programs);
        if (changed.isEmpty() && now.equals(last)) {
            return;
        }
        // Until all is in place, the ledger must not say that it is.
        last.without(changed).write(tree.ledger());
        resources.moveTo(tree.resources());
        classes.moveTo(tree.classes());
        Staging.remove(tree.resources(), gone(now, Ledger.Entry::outputs));
        Staging.remove(tree.classes(), gone(now, Ledger.Entry::classes));
        now.write(tree.ledger());
    }

    /** What the last build made and this one did not. */
    private List<String> gone(Ledger now, Function<Ledger.Entry, List<String>> files) {
        List<String> gone = new ArrayList<>();
        last.programs().values().forEach(entry -> gone.addAll(files.apply(entry)));
        now.programs().values().forEach(entry -> gone.removeAll(files.apply(entry)));
        return gone;
    }

    private List<BuiltModel> models() {
        List<BuiltModel> models = new ArrayList<>();
        programs.forEach((program, entry) -> {
            for (String simple : entry.models()) {
                ModelName name = new ModelName(options.packageOf(program), simple);
                models.add(new BuiltModel(
                        name, tree.file(program), tree.resources().resolve(name.qualified())));
            }
        });
        return models;
    }
}
