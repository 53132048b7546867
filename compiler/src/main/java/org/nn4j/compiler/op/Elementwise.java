package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Constants.scalarLike;
import static org.nn4j.compiler.op.TypeRules.arithmetic;
import static org.nn4j.compiler.op.TypeRules.broadcast;
import static org.nn4j.compiler.op.TypeRules.comparison;
import static org.nn4j.compiler.op.TypeRules.logic;
import static org.nn4j.compiler.op.TypeRules.notBytes;
import static org.nn4j.compiler.op.TypeRules.order;
import static org.nn4j.compiler.op.TypeRules.sameAsInput;
import static org.nn4j.compiler.op.TypeRules.sameDType;
import static org.nn4j.compiler.op.TypeRules.sameFloat;
import static org.nn4j.compiler.op.TypeRules.sameNumbers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Operators that work place by place, with broadcasting where they take several tensors. */
public final class Elementwise {

    private Elementwise() {}

    // Arithmetic

    public static final Op ADD = Op.define("add", "x + y.")
            .inputs("x", "y")
            .elementwise(arithmetic("+"), v -> v[0] + v[1])
            .gradient((b, n, dy) -> List.of(dy, dy))
            .onnx("Add");

    public static final Op SUB = Op.define("sub", "x - y.")
            .inputs("x", "y")
            .elementwise(arithmetic("-"), v -> v[0] - v[1])
            .gradient((b, n, dy) -> List.of(dy, neg(b, dy)))
            .onnx("Sub");

    public static final Op MUL = Op.define("mul", "x * y.")
            .inputs("x", "y")
            .elementwise(arithmetic("*"), v -> v[0] * v[1])
            .gradient((b, n, dy) -> {
                Value x = n.input(0);
                Value y = n.input(1);
                return x.equals(y)
                        ? Arrays.asList(mul(b, mul(b, scalarLike(b, dy, 2), dy), x), null)
                        : List.of(mul(b, dy, y), mul(b, dy, x));
            })
            .onnx("Mul");

    public static final Op DIV = Op.define("div", "x / y, for floating-point tensors.")
            .inputs("x", "y")
            .elementwise(
                    (in, a, r) -> {
                        TypeRules.requireFloat("/", in.get(0));
                        return arithmetic("/").infer(in, a, r);
                    },
                    v -> v[0] / v[1])
            .gradient((b, n, dy) -> {
                Value byX = div(b, dy, n.input(1));
                return List.of(byX, neg(b, mul(b, byX, n.output())));
            })
            .onnx("Div");

    public static final Op FLOOR_DIV = Op.define("floor_div", "x div y, rounded towards minus infinity.")
            .inputs("x", "y")
            .elementwise(arithmetic("div"), v -> Math.floor(v[0] / v[1]))
            .notDifferentiable()
            .onnx((e, n) -> {
                List<String> xy = List.of(e.name(n.input(0)), e.name(n.input(1)));
                String quotient;
                if (n.output().dtype().isFloat()) {
                    quotient = e.emit("Floor", List.of(e.emit("Div", xy)));
                } else {
                    // ONNX truncates; subtracting the floored remainder first makes the division exact.
                    String remainder = e.emit("Mod", xy);
                    quotient = e.emit("Div", List.of(e.emit("Sub", List.of(xy.get(0), remainder)), xy.get(1)));
                }
                e.define(n.output(), quotient);
            });

    public static final Op MOD = Op.define("mod", "x % y, with the sign of y.")
            .inputs("x", "y")
            .elementwise(arithmetic("%"), v -> v[0] - v[1] * Math.floor(v[0] / v[1]))
            .gradient((b, n, dy) -> n.output().dtype().isFloat()
                    ? List.of(dy, neg(b, mul(b, dy, b.add(FLOOR_DIV, Attributes.NONE, n.input(0), n.input(1)))))
                    : Arrays.asList(null, null))
            .onnx((e, n) -> {
                List<String> xy = List.of(e.name(n.input(0)), e.name(n.input(1)));
                if (n.output().dtype().isFloat()) {
                    // ONNX has the remainder with the sign of y of integers alone.
                    String quotient = e.emit("Floor", List.of(e.emit("Div", xy)));
                    String multiple = e.emit("Mul", List.of(xy.get(1), quotient));
                    e.define(n.output(), e.emit("Sub", List.of(xy.get(0), multiple)));
                } else {
                    e.define(n.output(), e.emit("Mod", xy));
                }
            });

