package org.nn4j.compiler.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.Diagnostic;

/** A model with its recipes; a program by itself, or one of the declarations of an {@link NnProgram}. */
public final class NnModel extends Statements<NnModel> implements Declaration {
    private final String doc;
    private final String name;
    private final String params;
    private final List<String> recipes;

    private NnModel(String doc, String name, String params, List<String> lines, List<String> recipes) {
        super(lines);
        this.doc = doc;
        this.name = name;
        this.params = params;
        this.recipes = List.copyOf(recipes);
    }

    static NnModel named(String name) {
        return new NnModel("", Literal.name(name), "", List.of(), List.of());
    }

    @Override
    NnModel with(List<String> lines) {
        return new NnModel(doc, name, params, lines, recipes);
    }

    /** Its own doc comment. */
    public NnModel about(String text) {
        return new NnModel(Literal.doc(text), name, params, lines(), recipes);
    }

    /** Its parameters. */
    public NnModel takes(Formal... formals) {
        String list = formals.length == 0 ? "" : Nn.formals(List.of(formals));
        return new NnModel(doc, name, list, lines(), recipes);
    }

    /** With a recipe, {@code train Model { … }}. */
    public NnModel train(UnaryOperator<Recipe> statements) {
        List<String> more = new ArrayList<>(recipes);
        more.add(statements.apply(Recipe.EMPTY).of(name));
        return new NnModel(doc, name, params, lines(), more);
    }

    String name() {
        return name;
    }

    String text() {
        String model = doc + "model " + name + params + " " + block();
        return recipes.isEmpty() ? model : model + "\n\n" + String.join("\n\n", recipes);
    }

    /** The program that consists of this model. */
    public NnProgram program() {
        return Nn.program(this);
    }

    /** Checks the model with all its recipes, as {@link NnProgram#check()} does. */
    public List<Diagnostic> check() {
        return program().check();
    }

    /** Compiles the model, as {@link NnProgram#compile} does. */
    public CompiledModel compile(NnCompiler.Options options) {
        return program().compile(options);
    }

    /** The model as a {@code .nn} file. */
    @Override
    public String toString() {
        return program().toString();
    }
}
