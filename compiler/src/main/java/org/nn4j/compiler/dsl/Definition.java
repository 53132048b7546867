package org.nn4j.compiler.dsl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer, function, metric, optimizer or test of one's own. */
public final class Definition extends Statements<Definition> implements Declaration {

    /**
     * What stands before the body.
     *
     * @param word what is defined: {@code layer}, {@code fn} …
     * @param inputs null where there is one list of parameters alone, as of functions
     */
    private record Head(
            String word,
            String name,
            String doc,
            List<Formal> params,
            @Nullable List<Formal> inputs,
            @Nullable Type result) {

        String text() {
            boolean test = word.equals("test");
            String parameters = test ? "" : Nn.formals(params);
            String on = inputs == null ? "" : Nn.formals(inputs);
            return doc + word + " " + name + parameters + on + (result == null ? "" : " -> " + result);
        }
    }

    private final Head head;

    private Definition(Head head, List<String> lines) {
        super(lines);
        this.head = head;
    }

    static Definition of(String word, String name) {
        @Nullable List<Formal> inputs = word.equals("fn") ? null : List.of();
        return new Definition(new Head(word, Literal.name(name), "", List.of(), inputs, null), List.of());
    }

    static Definition test(String name) {
        return new Definition(new Head("test", Literal.string(name), "", List.of(), null, null), List.of());
    }

    /** Its own doc comment. */
    public Definition about(String text) {
        return new Definition(
                new Head(head.word, head.name, Literal.doc(text), head.params, head.inputs, head.result), lines());
    }

    /** Its parameters. */
    public Definition takes(Formal... params) {
        if (head.word.equals("test")) {
            throw new IllegalStateException("a test takes nothing");
        }
        return new Definition(
                new Head(head.word, head.name, head.doc, List.of(params), head.inputs, head.result), lines());
    }

    /** What a layer, metric or optimizer is applied to: its second list of parameters. */
    public Definition on(Formal... inputs) {
        if (head.inputs == null) {
            throw new IllegalStateException("a " + head.word + " has no second list of parameters");
        }
        return new Definition(
                new Head(head.word, head.name, head.doc, head.params, List.of(inputs), head.result), lines());
    }

    /** The type of its result. */
    public Definition gives(Type result) {
        if (head.word.equals("test") || head.word.equals("optimizer")) {
            throw new IllegalStateException("the result of a " + head.word + " has no type");
        }
        return new Definition(new Head(head.word, head.name, head.doc, head.params, head.inputs, result), lines());
    }

    @Override
    Definition with(List<String> lines) {
        return new Definition(head, lines);
    }

    /** The text in {@code .nn}, which is not laid out yet. */
    @Override
    public String toString() {
        return head.text() + " " + block();
    }
}
