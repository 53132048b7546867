package org.nn4j.compiler.dsl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of bodies. Which of them a body may hold depends on what it is the body of; the compiler tells.
 *
 * @param <S> the class itself
 */
abstract class Statements<S extends Statements<S>> extends Lines<S> {
    Statements(List<String> lines) {
        super(lines);
    }

    private static String named(String word, String name, @Nullable Type type, Object value) {
        return word + " " + Literal.name(name) + Nn.typed(type) + " = " + Term.of(value);
    }

    private static String when(Object condition) {
        return " when " + Term.of(condition);
    }

    /** {@code input name: type}. */
    public S input(String name, Type type) {
        return line("input " + Literal.name(name) + Nn.typed(type));
    }

    /** {@code output name = value}. */
    public S output(String name, Object value) {
        return output(name, null, value);
    }

    /** {@code output name: type = value}. */
    public S output(String name, @Nullable Type type, Object value) {
        return line(named("output", name, type, value));
    }

    /** {@code param name: type = init}. */
    public S param(String name, Type type, Object init) {
        return line(named("param", name, type, init));
    }

    /** {@code param name: type = init when condition}. */
    public S param(String name, Type type, Object init, Object condition) {
        return line(named("param", name, type, init) + when(condition));
    }

    /** {@code state name = init}. */
    public S state(String name, Object init) {
        return state(name, null, init);
    }

    /** {@code state name: type = init}. */
    public S state(String name, @Nullable Type type, Object init) {
        return line(named("state", name, type, init));
    }

    /** {@code state name: type = init when condition}. */
    public S state(String name, @Nullable Type type, Object init, Object condition) {
        return line(named("state", name, type, init) + when(condition));
    }

    /** {@code fitted name = value}. */
    public S fitted(String name, Object value) {
        return fitted(name, null, value);
    }

    /** {@code fitted name: type = value}. */
    public S fitted(String name, @Nullable Type type, Object value) {
        return line(named("fitted", name, type, value));
    }

    /** {@code update name = value}. */
    public S update(String name, Object value) {
        return line(named("update", name, null, value));
    }

    /** {@code next h = value}. */
    public S next(String carry, Object value) {
        return next(List.of(carry), value);
    }

    /** {@code next (h, c) = value}. */
    public S next(List<String> carries, Object value) {
        return line("next " + Literal.pattern(carries) + " = " + Term.of(value));
    }

    /** {@code require condition}. */
    public S require(Object condition) {
        return line("require " + Term.of(condition));
    }

    /** {@code require condition, "message"}. */
    public S require(Object condition, String message) {
        return line("require " + Term.of(condition) + ", " + Literal.string(message));
    }

    /** {@code check condition}. */
    public S check(Object condition) {
        return line("check " + Term.of(condition));
    }

    /** {@code return a} or {@code return seq = a, last = b}, these of {@link Nn#arg}. */
    public S returns(Object value, Object... more) {
        return line("return " + values(value, more));
    }

    /** {@code yield y = a}. */
    public S yields(Object value, Object... more) {
        return line("yield " + values(value, more));
    }

    private static String values(Object first, Object... more) {
        return more.length == 0 ? Term.args(first) : Term.args(first) + ", " + Term.args(more);
    }

    /** {@code fn name(…) { … }}: a function that is known in this body alone. */
    public S define(Definition function) {
        return line(function.toString());
    }
}
