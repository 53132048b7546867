package org.nn4j.compiler.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.dsl.Term.Level;

/** {@code scan x_t in x over T reverse lengths = n carry h = zeros(B, D) { … }}; {@link #body} makes it an expression. */
public final class Scan {
    private final String head;
    private final String reverse;
    private final String lengths;
    private final List<String> carries;

    private Scan(String head, String reverse, String lengths, List<String> carries) {
        this.head = head;
        this.reverse = reverse;
        this.lengths = lengths;
        this.carries = List.copyOf(carries);
    }

    static Scan of(List<String> items, Object sequences, String axis) {
        String in = "scan " + Literal.pattern(items) + " in " + Term.of(sequences);
        return new Scan(in + " over " + Literal.name(axis), "", "", List.of());
    }

    /** {@code reverse}. */
    public Scan reverse() {
        return new Scan(head, " reverse", lengths, carries);
    }

    /** {@code reverse when condition}. */
    public Scan reverseWhen(Object condition) {
        return new Scan(head, " reverse when " + beforeBrace(condition), lengths, carries);
    }

    /** {@code lengths = n}. */
    public Scan lengths(Object lengths) {
        return new Scan(head, reverse, " lengths = " + beforeBrace(lengths), carries);
    }

    /** {@code carry h = init}. */
    public Scan carry(String name, Object init) {
        return carry(name, null, init);
    }

    /** {@code carry h: type = init}. */
    public Scan carry(String name, @Nullable Type type, Object init) {
        List<String> more = new ArrayList<>(carries);
        more.add(Literal.name(name) + Nn.typed(type) + " = " + beforeBrace(init));
        return new Scan(head, reverse, lengths, more);
    }

    /** With the statements of a step. */
    public Term body(UnaryOperator<Body> step) {
        String carry = carries.isEmpty() ? "" : " carry " + String.join(", ", carries);
        return new Term(
                head + reverse + lengths + carry + " " + step.apply(Body.EMPTY).block(), Level.POSTFIX);
    }

    /** A stage called {@code repeat} must not take the brace that follows for its own. */
    private static String beforeBrace(Object value) {
        return Term.at(Level.OR, value);
    }
}
