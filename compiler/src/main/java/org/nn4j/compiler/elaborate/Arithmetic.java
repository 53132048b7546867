package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.BinaryOp;

/**
 * The operators between values, and the few conversions there are: a number takes the element type of the tensor it
 * meets, a size becomes a scalar of it, a bool tensor counts as 0 and 1 in sums and products.
 */
final class Arithmetic {

    private static final Map<BinaryOp, Op> OPS = Map.ofEntries(
            Map.entry(BinaryOp.ADD, Elementwise.ADD),
            Map.entry(BinaryOp.SUBTRACT, Elementwise.SUB),
            Map.entry(BinaryOp.MULTIPLY, Elementwise.MUL),
            Map.entry(BinaryOp.DIVIDE, Elementwise.DIV),
            Map.entry(BinaryOp.FLOOR_DIVIDE, Elementwise.FLOOR_DIV),
            Map.entry(BinaryOp.REMAINDER, Elementwise.MOD),
            Map.entry(BinaryOp.POWER, Elementwise.POW),
            Map.entry(BinaryOp.EQUAL, Elementwise.EQUAL),
            Map.entry(BinaryOp.LESS, Elementwise.LESS),
            Map.entry(BinaryOp.LESS_OR_EQUAL, Elementwise.LESS_EQUAL),
            Map.entry(BinaryOp.GREATER, Elementwise.GREATER),
            Map.entry(BinaryOp.GREATER_OR_EQUAL, Elementwise.GREATER_EQUAL),
            Map.entry(BinaryOp.AND, Elementwise.AND),
            Map.entry(BinaryOp.OR, Elementwise.OR));

    private final Interpreter in;
    private final KnownNumbers numbers;

    Arithmetic(Interpreter in) {
        this.in = in;
        this.numbers = new KnownNumbers(in);
    }

    Val binary(BinaryOp op, Val left, Val right, Span at, List<Span> spans) {
        if (left instanceof Val.Along || right instanceof Val.Along) {
            return AlongAxes.binary(in, op, left, right, at, spans);
        }
        if (isTensor(left) || isTensor(right)) {
            return tensors(op, left, right, at, spans);
        }
        if (left instanceof Val.Int a && right instanceof Val.Int b) {
            return numbers.ints(op, a.dim(), b.dim(), at);
        }
        var x = in.number(left);
        var y = in.number(right);
        if (x.isPresent() && y.isPresent()) {
            return numbers.reals(op, x.get(), y.get(), at);
        }
        if (left instanceof Val.Bool a && right instanceof Val.Bool b) {
            return numbers.bools(op, a.value(), b.value(), at);
        }
        if (left instanceof Val.Str a && right instanceof Val.Str b && op.isComparison()) {
            boolean same = a.value().equals(b.value());
            if (op == BinaryOp.EQUAL || op == BinaryOp.NOT_EQUAL) {
                return new Val.Bool(same == (op == BinaryOp.EQUAL));
            }
        }
        if (left instanceof Val.Sequence a
                && right instanceof Val.Sequence b
                && (op == BinaryOp.EQUAL || op == BinaryOp.NOT_EQUAL)) {
            Val same = equal(a.elements(), b.elements(), at, spans);
            return op == BinaryOp.EQUAL ? same : not(same, at);
        }
        if (in.walk.general() && (isSize(left) || isSize(right))) {
            // A number that depends on a parameter of the declaration.
            return op.isComparison() ? new Val.Bool(null) : new Val.Real(0.5);
        }
        throw in.report.error(
                Code.WRONG_KIND,
                "`" + op.symbol() + "` does not go between " + left.describe() + " and " + right.describe(),
                at,
                left instanceof Val.Str && right instanceof Val.Str ? "write one string" : null);
    }

    /** Whether two lists are of the same elements; tensors in them are not compared. */
    private Val equal(List<Val> a, List<Val> b, Span at, List<Span> spans) {
        boolean sure = true;
        boolean same = a.size() == b.size();
        for (int i = 0; i < a.size() && same; i++) {
            if (isTensor(a.get(i)) || isTensor(b.get(i))) {
                throw in.report.error(Code.WRONG_KIND, "lists of tensors are not compared", at);
            }
            Boolean equal =
                    binary(BinaryOp.EQUAL, a.get(i), b.get(i), at, spans) instanceof Val.Bool e ? e.value() : null;
            sure &= equal != null;
            same = equal == null || equal;
        }
        return new Val.Bool((same && !sure) ? null : same);
    }

