package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.BitOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Trigonometry;
import org.nn4j.compiler.source.Span;

/** Operators that work place by place. */
final class ElementwiseFunctions {

    /** Operators of one tensor, each with an example. */
    private static final List<Map.Entry<Op, String>> UNARY = List.of(
            Map.entry(Elementwise.ABS, "abs(tensor([-1.0, 2.0])) == tensor([1.0, 2.0])"),
            Map.entry(Elementwise.SIGN, "sign(tensor([-3.0, 0.0])) == tensor([-1.0, 0.0])"),
            Map.entry(Elementwise.FLOOR, "floor(tensor([-1.5])) == -2"),
            Map.entry(Elementwise.CEIL, "ceil(tensor([-1.5])) == -1"),
            Map.entry(Elementwise.ROUND, "round(tensor([0.5, 1.5])) == tensor([0.0, 2.0])"),
            Map.entry(Elementwise.EXP, "exp(tensor([0.0])) == 1"),
            Map.entry(Elementwise.LOG, "log(tensor([1.0])) == 0"),
            Map.entry(Elementwise.SQRT, "sqrt(tensor([9.0])) == 3"),
            Map.entry(Trigonometry.SIN, "sin(tensor([0.0])) == 0"),
            Map.entry(Trigonometry.COS, "cos(tensor([0.0])) == 1"),
            Map.entry(Trigonometry.TAN, "close(tan(tensor([0.7853982])), 1)"),
            Map.entry(Trigonometry.ASIN, "close(asin(tensor([1.0])), 1.5707963)"),
            Map.entry(Trigonometry.ACOS, "close(acos(tensor([1.0])), 0)"),
            Map.entry(Trigonometry.ATAN, "close(atan(tensor([1.0])), 0.7853982)"),
            Map.entry(Trigonometry.SINH, "close(sinh(tensor([1.0])), 1.1752012)"),
            Map.entry(Trigonometry.COSH, "close(cosh(tensor([1.0])), 1.5430806)"),
            Map.entry(Trigonometry.ASINH, "close(asinh(tensor([1.0])), 0.8813736)"),
            Map.entry(Trigonometry.ACOSH, "close(acosh(tensor([2.0])), 1.3169579)"),
            Map.entry(Trigonometry.ATANH, "close(atanh(tensor([0.5])), 0.5493061)"),
            Map.entry(Elementwise.TANH, "close(tanh(tensor([1.0])), 0.7615942)"),
            Map.entry(Elementwise.SIGMOID, "sigmoid(tensor([0.0])) == 0.5"),
            Map.entry(Elementwise.SOFTPLUS, "close(softplus(tensor([0.0, 100.0])), tensor([0.6931472, 100.0]))"),
            Map.entry(Elementwise.RELU, "relu(tensor([-1.0, 2.0])) == tensor([0.0, 2.0])"),
            Map.entry(Elementwise.ERF, "close(erf(tensor([0.5])), 0.5204999)"),
            Map.entry(Elementwise.IS_FINITE, "is_finite(tensor([1.0]) / tensor([0.0])) == false"),
            Map.entry(BitOps.BITWISE_NOT, "bitwise_not(tensor([0, 5], i64)) == tensor([-1, -6], i64)"),
            Map.entry(Elementwise.STOP_GRADIENT, "stop_gradient(tensor([2.0])) == 2"));

    private static final List<Map.Entry<Op, String>> BITS = List.of(
            Map.entry(BitOps.BITWISE_AND, "bitwise_and(tensor([12], i64), 10) == 8"),
            Map.entry(BitOps.BITWISE_OR, "bitwise_or(tensor([12], i64), 10) == 14"),
            Map.entry(BitOps.BITWISE_XOR, "bitwise_xor(tensor([12], i64), 10) == 6"));

    private ElementwiseFunctions() {}

    static void define(Scope s) {
        UNARY.forEach(e -> Builtins.define(
                s,
                e.getKey().name(),
                List.of("x"),
                e.getKey().doc() + "\nExample: " + e.getValue(),
                (in, a) -> unary(in, a, e.getKey())));
        BITS.forEach(e -> Builtins.define(
                s, e.getKey().name(), List.of("x", "y"), e.getKey().doc() + "\nExample: " + e.getValue(), (in, a) -> {
                    List<Span> spans = List.of(a.span("x"), a.span("y"));
                    List<Val> xy = List.of(a.value("x"), a.value("y"));
                    return in.arithmetic.apply(
                            e.getKey(), in.arithmetic.common(xy, false, a.span(), spans), a.span(), spans);
                }));
        Builtins.define(s, "cast", List.of("x", "to"), """
                The same numbers in another element type: f32, f64, i64, i32, u8 or bool. Fractions are cut towards
                0.
                Example: cast(tensor([1.0, 2.7]), i64) == tensor([1, 2], i64)""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            return new Val.Tensor(Elementwise.cast(x.graph(), x.value(), a.dtype("to")), x.graph(), false);
        });
        Builtins.define(s, "where", List.of("condition", "x", "y"), """
                x where the condition holds, y elsewhere; the three broadcast.
                Example: where(tensor([true, false]), 1.0, tensor([5.0, 6.0])) == tensor([1.0, 6.0])""", (in, a) -> {
            List<Span> spans = List.of(a.span("x"), a.span("y"));
            Val.Tensor c = a.tensor("condition");
            List<Val.Tensor> xy = in.arithmetic.common(List.of(a.value("x"), a.value("y")), false, a.span(), spans);
            GraphBuilder b = in.arithmetic.meetingGraph(List.of(c, xy.get(0)), a.span());
            DType dtype = xy.get(0).type().dtype();
            List<Value> values = List.of(
                    in.arithmetic.convert(c, DType.BOOL, b, a.span("condition")).value(),
                    in.arithmetic.convert(xy.get(0), dtype, b, spans.get(0)).value(),
                    in.arithmetic.convert(xy.get(1), dtype, b, spans.get(1)).value());
            List<Span> all = List.of(a.span("condition"), spans.get(0), spans.get(1));
            boolean weak = c.weak() || (xy.get(0).weak() && xy.get(1).weak());
            return new Val.Tensor(in.node(b, a.span(), Elementwise.WHERE, Attributes.NONE, values, all), b, weak);
        });
    }

    private static Val unary(Interpreter in, Given a, Op op) {
        Val x = a.value("x");
        var number = in.number(x);
        if (number.isPresent() && op.scalarMeaning() != null) {
            double y = op.scalarMeaning().applyAsDouble(new double[] {number.get()});
            if (!Double.isFinite(y)) {
                throw in.report.error(
                        Code.ARGUMENT_VALUE, "`" + op.name() + "` of " + number.get() + " is no number", a.span());
            }
            return new Val.Real(y);
        }
        if (x instanceof Val.Int && in.walk.general()) {
            return new Val.Real(0.5);
        }
        return in.arithmetic.unary(op, a.tensor("x"), a.span(), a.span("x"));
    }
}
