package org.nn4j.compiler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.assemble.ModelFiles;
import org.nn4j.compiler.assemble.TestFile;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.elaborate.Elaborate;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.TestProgram;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.summary.Summary;

/**
 * Compiles a {@code .nn} file, or a program in memory.
 *
 * <pre>{@code
 * CompiledModel model = NnCompiler.compile(Path.of("tumour.nn"), NnCompiler.Options.DEFAULT);
 * model.write(folder);
 * }</pre>
 *
 * <p>What is wrong in the source is thrown as a {@link CompileException}, all of it at once; a file that cannot be read
 * is an {@link IOException}. Compiling twice gives the same bytes.
 */
public final class NnCompiler {

    /**
     * What to compile.
     *
     * @param model the model's name; null where the file declares one model, or one with a recipe
     * @param recipe the recipe's name; null for the one without a name of its own
     * @param settings parameters of the model or the recipe, {@code name → expression}, over their defaults
     * @param libraries where imported modules are looked for that do not lie beside the file
     */
    public record Options(
            @Nullable String model, @Nullable String recipe, Map<String, String> settings, Libraries libraries) {
        public static final Options DEFAULT = new Options(null, null, Map.of());

        public Options {
            settings = Map.copyOf(settings);
        }

        /** With the libraries of the class path. */
        public Options(@Nullable String model, @Nullable String recipe, Map<String, String> settings) {
            this(model, recipe, settings, Libraries.ofClassPath());
        }
    }

    /**
     * How one of several models is compiled.
     *
     * @param recipe the recipe's name; null for the one without a name of its own
     * @param settings parameters of the model or the recipe, {@code name → expression}, over their defaults
     */
    public record Choice(@Nullable String recipe, Map<String, String> settings) {
        public static final Choice DEFAULT = new Choice(null, Map.of());

        public Choice {
            settings = Map.copyOf(settings);
        }
    }

    private NnCompiler() {}

    /** Compiles a model of a file to the files of a model folder. */
    public static CompiledModel compile(Path file, Options options) throws IOException {
        return OwnStack.call(() -> compileHere(read(file, options.libraries()), options));
    }

    /**
     * Compiles a model of a program in memory.
     *
     * @param folder where modules that it imports are looked for before the libraries
     */
    public static CompiledModel compile(SourceFile program, Path folder, Options options) throws IOException {
        return OwnStack.call(() -> compileHere(source(program, folder, options.libraries()), options));
    }

    private static CompiledModel compileHere(Source source, Options options) {
        Diagnostics diagnostics = new Diagnostics();
        Program program = program(source, options, diagnostics);
        return new CompiledModel(program.name(), ModelFiles.assemble(program), diagnostics.sorted());
    }

    /**
     * Compiles all models of a file, each with one recipe, and checks everything else in it.
     *
     * @param choices by the model's name; a model that has none gets {@link Choice#DEFAULT}
     */
    public static CompiledProgram compileAll(Path file, Libraries libraries, Map<String, Choice> choices)
            throws IOException {
        return OwnStack.call(() -> {
            Diagnostics diagnostics = new Diagnostics();
            Modules modules = Modules.beside(file, libraries);
            Elaborate source = new Elaborate(SourceReader.read(file), modules::find, diagnostics);
            diagnostics.throwIfErrors();
            source.checkDeclarations();
            diagnostics.throwIfErrors();
            List<Program> programs = new ArrayList<>();
            for (String model : source.models()) {
                Choice choice = choices.getOrDefault(model, Choice.DEFAULT);
                Program program = source.elaborate(model, choice.recipe(), choice.settings());
                if (program != null) {
                    programs.add(program);
                }
                List<String> recipes = source.recipes(model);
                if (recipes.size() > 1 && choice.settings().isEmpty()) {
                    recipes.forEach(recipe -> source.elaborate(model, recipe, Map.of()));
                }
            }
            diagnostics.throwIfErrors();
            List<Diagnostic> warnings = diagnostics.sorted();
            List<CompiledModel> models = programs.stream()
                    .map(p -> new CompiledModel(p.name(), ModelFiles.assemble(p), warnings))
                    .toList();
            return new CompiledProgram(models, modules.found(), warnings);
        });
    }