    /** A choice of parameters counts as the tensor that is 1 at the chosen ones. */
    static boolean isTensor(Val v) {
        return v instanceof Val.Tensor || v instanceof Val.Params;
    }

    private static boolean isSize(Val v) {
        return v instanceof Val.Int i && !i.dim().isKnown();
    }

    Val negate(Val v, Span at) {
        if (v instanceof Val.Int i) {
            return numbers.ints(BinaryOp.SUBTRACT, Dim.of(0), i.dim(), at);
        }
        if (v instanceof Val.Real r) {
            return new Val.Real(-r.value());
        }
        if (v instanceof Val.Tensor t) {
            return unary(Elementwise.NEG, t, at, at);
        }
        if (v instanceof Val.Along a) {
            return new Val.Along(unary(Elementwise.NEG, a.tensor(), at, at), a.axes());
        }
        throw in.report.error(Code.WRONG_KIND, "`-` needs a number, not " + v.describe(), at);
    }

    Val not(Val v, Span at) {
        if (v instanceof Val.Bool b) {
            return new Val.Bool(b.value() == null ? null : !b.value());
        }
        if (v instanceof Val.Tensor t) {
            return unary(Elementwise.NOT, t, at, at);
        }
        throw in.report.error(Code.WRONG_KIND, "`not` needs a bool, not " + v.describe(), at);
    }

    Val.Tensor unary(Op op, Val.Tensor t, Span at, Span operand) {
        Value v = in.node(t.graph(), at, op, Attributes.NONE, List.of(t.value()), List.of(operand));
        return new Val.Tensor(v, t.graph(), t.weak());
    }

    Val tensors(BinaryOp op, Val left, Val right, Span at, List<Span> spans) {
        if (op == BinaryOp.POWER
                && left instanceof Val.Tensor t
                && in.number(right).isPresent()) {
            return power(t, in.number(right).get(), at, spans);
        }
        boolean arithmetic = op == BinaryOp.ADD || op == BinaryOp.SUBTRACT || op == BinaryOp.MULTIPLY;
        List<Val.Tensor> xy = common(List.of(left, right), arithmetic, at, spans);
        if (op == BinaryOp.MATMUL) {
            return product(xy, at, spans);
        }
        if (op == BinaryOp.NOT_EQUAL) {
            return not(apply(Elementwise.EQUAL, xy, at, spans), at);
        }
        Op operator = OPS.get(op);
        if (operator == null) {
            throw new IllegalStateException("no operator for " + op);
        }
        return apply(operator, xy, at, spans);
    }

    /** A vector is a row on the left of {@code @} and a column on its right. */
    private Val product(List<Val.Tensor> xy, Span at, List<Span> spans) {
        GraphBuilder b = xy.get(0).graph();
        Value x = xy.get(0).value();
        Value y = xy.get(1).value();
        boolean row = x.rank() == 1 && y.rank() > 1;
        boolean column = y.rank() == 1 && x.rank() > 1;
        List<Value> operands = List.of(
                row ? ShapeOps.unsqueeze(b, x, List.of(0)) : x, column ? ShapeOps.unsqueeze(b, y, List.of(1)) : y);
        Value v = in.node(b, at, MatrixOps.MATMUL, Attributes.NONE, operands, spans);
        List<Integer> extra = row ? List.of(v.rank() - 2) : column ? List.of(v.rank() - 1) : List.of();
        return new Val.Tensor(ShapeOps.squeeze(b, v, extra), b, false);
    }

    Val.Tensor apply(Op op, List<Val.Tensor> operands, Span at, List<Span> spans) {
        GraphBuilder b = operands.get(0).graph();
        Value v = in.node(
                b,
                at,
                op,
                Attributes.NONE,
                operands.stream().map(Val.Tensor::value).toList(),
                spans);
        return new Val.Tensor(v, b, operands.stream().allMatch(Val.Tensor::weak));
    }

    /** Small powers are products: exact, quick, and with a simple gradient. */
    private Val power(Val.Tensor x, double exponent, Span at, List<Span> spans) {
        List<Span> both = List.of(spans.get(0), spans.get(0));
        if (exponent == 1) {
            return x;
        }
        if (exponent == 2) {
            return apply(Elementwise.MUL, List.of(x, x), at, both);
        }
        if (exponent == 3) {
            return apply(Elementwise.MUL, List.of(apply(Elementwise.MUL, List.of(x, x), at, both), x), at, both);
        }
        if (exponent == 0.5) {
            return unary(Elementwise.SQRT, x, at, spans.get(0));
        }
        Val.Tensor y = convert(new Val.Real(exponent), x.type().dtype(), x.graph(), spans.get(1));
        return apply(Elementwise.POW, List.of(x, y), at, spans);
    }

