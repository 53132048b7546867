package org.nn4j.compiler.dsl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.CompiledTest;
import org.nn4j.compiler.Libraries;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.NnFormatter;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.source.SourceFile;

/**
 * A program: imports and declarations. Relative paths of its data are resolved where it is trained, as those of files
 * are.
 */
public final class NnProgram extends Lines<NnProgram> {
    private static final String NO_MODEL = "program";

    static final NnProgram EMPTY = new NnProgram("", NO_MODEL, Path.of(""), List.of(), List.of());

    private final String doc;
    private final String name;
    private final Path folder;
    private final List<String> imports;

    private NnProgram(String doc, String name, Path folder, List<String> imports, List<String> declarations) {
        super(declarations);
        this.doc = doc;
        this.name = name;
        this.folder = folder;
        this.imports = List.copyOf(imports);
    }

    @Override
    NnProgram with(List<String> declarations) {
        return new NnProgram(doc, name, folder, imports, declarations);
    }

    /** A doc comment of the whole; it stands before the imports, so there must be some. */
    public NnProgram about(String text) {
        return new NnProgram(Literal.doc(text), name, folder, imports, lines());
    }

    /** Where modules that it imports are looked for before the libraries; the working directory unless it is set. */
    public NnProgram in(Path modules) {
        return new NnProgram(doc, name, modules, imports, lines());
    }

    /** {@code import std.rnn}, or with names {@code import std.rnn.{Lstm, Gru}}. */
    public NnProgram imports(String module, String... names) {
        String list = names.length == 0
                ? ""
                : Arrays.stream(names).map(Literal::name).collect(Collectors.joining(", ", ".{", "}"));
        return imported(Literal.module(module) + list);
    }

    /** {@code import std.rnn as r}. */
    public NnProgram importsAs(String module, String alias) {
        return imported(Literal.module(module) + " as " + Literal.name(alias));
    }

    private NnProgram imported(String what) {
        List<String> more = new ArrayList<>(imports);
        more.add("import " + what);
        return new NnProgram(doc, name, folder, more, lines());
    }

    /** With more declarations. Messages call the program after its first model. */
    public NnProgram declare(Declaration... more) {
        NnProgram program = this;
        for (Declaration declaration : more) {
            program = declaration instanceof NnModel model
                    ? program.calledAfter(model).line("\n" + model.text())
                    : program.line("\n" + declaration);
        }
        return program;
    }

    private NnProgram calledAfter(NnModel model) {
        return name.equals(NO_MODEL) ? new NnProgram(doc, model.name(), folder, imports, lines()) : this;
    }

    /** Checks everything in it; answers the warnings, and throws errors as a {@link CompileException}. */
    public List<Diagnostic> check() {
        return check(Libraries.ofClassPath());
    }

    /** Checks a program that imports from libraries. */
    public List<Diagnostic> check(Libraries libraries) {
        return uninterrupted(() -> NnCompiler.check(source(), folder, libraries));
    }

    /** Compiles a model to the files of a model folder: the same as of a file with the text of {@link #toString()}. */
    public CompiledModel compile(NnCompiler.Options options) {
        return uninterrupted(() -> NnCompiler.compile(source(), folder, options));
    }

    /** Compiles its tests. */
    public List<CompiledTest> tests() {
        return tests(Libraries.ofClassPath());
    }

    /** Compiles the tests of a program that imports from libraries. */
    public List<CompiledTest> tests(Libraries libraries) {
        return uninterrupted(() -> NnCompiler.tests(source(), folder, libraries));
    }

    private SourceFile source() {
        return new SourceFile(fileName(), toString());
    }

    private String fileName() {
        return name + ".nn (from Java)";
    }

    /** The program as a {@code .nn} file in the common layout. What is beyond the limits of the language is not laid out. */
    @Override
    public String toString() {
        String head = imports.isEmpty() ? "" : doc + String.join("\n", imports) + "\n\n";
        String text = head + String.join("\n", lines()) + "\n";
        try {
            return uninterrupted(() -> NnFormatter.format(fileName(), text.getBytes(StandardCharsets.UTF_8)))
                    .text();
        } catch (CompileException refused) {
            return text;
        }
    }

    private interface Work<T> {
        T call() throws IOException;
    }

    /** A program in memory reads nothing that could fail, so only an interruption is left. */
    private static <T> T uninterrupted(Work<T> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
