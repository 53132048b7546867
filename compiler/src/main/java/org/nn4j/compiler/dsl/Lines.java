package org.nn4j.compiler.dsl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements one after the other, and those that stand in every block.
 *
 * @param <S> the class itself
 */
abstract class Lines<S extends Lines<S>> {
    private final List<String> lines;

    Lines(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The same with other statements. */
    abstract S with(List<String> lines);

    final S line(String statement) {
        List<String> more = new ArrayList<>(lines);
        more.add(statement);
        return with(more);
    }

    final List<String> lines() {
        return lines;
    }

    /** The statements in braces. */
    final String block() {
        return "{\n" + String.join("\n", lines) + "\n}";
    }

    /** A doc comment, {@code /// text}, of the statement that follows. */
    public S doc(String text) {
        return line(Literal.doc(text).stripTrailing());
    }

    /** {@code let name = value}. */
    public S let(String name, Object value) {
        return let(List.of(name), null, value);
    }

    /** {@code let name: type = value}. */
    public S let(String name, @Nullable Type type, Object value) {
        return let(List.of(name), type, value);
    }

    /** {@code let (a, b) = value}. */
    public S let(List<String> names, Object value) {
        return let(names, null, value);
    }

    /** {@code let (a, b): type = value}. */
    public S let(List<String> names, @Nullable Type type, Object value) {
        return line("let " + Literal.pattern(names) + Nn.typed(type) + " = " + Term.of(value));
    }
}
