package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.TestProgram;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Ident;

/** The door to this package: from a source file to programs. */
public final class Elaborate {
    private final Diagnostics diagnostics;
    private final Module.Loader loader;
    private final Module main;

    /**
     * @param find the text of an imported module; null if there is none
     */
    public Elaborate(SourceFile file, Function<String, @Nullable SourceFile> find, Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.loader = new Module.Loader(diagnostics, find);
        this.main = loader.load(file);
    }

    /** Checks the bodies of all declarations in general. */
    public void checkDeclarations() {
        loader.modules(false).forEach(this::check);
        check(main);
        reportStrayRecipes();
        Set<String> names = new HashSet<>();
        for (Decl.Model m : main.declarations(Decl.Model.class)) {
            requireNew(names, "model", m.name().name(), m.name());
        }
        names.clear();
        for (Decl.Train t : main.declarations(Decl.Train.class)) {
            Ident at = t.name() == null ? t.model() : t.name();
            requireNew(names, "recipe", t.model() + " " + recipeName(t), at);
        }
        tests();
    }

    /** The file's tests, without those that are wrong. */
    public List<TestProgram> tests() {
        Set<String> names = new HashSet<>();
        List<TestProgram> tests = new ArrayList<>();
        for (Decl.Test t : main.declarations(Decl.Test.class)) {
            if (!names.add(t.name().value())) {
                diagnostics.report(Diagnostic.error(
                        Code.ALREADY_DEFINED,
                        "a second test \"" + t.name().value() + "\" in this file",
                        t.name().span()));
            }
            TestProgram test = told(tested(t), (found, effort, changed) -> test(found, effort, t, changed));
            if (test != null) {
                tests.add(test);
            }
        }
        return tests;
    }

    /** What a test may be wrong in: itself, or a model. */
    private List<Decl> tested(Decl.Test t) {
        List<Decl> all = new ArrayList<>(List.of(t));
        all.addAll(main.declarations(Decl.Model.class));
        return all;
    }

    /** @param changed what to take for the test, or for a model */
    private @Nullable TestProgram test(Diagnostics found, Effort effort, Decl.Test test, @Nullable Decl changed) {
        List<Decl.Model> models = main.declarations(Decl.Model.class).stream()
                .map(m -> changed instanceof Decl.Model c
                                && c.name().name().equals(m.name().name())
                        ? c
                        : m)
                .toList();
        Decl.Test t = changed instanceof Decl.Test c ? c : test;
        return guarded(found, t.span(), () -> TestElaboration.of(found, effort, main, models, t));
    }

    /** Something that is elaborated, as it is written or with another declaration in place of one of its own. */
    private interface Elaboration<T> {
        @Nullable
        T run(Diagnostics found, Effort effort, @Nullable Decl changed);
    }

    /** Elaborates and reports: the first error at the odd place, if there is one in these declarations. */
    private <T> @Nullable T told(List<? extends Decl> decls, Elaboration<T> elaboration) {
        if (diagnostics.hasErrors()) {
            // What this is made of may be wrong in itself.
            return elaboration.run(diagnostics, new Effort(), null);
        }
        Diagnostics found = new Diagnostics();
        T result = elaboration.run(found, new Effort(), null);
        report(found, decls, elaboration);
        return result;
    }

    private void report(Diagnostics found, List<? extends Decl> decls, Elaboration<?> elaboration) {
        boolean first = true;
        for (Diagnostic d : found.sorted()) {
            Diagnostic told = d;
            if (d.isError() && first) {
                first = false;
                told = OddPlace.blamed(d, decls, (changed, effort) -> {
                    Diagnostics again = new Diagnostics();
                    elaboration.run(again, effort, changed);
                    return !again.hasErrors();
                });
            }
            diagnostics.report(told);
        }
    }

    private void requireNew(Set<String> names, String what, String name, Ident at) {
        if (!names.add(name)) {
            diagnostics.report(
                    Diagnostic.error(Code.ALREADY_DEFINED, "a second " + what + " `" + at + "` in this file", at.span())
                            .help(what.equals("recipe") ? "name it: `train other of " + at + " { … }`" : null));
        }
    }

