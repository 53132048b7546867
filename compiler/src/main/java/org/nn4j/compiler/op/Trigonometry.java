package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Constants.scalarLike;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.neg;
import static org.nn4j.compiler.op.Elementwise.sqrt;
import static org.nn4j.compiler.op.Elementwise.sub;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;

/** Circular and hyperbolic functions and their inverses; angles are in radians. The hyperbolic tangent is an activation. */
public final class Trigonometry {

    private Trigonometry() {}

    /** dy/dx of a function of one number. */
    @FunctionalInterface
    private interface Slope {
        Value at(GraphBuilder b, Node n);
    }

    public static final Op SIN =
            function("sin", "The sine of x in radians.", Math::sin, (b, n) -> cos(b, n.input(0)), "Sin");

    public static final Op COS =
            function("cos", "The cosine of x in radians.", Math::cos, (b, n) -> neg(b, sin(b, n.input(0))), "Cos");

    public static final Op TAN = function(
            "tan", "The tangent of x in radians.", Math::tan, (b, n) -> plus1(b, square(b, n.output())), "Tan");

    public static final Op ASIN = function(
            "asin",
            "The angle in [-π/2, π/2] whose sine is x, from -1 to 1.",
            Math::asin,
            (b, n) -> inverse(b, sqrt(b, minusFrom1(b, square(b, n.input(0))))),
            "Asin");

    public static final Op ACOS = function(
            "acos",
            "The angle in [0, π] whose cosine is x, from -1 to 1.",
            Math::acos,
            (b, n) -> neg(b, inverse(b, sqrt(b, minusFrom1(b, square(b, n.input(0)))))),
            "Acos");

    public static final Op ATAN = function(
            "atan",
            "The angle in [-π/2, π/2] whose tangent is x.",
            Math::atan,
            (b, n) -> inverse(b, plus1(b, square(b, n.input(0)))),
            "Atan");

    public static final Op SINH = function(
            "sinh",
            "The hyperbolic sine, (exp(x) - exp(-x)) / 2.",
            Math::sinh,
            (b, n) -> b.add(Trigonometry.COSH, Attributes.NONE, n.input(0)),
            "Sinh");

    public static final Op COSH = function(
            "cosh",
            "The hyperbolic cosine, (exp(x) + exp(-x)) / 2.",
            Math::cosh,
            (b, n) -> b.add(SINH, Attributes.NONE, n.input(0)),
            "Cosh");

    public static final Op ASINH = function(
            "asinh",
            "The number whose hyperbolic sine is x.",
            Trigonometry::asinh,
            (b, n) -> inverse(b, sqrt(b, plus1(b, square(b, n.input(0))))),
            "Asinh");

    public static final Op ACOSH = function(
            "acosh",
            "The number from 0 on whose hyperbolic cosine is x, from 1 on.",
            x -> Math.log(x + Math.sqrt(x - 1) * Math.sqrt(x + 1)),
            (b, n) -> inverse(b, b.add(SINH, Attributes.NONE, n.output())),
            "Acosh");

    public static final Op ATANH = function(
            "atanh",
            "The number whose hyperbolic tangent is x, between -1 and 1.",
            x -> 0.5 * (Math.log1p(x) - Math.log1p(-x)),
            (b, n) -> inverse(b, minusFrom1(b, square(b, n.input(0)))),
            "Atanh");

    private static double asinh(double x) {
        double a = Math.abs(x);
        return Math.copySign(a > 1e8 ? Math.log(2 * a) : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1))), x);
    }

    private static Op function(String name, String doc, DoubleUnaryOperator meaning, Slope slope, String onnx) {
        return Op.define(name, doc)
                .inputs("x")
                .elementwise(TypeRules.sameFloat(name), v -> meaning.applyAsDouble(v[0]))
                .gradient((b, n, dy) -> List.of(mul(b, dy, slope.at(b, n))))
                .onnx(onnx);
    }

    private static Value square(GraphBuilder b, Value x) {
        return mul(b, x, x);
    }

    private static Value plus1(GraphBuilder b, Value x) {
        return add(b, x, scalarLike(b, x, 1));
    }

    private static Value minusFrom1(GraphBuilder b, Value x) {
        return sub(b, scalarLike(b, x, 1), x);
    }

    private static Value inverse(GraphBuilder b, Value x) {
        return div(b, scalarLike(b, x, 1), x);
    }

    public static Value sin(GraphBuilder b, Value x) {
        return b.add(SIN, Attributes.NONE, x);
    }

    public static Value cos(GraphBuilder b, Value x) {
        return b.add(COS, Attributes.NONE, x);
    }
}
