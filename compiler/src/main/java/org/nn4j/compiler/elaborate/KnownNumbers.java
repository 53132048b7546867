package org.nn4j.compiler.elaborate;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.BinaryOp;

/** The operators between ints, floats and bools, which are carried out when the program is compiled. */
final class KnownNumbers {
    private final Interpreter in;

    KnownNumbers(Interpreter in) {
        this.in = in;
    }

    /** Of ints, and of sizes that are known only at run time. */
    Val ints(BinaryOp op, Dim a, Dim b, Span at) {
        try {
            switch (op) {
                case ADD:
                    return new Val.Int(a.plus(b));
                case SUBTRACT:
                    return new Val.Int(a.minus(b));
                case MULTIPLY:
                    return new Val.Int(a.times(b));
                case FLOOR_DIVIDE, REMAINDER:
                    if (b.is(0)) {
                        throw in.report.error(Code.ARGUMENT_VALUE, "division by zero", at);
                    }
                    return new Val.Int(op == BinaryOp.REMAINDER ? a.mod(b) : a.floorDiv(b));
                case DIVIDE:
                    if (a.isKnown() && b.isKnown()) {
                        return reals(op, a.value(), b.value(), at);
                    }
                    if (in.walk.general()) {
                        return new Val.Real(0.5);
                    }
                    throw in.report.error(
                            Code.NOT_KNOWN,
                            "`/` needs numbers that are known when compiling, but one is a size of run time",
                            at,
                            "`div` divides sizes; `/` divides a tensor by a size");
                default:
                    break;
            }
        } catch (ArithmeticException e) {
            throw in.report.error(Code.ARGUMENT_VALUE, "the result does not fit into 64 bits", at);
        }
        if (a.isKnown() && b.isKnown()) {
            if (op == BinaryOp.POWER && b.value() >= 0) {
                double power = Math.pow(a.value(), b.value());
                if (Math.abs(power) < 0x1p53) {
                    return Val.Int.of((long) power);
                }
            }
            return reals(op, a.value(), b.value(), at);
        }
        if (op == BinaryOp.POWER && b.isKnown() && b.value() >= 0 && b.value() <= 8) {
            Dim power = Dim.of(1);
            for (long i = 0; i < b.value(); i++) {
                power = power.times(a);
            }
            return new Val.Int(power);
        }
        if (op.isComparison()) {
            boolean same = a.equals(b);
            if (same) {
                return new Val.Bool(
                        op == BinaryOp.EQUAL || op == BinaryOp.LESS_OR_EQUAL || op == BinaryOp.GREATER_OR_EQUAL);
            }
            return new Val.Bool(null);
        }
        if (in.walk.general() && op == BinaryOp.POWER) {
            return new Val.Real(0.5);
        }
        throw in.report.error(Code.NOT_KNOWN, "`" + op.symbol() + "` needs numbers that are known when compiling", at);
    }

    /** Of floats. */
    Val reals(BinaryOp op, double x, double y, Span at) {
        boolean divides = op == BinaryOp.DIVIDE || op == BinaryOp.FLOOR_DIVIDE || op == BinaryOp.REMAINDER;
        if (divides && y == 0) {
            throw in.report.error(Code.ARGUMENT_VALUE, "division by zero", at);
        }
        return switch (op) {
            case ADD -> real(x + y, at);
            case SUBTRACT -> real(x - y, at);
            case MULTIPLY -> real(x * y, at);
            case DIVIDE -> real(x / y, at);
            case FLOOR_DIVIDE -> real(Math.floor(x / y), at);
            case REMAINDER -> real(x - y * Math.floor(x / y), at);
            case POWER -> real(Math.pow(x, y), at);
            case EQUAL -> new Val.Bool(x == y);
            case NOT_EQUAL -> new Val.Bool(x != y);
            case LESS -> new Val.Bool(x < y);
            case LESS_OR_EQUAL -> new Val.Bool(x <= y);
            case GREATER -> new Val.Bool(x > y);
            case GREATER_OR_EQUAL -> new Val.Bool(x >= y);
            case AND, OR, MATMUL ->
                throw in.report.error(Code.WRONG_KIND, "`" + op.symbol() + "` does not go between numbers", at);
        };
    }

    /** A result that is a number: what is too large for a float, or no number, is a mistake. */
    private Val real(double result, Span at) {
        if (!Double.isFinite(result)) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    Double.isNaN(result) ? "this is no number" : "this is too large for a float",
                    at);
        }
        return new Val.Real(result);
    }

    /** Of bools; one that depends on what is not known yet is null. */
    Val bools(BinaryOp op, @Nullable Boolean x, @Nullable Boolean y, Span at) {
        if (x == null || y == null) {
            return new Val.Bool(null);
        }
        return new Val.Bool(
                switch (op) {
                    case AND -> x && y;
                    case OR -> x || y;
                    case EQUAL -> x.equals(y);
                    case NOT_EQUAL -> !x.equals(y);
                    default ->
                        throw in.report.error(Code.WRONG_KIND, "`" + op.symbol() + "` does not go between bools", at);
                });
    }
}
