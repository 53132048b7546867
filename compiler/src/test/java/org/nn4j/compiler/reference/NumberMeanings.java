package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Trigonometry;

/** What the operators do that work place by place. */
final class NumberMeanings {

    private NumberMeanings() {}

    static void enter() {
        binary(Elementwise.ADD, (x, y) -> x + y);
        binary(Elementwise.SUB, (x, y) -> x - y);
        binary(Elementwise.MUL, (x, y) -> x * y);
        binary(Elementwise.DIV, (x, y) -> x / y);
        binary(Elementwise.FLOOR_DIV, (x, y) -> Math.floor(x / y));
        binary(Elementwise.MOD, (x, y) -> x - y * Math.floor(x / y));
        binary(Elementwise.POW, Math::pow);
        binary(Elementwise.MAXIMUM, Math::max);
        binary(Elementwise.MINIMUM, Math::min);
        unary(Elementwise.NEG, x -> -x);
        unary(Elementwise.ABS, Math::abs);
        unary(Elementwise.SIGN, Math::signum);
        unary(Elementwise.FLOOR, Math::floor);
        unary(Elementwise.CEIL, Math::ceil);
        unary(Elementwise.ROUND, Math::rint);
        unary(Elementwise.EXP, Math::exp);
        unary(Elementwise.LOG, Math::log);
        unary(Elementwise.SQRT, Math::sqrt);
        unary(Elementwise.TANH, Math::tanh);
        unary(Elementwise.SIGMOID, x -> 1 / (1 + Math.exp(-x)));
        unary(Elementwise.SOFTPLUS, x -> x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
        unary(Elementwise.RELU, x -> Math.max(x, 0));
        unary(Elementwise.ERF, NumberMeanings::erf);

        unary(Trigonometry.SIN, Math::sin);
        unary(Trigonometry.COS, Math::cos);
        unary(Trigonometry.TAN, Math::tan);
        unary(Trigonometry.ASIN, Math::asin);
        unary(Trigonometry.ACOS, Math::acos);
        unary(Trigonometry.ATAN, Math::atan);
        unary(Trigonometry.SINH, Math::sinh);
        unary(Trigonometry.COSH, Math::cosh);
        unary(Trigonometry.ASINH, x -> Math.signum(x) * Math.log(Math.abs(x) + Math.hypot(x, 1)));
        unary(Trigonometry.ACOSH, x -> Math.log(x + Math.sqrt(x * x - 1)));
        unary(Trigonometry.ATANH, x -> (Math.log1p(x) - Math.log1p(-x)) / 2);

        predicate(Elementwise.EQUAL, (x, y) -> x == y);
        predicate(Elementwise.LESS, (x, y) -> x < y);
        predicate(Elementwise.LESS_EQUAL, (x, y) -> x <= y);
        predicate(Elementwise.GREATER, (x, y) -> x > y);
        predicate(Elementwise.GREATER_EQUAL, (x, y) -> x >= y);
        predicate(Elementwise.AND, (x, y) -> x != 0 && y != 0);
        predicate(Elementwise.OR, (x, y) -> x != 0 || y != 0);
        unary(Elementwise.NOT, x -> 1 - x);
        placewise(Elementwise.WHERE, v -> v[0] != 0 ? v[1] : v[2]);
        unary(Elementwise.IS_FINITE, x -> Double.isFinite(x) ? 1 : 0);
        unary(Elementwise.CAST, x -> x);
        unary(Elementwise.STOP_GRADIENT, x -> x);
    }

    /** Place by place, after broadcasting. */
    private static void placewise(Op op, ToDoubleFunction<double[]> f) {
        one(
                op,
                (n, in, s) -> NdArray.generate(
                        n.output().dtype(),
                        Sizes.broadcast(in),
                        i -> f.applyAsDouble(
                                in.stream().mapToDouble(x -> x.spread(i)).toArray())));
    }

    private static void unary(Op op, DoubleUnaryOperator f) {
        placewise(op, v -> f.applyAsDouble(v[0]));
    }

    private static void binary(Op op, DoubleBinaryOperator f) {
        placewise(op, v -> f.applyAsDouble(v[0], v[1]));
    }

    @FunctionalInterface
    private interface Predicate {
        boolean holds(double x, double y);
    }

    private static void predicate(Op op, Predicate p) {
        binary(op, (x, y) -> p.holds(x, y) ? 1 : 0);
    }

    /** The power series of Kummer's function: no cancellation, all terms have one sign. */
    private static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = 2 / Math.sqrt(Math.PI) * x * Math.exp(-x * x);
        double sum = 0;
        for (int k = 1; sum + term != sum; k++) {
            sum += term;
            term *= 2 * x * x / (2 * k + 1);
        }
        return sum;
    }
}