    /**
     * The text of a module as a program that imports it would find it: beside the program, or in a library; null if
     * there is none.
     */
    public static @Nullable String module(Path file, Libraries libraries, String name) {
        SourceFile found = Modules.beside(file, libraries).find(name);
        return found == null ? null : found.text();
    }

    private static Program program(Source text, Options options, Diagnostics diagnostics) {
        Elaborate source = text.elaborate(diagnostics);
        diagnostics.throwIfErrors();
        source.checkDeclarations();
        diagnostics.throwIfErrors();
        Program program = source.elaborate(options.model(), options.recipe(), options.settings());
        diagnostics.throwIfErrors();
        if (program == null) {
            throw new IllegalStateException("no program and no error");
        }
        return program;
    }

    /**
     * What a model of a file consists of and what it costs.
     *
     * @param sizes of symbols of its inputs, over what the recipe's data tells
     * @param batch the rows at which memory is counted
     */
    public static Summary summary(Path file, Options options, Map<String, Long> sizes, long batch) throws IOException {
        return OwnStack.call(() ->
                Summary.of(program(read(file, options.libraries()), options, new Diagnostics()), sizes, batch));
    }

    /** Compiles the tests of a file. */
    public static List<CompiledTest> tests(Path file) throws IOException {
        return tests(file, Libraries.ofClassPath());
    }

    /** Compiles the tests of a file that imports from libraries. */
    public static List<CompiledTest> tests(Path file, Libraries libraries) throws IOException {
        return OwnStack.call(() -> tests(read(file, libraries)));
    }

    /**
     * Compiles the tests of a program in memory.
     *
     * @param folder where modules that it imports are looked for before the libraries
     */
    public static List<CompiledTest> tests(SourceFile program, Path folder, Libraries libraries) throws IOException {
        return OwnStack.call(() -> tests(source(program, folder, libraries)));
    }

    private static List<CompiledTest> tests(Source text) {
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = text.elaborate(diagnostics);
        diagnostics.throwIfErrors();
        source.checkDeclarations();
        diagnostics.throwIfErrors();
        return source.tests().stream().map(NnCompiler::compiled).toList();
    }

    private static CompiledTest compiled(TestProgram test) {
        byte[] graph = test.graph().outputs().isEmpty() ? new byte[0] : TestFile.assemble(test);
        return new CompiledTest(test.name(), test.checks(), graph);
    }

    /** Checks a file with all its models and recipes; answers the warnings. */
    public static List<Diagnostic> check(Path file) throws IOException {
        return check(file, Libraries.ofClassPath());
    }

    /** Checks a file that imports from libraries. */
    public static List<Diagnostic> check(Path file, Libraries libraries) throws IOException {
        return OwnStack.call(() -> checkHere(read(file, libraries)));
    }

    /**
     * Checks a program in memory.
     *
     * @param folder where modules that it imports are looked for before the libraries
     */
    public static List<Diagnostic> check(SourceFile program, Path folder, Libraries libraries) throws IOException {
        return OwnStack.call(() -> checkHere(source(program, folder, libraries)));
    }

    private static List<Diagnostic> checkHere(Source text) {
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = text.elaborate(diagnostics);
        if (!diagnostics.hasErrors()) {
            // Otherwise what a syntax error left out would be reported as unknown.
            check(source);
        }
        diagnostics.throwIfErrors();
        return diagnostics.sorted();
    }

    /** Everything that a file declares. */
    static void check(Elaborate source) {
        source.checkDeclarations();
        for (String model : source.models()) {
            List<@Nullable String> recipes = new ArrayList<>(source.recipes(model));
            if (recipes.isEmpty()) {
                recipes.add(null);
            }
            for (String recipe : recipes) {
                source.elaborate(model, recipe, Map.of());
            }
        }
    }

    /** A program with the modules that it may import. */
    private record Source(SourceFile program, Modules modules) {
        Elaborate elaborate(Diagnostics diagnostics) {
            return new Elaborate(program, modules::find, diagnostics);
        }
    }

    private static Source read(Path file, Libraries libraries) throws IOException {
        return new Source(SourceReader.read(file), Modules.beside(file, libraries));
    }

    private static Source source(SourceFile program, Path folder, Libraries libraries) {
        return new Source(program, new Modules(folder, libraries));
    }
}