    /** What is wrong in itself is unknown to those who use it: one slip is told once. */
    private void check(Module m) {
        for (Decl d : InOrderOfUse.of(m.unit().decls())) {
            int before = diagnostics.errorCount();
            Diagnostics all = new Diagnostics();
            general(all, new Effort(), m, d);
            report(all, List.of(d), (found, effort, changed) -> general(found, effort, m, changed));
            String name = InOrderOfUse.name(d);
            if (diagnostics.errorCount() > before && name != null) {
                m.scope().rebind(name, Val.Unknown.UNKNOWN);
            }
        }
    }

    private @Nullable Object general(Diagnostics found, Effort effort, Module m, @Nullable Decl d) {
        return d == null
                ? null
                : guarded(found, d.span(), () -> {
                    new GeneralCheck(found, m.scope(), effort).check(d);
                    // The other declarations are carried out as they are.
                    if (InOrderOfUse.name(d) != null && !found.hasErrors()) {
                        NameCheck.check(d, m.scope(), found);
                    }
                    return null;
                });
    }

    /** Deep calls of deep expressions may need more stack than there is. */
    private static <T> @Nullable T guarded(Diagnostics diagnostics, Span at, Supplier<@Nullable T> action) {
        try {
            return action.get();
        } catch (StackOverflowError e) {
            diagnostics.report(Diagnostic.error(Code.TOO_DEEP, "calls are nested too deeply", at)
                    .help("does it call itself? Otherwise give parts of long expressions names with `let`"));
            return null;
        }
    }

    /** Checks the library itself; for its tests. */
    public void checkLibrary() {
        loader.modules(true).forEach(this::check);
    }

    /** Names of the file's models. */
    public List<String> models() {
        return main.declarations(Decl.Model.class).stream()
                .map(m -> m.name().name())
                .toList();
    }

    /** Names of the recipes of a model; the one that goes by the model's own name is called so. */
    public List<String> recipes(String model) {
        return trains(model).stream().map(Elaborate::recipeName).toList();
    }

    private List<Decl.Train> trains(String model) {
        return main.declarations(Decl.Train.class).stream()
                .filter(t -> t.model().name().equals(model))
                .toList();
    }

    private static String recipeName(Decl.Train t) {
        return t.name() == null ? t.model().name() : t.name().name();
    }

    /**
     * Elaborates a model.
     *
     * @param model its name; null where the file has one, or one with a recipe
     * @param recipe its name; null where the model has at most one
     * @param settings {@code name → expression} for parameters
     * @return null if there were errors
     */
    public @Nullable Program elaborate(@Nullable String model, @Nullable String recipe, Map<String, String> settings) {
        Decl.Model m = chooseModel(model);
        if (m == null) {
            return null;
        }
        List<Decl.Train> trains = trains(m.name().name());
        Decl.Train t = null;
        if (recipe != null) {
            t = trains.stream()
                    .filter(x -> recipeName(x).equals(recipe))
                    .findFirst()
                    .orElse(null);
            if (t == null) {
                report("`" + m.name() + "` has no recipe `" + recipe + "`", m, names(trains));
                return null;
            }
        } else if (trains.size() > 1) {
            t = trains.stream().filter(x -> x.name() == null).findFirst().orElse(null);
            if (t == null) {
                report("`" + m.name() + "` has several recipes", m, names(trains));
                return null;
            }
        } else if (!trains.isEmpty()) {
            t = trains.get(0);
        }
        Decl.Train chosen = t;
        Map<String, Callable.Argument> values = values(settings);
        List<Decl> decls = chosen == null ? List.of(m) : List.of(m, chosen);
        return told(
                decls,
                (found, effort, changed) -> program(
                        found,
                        effort,
                        changed instanceof Decl.Model c ? c : m,
                        changed instanceof Decl.Train c ? c : chosen,
                        values));
    }