    public static final Op POW = Op.define("pow", "x ^ y.")
            .inputs("x", "y")
            .elementwise(notBytes("^", arithmetic("^")), v -> Math.pow(v[0], v[1]))
            .gradient((b, n, dy) -> {
                Value x = n.input(0);
                Value y = n.input(1);
                Value byX = mul(b, dy, mul(b, y, pow(b, x, sub(b, y, scalarLike(b, y, 1)))));
                return List.of(byX, mul(b, dy, mul(b, n.output(), log(b, x))));
            })
            .onnx("Pow");

    public static final Op MAXIMUM = Op.define("maximum", "The larger of x and y; the gradient of a tie goes to x.")
            .inputs("x", "y")
            .elementwise(arithmetic("max"), v -> Math.max(v[0], v[1]))
            .gradient((b, n, dy) -> choose(b, dy, greaterEqual(b, n.input(0), n.input(1))))
            .onnx("Max");

    public static final Op MINIMUM = Op.define("minimum", "The smaller of x and y; the gradient of a tie goes to x.")
            .inputs("x", "y")
            .elementwise(arithmetic("min"), v -> Math.min(v[0], v[1]))
            .gradient((b, n, dy) -> choose(b, dy, lessEqual(b, n.input(0), n.input(1))))
            .onnx("Min");

    /** The gradients of a choice between two: {@code dy} where {@code first} holds, and where it does not. */
    private static List<Value> choose(GraphBuilder b, Value dy, Value first) {
        Value toFirst = mul(b, dy, cast(b, first, dy.dtype()));
        return List.of(toFirst, sub(b, dy, toFirst));
    }

    public static final Op NEG = Op.define("neg", "-x.")
            .inputs("x")
            .elementwise(notBytes("-", sameNumbers("-")), v -> -v[0])
            .gradient((b, n, dy) -> List.of(neg(b, dy)))
            .onnx("Neg");

    public static final Op ABS = Op.define("abs", "|x|; its gradient at 0 is 0.")
            .inputs("x")
            .elementwise(sameNumbers("abs"), v -> Math.abs(v[0]))
            .gradient((b, n, dy) -> List.of(mul(b, dy, b.add(Elementwise.SIGN, Attributes.NONE, n.input(0)))))
            .onnx("Abs");

    public static final Op SIGN = Op.define("sign", "-1, 0 or 1.")
            .inputs("x")
            .elementwise(sameNumbers("sign"), v -> Math.signum(v[0]))
            .notDifferentiable()
            .onnx("Sign");

    public static final Op FLOOR = Op.define("floor", "The largest integer that is not above x.")
            .inputs("x")
            .elementwise(sameFloat("floor"), v -> Math.floor(v[0]))
            .notDifferentiable()
            .onnx("Floor");

    public static final Op CEIL = Op.define("ceil", "The smallest integer that is not below x.")
            .inputs("x")
            .elementwise(sameFloat("ceil"), v -> Math.ceil(v[0]))
            .notDifferentiable()
            .onnx("Ceil");

    public static final Op ROUND = Op.define("round", "The nearest integer, the even one of two as near.")
            .inputs("x")
            .elementwise(sameFloat("round"), v -> Math.rint(v[0]))
            .notDifferentiable()
            .onnx("Round");

    // Functions of one number

    public static final Op EXP = Op.define("exp", "e to the power of x.")
            .inputs("x")
            .elementwise(sameFloat("exp"), v -> Math.exp(v[0]))
            .gradient((b, n, dy) -> List.of(mul(b, dy, n.output())))
            .onnx("Exp");

    public static final Op LOG = Op.define("log", "The natural logarithm.")
            .inputs("x")
            .elementwise(sameFloat("log"), v -> Math.log(v[0]))
            .gradient((b, n, dy) -> List.of(div(b, dy, n.input(0))))
            .onnx("Log");

    public static final Op SQRT = Op.define("sqrt", "The square root.")
            .inputs("x")
            .elementwise(sameFloat("sqrt"), v -> Math.sqrt(v[0]))
            .gradient((b, n, dy) -> List.of(div(b, mul(b, dy, scalarLike(b, dy, 0.5)), n.output())))
            .onnx("Sqrt");

