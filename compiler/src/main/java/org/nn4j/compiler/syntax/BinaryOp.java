package org.nn4j.compiler.syntax;

/** An operator between two operands, by its meaning in the text; what it does to values is decided later. */
public enum BinaryOp {
    OR("or"),
    AND("and"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS_OR_EQUAL("<="),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    GREATER(">"),
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    MATMUL("@"),
    FLOOR_DIVIDE("div"),
    POWER("^");

    private final String symbol;

    BinaryOp(String symbol) {
        this.symbol = symbol;
    }

    /** The operator as it is written. */
    public String symbol() {
        return symbol;
    }

    /** Whether the operator is {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}. */
    public boolean isComparison() {
        return compareTo(EQUAL) >= 0 && compareTo(GREATER) <= 0;
    }
}
