package org.nn4j.compiler.dsl;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a model is trained: the statements of {@code train Model { … }}. */
public final class Recipe extends Lines<Recipe> {
    static final Recipe EMPTY = new Recipe("", "", "", List.of());

    private final String doc;
    private final String name;
    private final String params;

    private Recipe(String doc, String name, String params, List<String> lines) {
        super(lines);
        this.doc = doc;
        this.name = name;
        this.params = params;
    }

    @Override
    Recipe with(List<String> lines) {
        return new Recipe(doc, name, params, lines);
    }

    String of(String model) {
        String of = name.isEmpty() ? model : name + " of " + model;
        return doc + "train " + of + params + " " + block();
    }

    /** Its own doc comment. */
    public Recipe about(String text) {
        return new Recipe(Literal.doc(text), name, params, lines());
    }

    /** {@code train name of Model}: one of several recipes. */
    public Recipe named(String recipe) {
        return new Recipe(doc, Literal.name(recipe), params, lines());
    }

    /** Its parameters. */
    public Recipe takes(Formal... formals) {
        return new Recipe(doc, name, formals.length == 0 ? "" : Nn.formals(List.of(formals)), lines());
    }

    private Recipe value(String word, Object value) {
        return line(word + " " + Term.of(value));
    }

    /** {@code data source}. */
    public Recipe data(Object source) {
        return value("data", source);
    }

    /** {@code feed input = column}. */
    public Recipe feed(String input, Object column) {
        return value("feed " + Literal.name(input) + " =", column);
    }

    /** {@code target name: type}. */
    public Recipe target(String target, Type type) {
        return line("target " + Literal.name(target) + ": " + type);
    }

    /** {@code target name: type = column}. */
    public Recipe target(String target, Type type, Object column) {
        return value("target " + Literal.name(target) + ": " + type + " =", column);
    }

    /** {@code loss value}. */
    public Recipe loss(Object value) {
        return value("loss", value);
    }

    /** {@code metric name = value}. */
    public Recipe metric(String metric, Object value) {
        return value("metric " + Literal.name(metric) + " =", value);
    }

    /** {@code optimizer Adam(lr = 1e-3)}. */
    public Recipe optimizer(Object value) {
        return value("optimizer", value);
    }

    /** {@code clip global_norm(1.0)}. */
    public Recipe clip(Object value) {
        return value("clip", value);
    }

    /** {@code stop plateau(val.loss)}. */
    public Recipe stop(Object value) {
        return value("stop", value);
    }

    /** {@code reduce plateau(val.loss, factor = 0.5)}. */
    public Recipe reduce(Object value) {
        return value("reduce", value);
    }

    /** {@code checkpoint best(val.loss)}. */
    public Recipe checkpoint(Object value) {
        return value("checkpoint", value);
    }

    /** {@code init from source}. */
    public Recipe initFrom(Object source) {
        return value("init from", source);
    }

    /** {@code init from source map "theirs" = "ours", …}, in the order of the map. */
    public Recipe initFrom(Object source, Map<String, String> renamings) {
        String pairs = renamings.entrySet().stream()
                .map(r -> Literal.string(r.getKey()) + " = " + Literal.string(r.getValue()))
                .collect(Collectors.joining(", "));
        return line("init from " + Term.of(source) + " map " + pairs);
    }

    /** {@code run (epochs = 100, batch = 32)}, of {@link Nn#arg}s. */
    public Recipe run(Object... args) {
        return line("run (" + Term.args(args) + ")");
    }
}