    public static final Op TANH = Op.define("tanh", "The hyperbolic tangent.")
            .inputs("x")
            .elementwise(sameFloat("tanh"), v -> Math.tanh(v[0]))
            .gradient((b, n, dy) -> List.of(mul(b, dy, sub(b, scalarLike(b, dy, 1), mul(b, n.output(), n.output())))))
            .onnx("Tanh");

    public static final Op SIGMOID = Op.define("sigmoid", "1 / (1 + exp(-x)).")
            .inputs("x")
            .elementwise(sameFloat("sigmoid"), v -> 1 / (1 + Math.exp(-v[0])))
            .gradient((b, n, dy) -> {
                Value y = n.output();
                return List.of(mul(b, dy, mul(b, y, sub(b, scalarLike(b, y, 1), y))));
            })
            .onnx("Sigmoid");

    public static final Op SOFTPLUS = Op.define("softplus", "log(1 + exp(x)), without overflow.")
            .inputs("x")
            .elementwise(sameFloat("softplus"), v -> Math.max(v[0], 0) + Math.log1p(Math.exp(-Math.abs(v[0]))))
            .gradient((b, n, dy) -> List.of(mul(b, dy, sigmoid(b, n.input(0)))))
            .onnx("Softplus");

    public static final Op RELU = Op.define("relu", "max(x, 0); its gradient at 0 is 0.")
            .inputs("x")
            .elementwise(sameFloat("relu"), v -> Math.max(v[0], 0))
            // Mul by a Cast is faster than Where.
            .gradient((b, n, dy) -> {
                Value positive = greater(b, n.output(), scalarLike(b, n.output(), 0));
                return List.of(mul(b, dy, cast(b, positive, dy.dtype())));
            })
            .onnx("Relu");

    public static final Op ERF = Op.define("erf", "The error function.")
            .inputs("x")
            .elementwise(sameFloat("erf"))
            .gradient((b, n, dy) -> {
                Value x = n.input(0);
                Value bell = exp(b, neg(b, mul(b, x, x)));
                return List.of(mul(b, dy, mul(b, bell, scalarLike(b, x, 2 / Math.sqrt(Math.PI)))));
            })
            .onnx("Erf");

    // Comparisons and logic

    public static final Op EQUAL = comparisonOp("equal", "==", comparison("=="), "Equal");
    public static final Op LESS = comparisonOp("less", "<", order("<"), "Less");
    public static final Op LESS_EQUAL = comparisonOp("less_equal", "<=", order("<="), "LessOrEqual");
    public static final Op GREATER = comparisonOp("greater", ">", order(">"), "Greater");
    public static final Op GREATER_EQUAL = comparisonOp("greater_equal", ">=", order(">="), "GreaterOrEqual");

    private static Op comparisonOp(String name, String symbol, Op.TypeRule rule, String onnx) {
        return Op.define(name, "x " + symbol + " y, as bool.")
                .inputs("x", "y")
                .elementwise(rule)
                .notDifferentiable()
                .onnx(onnx);
    }

    public static final Op AND = Op.define("and", "Both hold.")
            .inputs("x", "y")
            .elementwise(logic("and"))
            .notDifferentiable()
            .onnx("And");

    public static final Op OR = Op.define("or", "At least one holds.")
            .inputs("x", "y")
            .elementwise(logic("or"))
            .notDifferentiable()
            .onnx("Or");

    public static final Op NOT = Op.define("not", "It does not hold.")
            .inputs("x")
            .elementwise(logic("not"))
            .notDifferentiable()
            .onnx("Not");

    public static final Op WHERE = Op.define("where", "x where the condition holds, y elsewhere.")
            .inputs("condition", "x", "y")
            .elementwise((in, a, r) -> {
                if (in.get(0).dtype() != DType.BOOL) {
                    throw OpTypeException.disagree(
                            Kind.DTYPE, "the condition of `where` must be bool", in.subList(0, 1), null);
                }
                return List.of(new TensorType(sameDType("where", in.subList(1, 3)), broadcast("where", in)));
            })
            .gradient((b, n, dy) -> {
                Value zero = scalarLike(b, dy, 0);
                return Arrays.asList(null, where(b, n.input(0), dy, zero), where(b, n.input(0), zero, dy));
            })
            .onnx((e, n) -> {
                List<String> in = n.inputs().stream().map(e::name).toList();
                e.define(n.output(), n.output().dtype() == DType.BOOL ? whereBool(e, in) : e.emit("Where", in));
            });

