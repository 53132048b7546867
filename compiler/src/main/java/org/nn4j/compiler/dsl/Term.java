package org.nn4j.compiler.dsl;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression.
 *
 * <p>Where a method takes an {@code Object}, it takes a term, or a value of Java that the language has a literal for: a
 * whole number, a {@code double} or {@code float}, a {@code boolean}, a {@code String} (which is text; names are {@link
 * Nn#name}) or a {@code List} of such. Parentheses are put where the operators need them.
 */
public final class Term extends Fragment implements Stage {

    /** How tightly the outermost operator of an expression binds, loose to tight: the rules of the grammar. */
    enum Level {
        OPEN,
        PIPE,
        OR,
        AND,
        NOT,
        COMPARISON,
        RANGE,
        SUM,
        PRODUCT,
        UNARY,
        POWER,
        /** Behind a number a point would be one of its digits. */
        NUMBER,
        POSTFIX
    }

    private final Level level;

    Term(String text, Level level) {
        super(text);
        this.level = level;
    }

    /** What a value of Java is in the language. */
    static Term of(Object value) {
        if (value instanceof Term term) {
            return term;
        }
        if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Double
                || value instanceof Float) {
            String text = Literal.number((Number) value);
            return new Term(text, text.startsWith("-") ? Level.UNARY : Level.NUMBER);
        }
        if (value instanceof Boolean) {
            return new Term(value.toString(), Level.POSTFIX);
        }
        if (value instanceof String text) {
            return new Term(Literal.string(text), Level.POSTFIX);
        }
        if (value instanceof List<?> list) {
            String elements = list.stream().map(e -> of(e).toString()).collect(Collectors.joining(", ", "[", "]"));
            return new Term(elements, Level.POSTFIX);
        }
        throw new IllegalArgumentException(
                "a " + value.getClass().getSimpleName() + " is no expression: `" + value + "`");
    }

    /** The text of an expression where at least {@code level} is needed. */
    static String at(Level level, Object value) {
        Term term = of(value);
        return term.level.compareTo(level) >= 0 ? term.toString() : "(" + term + ")";
    }

    /** Arguments, with {@link Arg}s and {@link Spread}s among them. */
    static String args(Object... args) {
        return Arrays.stream(args)
                .map(a -> a instanceof Arg || a instanceof Spread ? a.toString() : of(a).toString())
                .collect(Collectors.joining(", "));
    }

    private Term binary(Level level, Level left, String operator, Level right, Object other) {
        return new Term(at(left, this) + " " + operator + " " + at(right, other), level);
    }

    /** Of operators that group to the left. */
    private Term chained(Level level, String operator, Level tighter, Object other) {
        return binary(level, level, operator, tighter, other);
    }

    /** {@code a + b}. */
    public Term plus(Object other) {
        return chained(Level.SUM, "+", Level.PRODUCT, other);
    }

    /** {@code a - b}. */
    public Term minus(Object other) {
        return chained(Level.SUM, "-", Level.PRODUCT, other);
    }

    /** {@code a * b}. */
    public Term times(Object other) {
        return chained(Level.PRODUCT, "*", Level.UNARY, other);
    }

    /** {@code a / b}. */
    public Term over(Object other) {
        return chained(Level.PRODUCT, "/", Level.UNARY, other);
    }

    /** {@code a div b}. */
    public Term div(Object other) {
        return chained(Level.PRODUCT, "div", Level.UNARY, other);
    }

    /** {@code a % b}. */
    public Term mod(Object other) {
        return chained(Level.PRODUCT, "%", Level.UNARY, other);
    }

    /** {@code a @ b}. */
    public Term matmul(Object other) {
        return chained(Level.PRODUCT, "@", Level.UNARY, other);
    }

    /** {@code a ^ b}. */
    public Term pow(Object other) {
        return binary(Level.POWER, Level.NUMBER, "^", Level.UNARY, other);
    }

    /** {@code -a}. */
    public Term negate() {
        return new Term("-" + at(Level.UNARY, this), Level.UNARY);
    }

    /** {@code not a}. */
    public Term not() {
        return new Term("not " + at(Level.NOT, this), Level.NOT);
    }

    /** {@code a and b}. */
    public Term and(Object other) {
        return chained(Level.AND, "and", Level.NOT, other);
    }

    /** {@code a or b}. */
    public Term or(Object other) {
        return chained(Level.OR, "or", Level.AND, other);
    }

    private Term compared(String operator, Object other) {
        return binary(Level.COMPARISON, Level.RANGE, operator, Level.RANGE, other);
    }

    /** {@code a == b}. */
    public Term eq(Object other) {
        return compared("==", other);
    }

    /** {@code a != b}. */
    public Term ne(Object other) {
        return compared("!=", other);
    }

    /** {@code a < b}. */
    public Term lt(Object other) {
        return compared("<", other);
    }

    /** {@code a <= b}. */
    public Term le(Object other) {
        return compared("<=", other);
    }

    /** {@code a > b}. */
    public Term gt(Object other) {
        return compared(">", other);
    }

    /** {@code a >= b}. */
    public Term ge(Object other) {
        return compared(">=", other);
    }

    /** {@code a .. b}. */
    public Term to(Object other) {
        return binary(Level.RANGE, Level.SUM, "..", Level.SUM, other);
    }

    /** {@code a |> stage |> …}. */
    public Term pipe(Stage... stages) {
        Term value = this;
        for (Stage stage : stages) {
            value = new Term(at(Level.PIPE, value) + " |> " + stage(stage), Level.PIPE);
        }
        return value;
    }

    static String stage(Stage stage) {
        return stage instanceof Term ? at(Level.POSTFIX, stage) : stage.toString();
    }

    private Term suffix(String suffix) {
        return new Term(at(Level.POSTFIX, this) + suffix, Level.POSTFIX);
    }

    /** {@code f(a, lr = b)}: arguments are expressions, {@link Nn#arg} and {@link Nn#spread}. */
    public Term call(Object... args) {
        return suffix("(" + args(args) + ")");
    }

    /** {@code x[0, 1:n, ...]}: items are expressions, {@link Nn#slice} and {@link Nn#ELLIPSIS}. */
    public Term at(Object... items) {
        if (items.length == 0) {
            throw new IllegalArgumentException("an index has at least one item");
        }
        return suffix(Arrays.stream(items)
                .map(i -> i instanceof Item ? i.toString() : of(i).toString())
                .collect(Collectors.joining(", ", "[", "]")));
    }

    /** {@code r.last}. */
    public Term member(String name) {
        return suffix("." + Literal.name(name));
    }

    /** {@code r.0}. */
    public Term member(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("no tuple has an element " + index);
        }
        return suffix("." + index);
    }
}
