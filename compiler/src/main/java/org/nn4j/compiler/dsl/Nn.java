package org.nn4j.compiler.dsl;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.dsl.Term.Level;

/**
 * The words that programs are written with in Java.
 *
 * <pre>{@code
 * NnModel mlp = Nn.model("Mlp")
 *         .input("x", f32("B", 8))
 *         .let("logit", name("x").pipe(call("Dense", 10, name("relu")), call("Dense", 1), call("squeeze", -1)))
 *         .output("p", f32("B"), call("sigmoid", name("logit")));
 * }</pre>
 *
 * <p>All values are immutable. What cannot be written at all, such as a name with a space, is an {@link
 * IllegalArgumentException} here; everything else is left to the compiler.
 */
public final class Nn {

    /** {@code ...} in an index: all axes that no other item names. */
    public static final Item ELLIPSIS = new Item("...");

    private Nn() {}

    // ---- declarations ----

    /** {@code model Name { … }}. */
    public static NnModel model(String name) {
        return NnModel.named(name);
    }

    /** {@code layer Name(…)(…) -> … { … }}. */
    public static Definition layer(String name) {
        return Definition.of("layer", name);
    }

    /** {@code metric Name(…)(…) -> … { … }}. */
    public static Definition metric(String name) {
        return Definition.of("metric", name);
    }

    /** {@code optimizer Name(…)(p, g) { … }}. */
    public static Definition optimizer(String name) {
        return Definition.of("optimizer", name);
    }

    /** {@code fn name(…) -> … { … }}. */
    public static Definition fn(String name) {
        return Definition.of("fn", name);
    }

    /** {@code test "name" { … }}. */
    public static Definition test(String name) {
        return Definition.test(name);
    }

    /** A program of several declarations. */
    public static NnProgram program(Declaration... declarations) {
        return NnProgram.EMPTY.declare(declarations);
    }

    // ---- expressions ----

    /** A name that is used. */
    public static Term name(String name) {
        return new Term(Literal.name(name), Level.POSTFIX);
    }

    /** A value of Java as an expression; see {@link Term} for which. */
    public static Term value(Object value) {
        return Term.of(value);
    }

    /** {@code f(a, lr = b)}. */
    public static Term call(String function, Object... args) {
        return name(function).call(args);
    }

    /** {@code [a, b]}. */
    public static Term list(Object... elements) {
        return Term.of(Arrays.asList(elements));
    }

    /** {@code (B, ...S)}: no element, or two and more, or a single spread. */
    public static Term tuple(Object... elements) {
        if (elements.length == 1 && !(elements[0] instanceof Spread)) {
            throw new IllegalArgumentException("a tuple has no element, or two and more");
        }
        return new Term("(" + dims(elements) + ")", Level.POSTFIX);
    }

    /** {@code if c then a else b}. */
    public static Term ifElse(Object condition, Object then, Object otherwise) {
        String text = "if " + Term.of(condition) + " then " + Term.of(then) + " else " + Term.of(otherwise);
        return new Term(text, Level.OPEN);
    }

    /** {@code fn (x) = e}. */
    public static Term lambda(List<Formal> params, Object body) {
        return new Term("fn " + formals(params) + " = " + Term.of(body), Level.OPEN);
    }

    /** {@code fn (x) -> f32[B] = e}. */
    public static Term lambda(List<Formal> params, Type result, Object body) {
        return new Term("fn " + formals(params) + " -> " + result + " = " + Term.of(body), Level.OPEN);
    }

    /** {@code scan x_t in x over T …}, or of several sequences {@code scan (x_t, m_t) in (x, m) over T …}. */
    public static Scan scan(List<String> items, Object sequences, String axis) {
        return Scan.of(items, sequences, axis);
    }

    /** {@code repeat n { stage |> … }}. */
    public static Repeat repeat(Object count, Stage... stages) {
        return repeated("", count, stages);
    }

    /** {@code repeat i in n { stage |> … }}. */
    public static Repeat repeatIn(String index, Object count, Stage... stages) {
        return repeated(Literal.name(index) + " in ", count, stages);
    }

    private static Repeat repeated(String in, Object count, Stage... stages) {
        if (stages.length == 0) {
            throw new IllegalArgumentException("a `repeat` has at least one stage");
        }
        String body = Arrays.stream(stages).map(Term::stage).collect(Collectors.joining(" |> "));
        return new Repeat("repeat " + in + Term.at(Level.SUM, count) + " { " + body + " }");
    }

    /** {@code name = value}, of a call, {@code run}, {@code return} or {@code yield}. */
    public static Arg arg(String name, Object value) {
        return new Arg(Literal.name(name) + " = " + Term.of(value));
    }

    /** {@code ...S}. */
    public static Spread spread(String name) {
        return new Spread("..." + Literal.name(name));
    }

    /** {@code from:to} of an index; null leaves an end out. */
    public static Item slice(@Nullable Object from, @Nullable Object to) {
        return new Item(end(from) + ":" + end(to));
    }

    /** {@code from:to:step} of an index; null leaves an end out. */
    public static Item slice(@Nullable Object from, @Nullable Object to, Object step) {
        return new Item(end(from) + ":" + end(to) + ":" + end(step));
    }

    private static String end(@Nullable Object value) {
        return value == null ? "" : Term.at(Level.PIPE, value);
    }

    // ---- types ----

    /** {@code int}, {@code fn}, {@code f32} of any shape. */
    public static Type type(String name) {
        return new Type(name.equals("fn") ? name : Literal.name(name));
    }

    /** {@code f32[B, 3 * D, ...S]}. A dim is a number, a term or a {@link Spread}; a string is a name. */
    public static Type tensor(String element, Object... dims) {
        Object[] named = Arrays.stream(dims)
                .map(d -> d instanceof String name ? name(name) : d)
                .toArray();
        return new Type(type(element) + "[" + dims(named) + "]");
    }

    /** {@code f32[B, 8]}; a string is a name. */
    public static Type f32(Object... dims) {
        return tensor("f32", dims);
    }

    /** {@code i64[B]}; a string is a name. */
    public static Type i64(Object... dims) {
        return tensor("i64", dims);
    }

    /** {@code bool[B]}; a string is a name. */
    public static Type bool(Object... dims) {
        return tensor("bool", dims);
    }

    /** {@code (seq: f32[B, T], last: f32[B])}, of fields made by {@link #formal(String, Type)}. */
    public static Type fields(Formal... fields) {
        return new Type(formals(List.of(fields)));
    }

    private static String dims(Object... dims) {
        return Arrays.stream(dims)
                .map(d -> d instanceof Spread ? d.toString() : Term.of(d).toString())
                .collect(Collectors.joining(", "));
    }

    // ---- parameters ----

    /** {@code x}. */
    public static Formal formal(String name) {
        return new Formal(Literal.name(name));
    }

    /** {@code x: type}. */
    public static Formal formal(String name, Type type) {
        return new Formal(Literal.name(name) + ": " + type);
    }

    /** {@code x: type = value}; null leaves the type out. */
    public static Formal formal(String name, @Nullable Type type, Object value) {
        return new Formal(Literal.name(name) + typed(type) + " = " + Term.of(value));
    }

    static String formals(List<Formal> formals) {
        return formals.stream().map(Formal::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    static String typed(@Nullable Type type) {
        return type == null ? "" : ": " + type;
    }
}