    /** ONNX Runtime has no kernel of Where for bools. */
    private static String whereBool(OnnxEmitter e, List<String> in) {
        String otherwise = e.emit("Not", in.subList(0, 1));
        return e.emit(
                "Or",
                List.of(e.emit("And", List.of(in.get(0), in.get(1))), e.emit("And", List.of(otherwise, in.get(2)))));
    }

    public static final Op IS_FINITE = Op.define("is_finite", "Neither infinite nor not-a-number.")
            .inputs("x")
            .elementwise((in, a, r) -> {
                TypeRules.requireFloat("is_finite", in.get(0));
                return List.of(in.get(0).withDType(DType.BOOL));
            })
            .notDifferentiable()
            // Every comparison with not-a-number is false.
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Less",
                            List.of(
                                    e.emit("Abs", List.of(e.name(n.input(0)))),
                                    e.scalar(n.input(0).dtype(), Double.POSITIVE_INFINITY)))));

    // Conversion

    public static final Op CAST = Op.define("cast", "The same numbers in another element type.")
            .inputs("x")
            .elementwise((in, a, r) -> List.of(in.get(0).withDType(a.dtype("to"))))
            .gradient((b, n, dy) -> Arrays.asList(
                    n.input(0).dtype().isFloat() ? cast(b, dy, n.input(0).dtype()) : null))
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Cast",
                            List.of(e.name(n.input(0))),
                            Map.of("to", n.attributes().dtype("to")))));

    public static final Op STOP_GRADIENT = Op.define("stop_gradient", "x, taken as a constant by differentiation.")
            .inputs("x")
            .elementwise(sameAsInput(), v -> v[0])
            .notDifferentiable()
            .onnx((e, n) -> e.define(n.output(), e.name(n.input(0))));

    // Shorthands for gradient rules and lowerings of the language's own constructs

    public static Value add(GraphBuilder b, Value x, Value y) {
        return b.add(ADD, Attributes.NONE, x, y);
    }

    public static Value sub(GraphBuilder b, Value x, Value y) {
        return b.add(SUB, Attributes.NONE, x, y);
    }

    public static Value mul(GraphBuilder b, Value x, Value y) {
        return b.add(MUL, Attributes.NONE, x, y);
    }

    public static Value div(GraphBuilder b, Value x, Value y) {
        return b.add(DIV, Attributes.NONE, x, y);
    }

    public static Value pow(GraphBuilder b, Value x, Value y) {
        return b.add(POW, Attributes.NONE, x, y);
    }

    public static Value neg(GraphBuilder b, Value x) {
        return b.add(NEG, Attributes.NONE, x);
    }

    public static Value exp(GraphBuilder b, Value x) {
        return b.add(EXP, Attributes.NONE, x);
    }

    public static Value log(GraphBuilder b, Value x) {
        return b.add(LOG, Attributes.NONE, x);
    }

    public static Value sqrt(GraphBuilder b, Value x) {
        return b.add(SQRT, Attributes.NONE, x);
    }

    public static Value sigmoid(GraphBuilder b, Value x) {
        return b.add(SIGMOID, Attributes.NONE, x);
    }

    public static Value greater(GraphBuilder b, Value x, Value y) {
        return b.add(GREATER, Attributes.NONE, x, y);
    }

    public static Value greaterEqual(GraphBuilder b, Value x, Value y) {
        return b.add(GREATER_EQUAL, Attributes.NONE, x, y);
    }

    public static Value lessEqual(GraphBuilder b, Value x, Value y) {
        return b.add(LESS_EQUAL, Attributes.NONE, x, y);
    }

    public static Value equal(GraphBuilder b, Value x, Value y) {
        return b.add(EQUAL, Attributes.NONE, x, y);
    }

    public static Value and(GraphBuilder b, Value x, Value y) {
        return b.add(AND, Attributes.NONE, x, y);
    }

    public static Value not(GraphBuilder b, Value x) {
        return b.add(NOT, Attributes.NONE, x);
    }

    public static Value where(GraphBuilder b, Value condition, Value x, Value y) {
        return b.add(WHERE, Attributes.NONE, condition, x, y);
    }

    public static Value isFinite(GraphBuilder b, Value x) {
        return b.add(IS_FINITE, Attributes.NONE, x);
    }

    public static Value cast(GraphBuilder b, Value x, DType to) {
        return x.dtype() == to ? x : b.add(CAST, Attributes.of("to", to), x);
    }
}