    private @Nullable Program program(
            Diagnostics found,
            Effort effort,
            Decl.Model m,
            Decl.@Nullable Train t,
            Map<String, Callable.Argument> settings) {
        return guarded(
                found,
                m.name().span(),
                () -> new ModelElaboration(found, loader.library(), main.scope(), m, t, settings, effort).run());
    }

    private void report(String title, Decl.Model at, String help) {
        diagnostics.report(
                Diagnostic.error(Code.WHICH_MODEL, title, at.name().span()).help(help));
    }

    private static String names(List<Decl.Train> trains) {
        return trains.isEmpty()
                ? "it has none"
                : "choose one: "
                        + String.join(
                                ", ", trains.stream().map(Elaborate::recipeName).toList());
    }

    private void reportStrayRecipes() {
        for (Decl.Train t : main.declarations(Decl.Train.class)) {
            if (!models().contains(t.model().name())) {
                Decl.Model other = modelInstead(t);
                diagnostics.report(
                        other != null
                                ? Diagnostic.error(
                                                Code.UNKNOWN_NAME,
                                                "the model `" + other.name() + "` has no recipe, and that for `"
                                                        + t.model() + "` has no model",
                                                other.name().span())
                                        .also(t.model().span(), "there is no such model")
                                        .help("did you mean `" + t.model() + "`?")
                                : Diagnostic.error(
                                                Code.UNKNOWN_NAME,
                                                "there is no model `" + t.model() + "` in this file",
                                                t.model().span())
                                        .help(Suggestions.didYouMean(t.model().name(), models())));
            }
        }
    }

    /** The file's one model, if its name rather than that in the recipe looks wrong: it is one of the library's. */
    private Decl.@Nullable Model modelInstead(Decl.Train t) {
        List<Decl.Model> all = main.declarations(Decl.Model.class);
        boolean one = all.size() == 1 && trains(all.get(0).name().name()).isEmpty();
        String name = one ? all.get(0).name().name() : "";
        boolean odd = one
                && (StandardLibrary.declares(name)
                        || (Character.isUpperCase(t.model().name().charAt(0))
                                && Character.isLowerCase(name.charAt(0))));
        return odd ? all.get(0) : null;
    }

    private Decl.@Nullable Model chooseModel(@Nullable String name) {
        List<Decl.Model> all = main.declarations(Decl.Model.class);
        if (name != null) {
            for (Decl.Model m : all) {
                if (m.name().name().equals(name)) {
                    return m;
                }
            }
        } else {
            List<Decl.Model> trained =
                    all.stream().filter(m -> !trains(m.name().name()).isEmpty()).toList();
            if (all.size() == 1) {
                return all.get(0);
            }
            if (trained.size() == 1) {
                return trained.get(0);
            }
        }
        if (diagnostics.hasErrors() && all.isEmpty()) {
            return null;
        }
        String title = all.isEmpty()
                ? "the file declares no model"
                : name == null ? "the file declares several models" : "there is no model `" + name + "` in this file";
        diagnostics.report(Diagnostic.error(
                        Code.WHICH_MODEL,
                        title,
                        all.isEmpty()
                                ? main.unit().file().span(0, 0)
                                : all.get(0).name().span())
                .help(all.isEmpty() ? "for example `model Mlp { … }`" : "choose one: " + String.join(", ", models())));
        return null;
    }

    private Map<String, Callable.Argument> values(Map<String, String> settings) {
        Map<String, Callable.Argument> out = new LinkedHashMap<>();
        settings.forEach((name, text) -> {
            SourceFile f = new SourceFile("--set " + name, "let value = " + text);
            Module m = loader.load(f);
            if (m.unit().decls().size() > 1) {
                diagnostics.report(Diagnostic.error(
                        Code.RECIPE_VALUE,
                        "a setting is one expression",
                        m.unit().decls().get(1).span()));
            }
            Val v = m.scope().lookup("value");
            if (v != null && !v.isUnknown()) {
                out.put(name, new Callable.Argument(name, v, f.span(12, f.text().length())));
            }
        });
        return out;
    }
}