    /** Values that meet in one operator, as tensors of one element type and one graph. */
    List<Val.Tensor> common(List<Val> given, boolean boolsCount, Span at, List<Span> spans) {
        List<Val> values = AlongAxes.lifted(in, given, spans);
        GraphBuilder b = meetingGraph(values, at);
        DType dtype = commonType(values, boolsCount);
        List<Val.Tensor> out = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            out.add(convert(values.get(i), dtype, b, spans.get(i)));
        }
        return out;
    }

    private static DType commonType(List<Val> values, boolean boolsCount) {
        DType strong = null;
        boolean anyBool = false;
        boolean anyWeak = false;
        boolean anyNumber = false;
        for (Val v : values) {
            if (v instanceof Val.Tensor t) {
                if (t.weak()) {
                    anyWeak = true;
                } else if (boolsCount && t.type().dtype() == DType.BOOL) {
                    anyBool = true;
                } else if (strong == null) {
                    strong = t.type().dtype();
                }
            } else {
                anyNumber = true;
            }
        }
        if (strong != null) {
            return strong;
        }
        if (anyBool) {
            return DType.F32;
        }
        return anyWeak ? DType.F64 : anyNumber ? DType.F32 : DType.BOOL;
    }

    /** The graph in which values meet: the innermost, that of the batch unless totals are among them. */
    GraphBuilder meetingGraph(List<Val> values, Span at) {
        GraphBuilder b = null;
        for (Val v : values) {
            if (v instanceof Val.Tensor t) {
                b = b == null ? t.graph() : innermost(b, t.graph(), at);
            }
        }
        return b == null ? in.graph() : b;
    }

    private GraphBuilder innermost(GraphBuilder a, GraphBuilder b, Span at) {
        return a.isWithin(b) ? a : b.isWithin(a) ? b : in.walk.totalsGraph(a, b, at, in.report);
    }

    /** A tensor as it is, a number as an f32 scalar, in this graph. */
    Val.Tensor tensor(Val v, GraphBuilder b, Span at) {
        DType dtype = v instanceof Val.Tensor t ? t.type().dtype() : v instanceof Val.Bool ? DType.BOOL : DType.F32;
        return convert(v, dtype, b, at);
    }

    /** One value as a tensor of an element type. */
    Val.Tensor convert(Val v, DType dtype, GraphBuilder b, Span at) {
        if (v instanceof Val.Tensor original) {
            Val.Tensor t = b.isWithin(original.graph()) ? original : in.walk.bring(original, b, at, in.report);
            DType own = t.type().dtype();
            boolean converts =
                    own == dtype || (t.weak() && dtype.isFloat()) || (own == DType.BOOL && dtype != DType.BOOL);
            Value value = own != dtype && converts ? Elementwise.cast(b, t.value(), dtype) : t.value();
            return new Val.Tensor(value, b, t.weak() && dtype == DType.F64);
        }
        if (v instanceof Val.Int i) {
            if (!i.dim().isKnown() && !in.walk.general() && !b.isWithin(in.walk.forward())) {
                throw in.report.error(
                        Code.NOT_KNOWN,
                        v.describe() + " is known only while a batch is there",
                        at,
                        "initial values, optimizers and what follows the totals of a metric see no batch");
            }
            Value dim = i.dim().isKnown()
                    ? Constants.scalar(b, dtype, i.dim().value())
                    : Elementwise.cast(b, Constants.dim(b, i.dim()), dtype);
            return new Val.Tensor(dim, b, dtype == DType.F64);
        }
        if (v instanceof Val.Real r) {
            if (dtype.isInteger() && r.value() != Math.rint(r.value())) {
                throw in.report.error(
                        Code.WRONG_DTYPE,
                        "the number " + r.value() + " meets a tensor of integers (" + dtype + ")",
                        at,
                        "convert the tensor with `cast(…, f32)`");
            }
            return new Val.Tensor(Constants.scalar(b, dtype, r.value()), b, dtype == DType.F64);
        }
        if (v instanceof Val.Bool flag && flag.value() != null) {
            return new Val.Tensor(Constants.scalar(b, dtype, flag.value() ? 1 : 0), b, false);
        }
        if (v instanceof Val.Params p) {
            return in.walk.mask(in, p, b, dtype, at);
        }
        throw in.report.error(Code.WRONG_KIND, "a tensor or a number is needed here, not " + v.describe(), at);
    }
}
