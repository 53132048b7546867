package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.RandomOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.op.Trigonometry;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.source.Span;

/** The functions that the language gives to its library: operators under the names that users write. */
final class Builtins {

    private static final List<Op> UNARY = List.of(
            Elementwise.ABS,
            Elementwise.SIGN,
            Elementwise.FLOOR,
            Elementwise.CEIL,
            Elementwise.ROUND,
            Elementwise.EXP,
            Elementwise.LOG,
            Elementwise.SQRT,
            Trigonometry.SIN,
            Trigonometry.COS,
            Trigonometry.TAN,
            Trigonometry.ASIN,
            Trigonometry.ACOS,
            Trigonometry.ATAN,
            Trigonometry.SINH,
            Trigonometry.COSH,
            Trigonometry.ASINH,
            Trigonometry.ACOSH,
            Trigonometry.ATANH,
            Elementwise.TANH,
            Elementwise.SIGMOID,
            Elementwise.SOFTPLUS,
            Elementwise.RELU,
            Elementwise.ERF,
            Elementwise.IS_FINITE,
            Elementwise.STOP_GRADIENT);

    private static final int MAX_PARTS = 10_000;

    private Builtins() {}

    /** A scope with all of them. */
    static Scope scope() {
        Scope s = new Scope(null);
        UNARY.forEach(op -> define(s, op.name(), List.of("x"), (in, a) -> unary(in, a, op)));
        for (DType d : DType.values()) {
            if (d != DType.U32) {
                s.bind(d.display(), new Val.Spec("dtype", Map.of("dtype", d)));
            }
        }
        reductions(s);
        shapes(s);
        makers(s);
        totals(s);
        SoftmaxFunctions.define(s);
        ChannelFunctions.define(s);
        ConvolutionFunctions.define(s);
        Initializers.define(s);
        IndexFunctions.define(s);
        OrderFunctions.define(s);
        EinsumFunction.define(s);
        PoolingFunctions.define(s);
        TensorLiterals.define(s);
        PenaltyFunctions.define(s);
        return s;
    }

    static void define(Scope s, String name, List<String> parameters, Builtin.Body body) {
        if (!s.bind(name, new Builtin(name, parameters, body))) {
            throw new IllegalStateException("two functions are called " + name);
        }
    }

    private static Val unary(Interpreter in, Given a, Op op) {
        Val x = a.value("x");
        var number = in.number(x);
        if (number.isPresent() && op.scalarMeaning() != null) {
            double y = op.scalarMeaning().applyAsDouble(new double[] {number.get()});
            if (Double.isNaN(y)) {
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

    /** A node of one input and one output. */
    static Val.Tensor node(Interpreter in, Given a, Val.Tensor x, Op op, Attributes attributes) {
        Value v = in.node(x.graph(), a.span(), op, attributes, List.of(x.value()), List.of(a.span("x")));
        return new Val.Tensor(v, x.graph(), false);
    }

    private static void reductions(Scope s) {
        define(s, "sum", List.of("x", "axis?", "keep?"), (in, a) -> reduce(in, a, Reduction.SUM));
        define(s, "mean", List.of("x", "axis?", "keep?"), (in, a) -> reduce(in, a, Reduction.MEAN));
        define(s, "prod", List.of("x", "axis?", "keep?"), (in, a) -> reduce(in, a, Reduction.PROD));
        define(
                s,
                "max",
                List.of("x", "y?", "axis?", "keep?"),
                (in, a) -> extremum(in, a, Elementwise.MAXIMUM, Reduction.MAX));
        define(
                s,
                "min",
                List.of("x", "y?", "axis?", "keep?"),
                (in, a) -> extremum(in, a, Elementwise.MINIMUM, Reduction.MIN));
        for (Op op : List.of(Reduction.ARGMAX, Reduction.ARGMIN)) {
            define(s, op.name(), List.of("x", "axis?"), (in, a) -> {
                Val.Tensor x = a.tensor("x");
                return node(in, a, x, op, Attributes.of("axis", lastAxis(a, x)));
            });
        }
        define(s, "cumsum", List.of("x", "axis?", "reverse?"), (in, a) -> {
            Val.Tensor x = a.tensor("x");
            Attributes axis = Attributes.of("axis", lastAxis(a, x));
            return node(in, a, x, Reduction.CUMSUM, a.flag("reverse", false) ? axis.with("reverse", true) : axis);
        });
    }

    private static int lastAxis(Given a, Val.Tensor x) {
        return a.axis(a.integer("axis", -1), x.type().rank(), a.span("axis"), x);
    }

    private static Val reduce(Interpreter in, Given a, Op op) {
        Val.Tensor x = a.tensor("x");
        List<Integer> axes = a.axes("axis", x);
        if (axes.isEmpty()) {
            return x;
        }
        Attributes attributes =
                a.flag("keep", false) ? Attributes.of("axes", axes, "keep", true) : Attributes.of("axes", axes);
        return node(in, a, x, op, attributes);
    }

    private static Val extremum(Interpreter in, Given a, Op between, Op within) {
        if (!a.has("y")) {
            return reduce(in, a, within);
        }
        Val x = a.value("x");
        Val y = a.value("y");
        var p = in.number(x);
        var q = in.number(y);
        if (p.isPresent() && q.isPresent() && between.scalarMeaning() != null) {
            double r = between.scalarMeaning().applyAsDouble(new double[] {p.get(), q.get()});
            return x instanceof Val.Int && y instanceof Val.Int ? Val.Int.of((long) r) : new Val.Real(r);
        }
        if (in.walk.general() && x instanceof Val.Int m && y instanceof Val.Int n) {
            return new Val.Int(Dim.symbol(between.name() + "(" + m.dim() + ", " + n.dim() + ")"));
        }
        List<Span> spans = List.of(a.span("x"), a.span("y"));
        return in.arithmetic.apply(
                between, in.arithmetic.common(List.of(x, y), false, a.span(), spans), a.span(), spans);
    }

    private static void shapes(Scope s) {
        define(s, "reshape", List.of("x", "*dims"), (in, a) -> toShape(in, a, ShapeOps.RESHAPE));
        define(s, "broadcast_to", List.of("x", "*dims"), (in, a) -> toShape(in, a, ShapeOps.BROADCAST_TO));
        define(s, "flatten", List.of("x"), (in, a) -> {
            Val.Tensor x = a.tensor("x");
            if (x.type().rank() < 1) {
                throw in.report.error(Code.WRONG_RANK, "`flatten` of a scalar", a.span());
            }
            Dim rest = ShapeOps.rowShape(x.value()).elements();
            return node(
                    in,
                    a,
                    x,
                    ShapeOps.RESHAPE,
                    Attributes.of("shape", Shape.of(x.type().shape().dim(0), rest)));
        });
        define(s, "squeeze", List.of("x", "axis?"), (in, a) -> {
            Val.Tensor x = a.tensor("x");
            List<Integer> axes = a.has("axis")
                    ? a.axes("axis", x)
                    : IntStream.range(0, x.type().rank())
                            .filter(i -> x.type().shape().dim(i).is(1))
                            .boxed()
                            .toList();
            return axes.isEmpty() ? x : node(in, a, x, ShapeOps.SQUEEZE, Attributes.of("axes", axes));
        });
        define(s, "unsqueeze", List.of("x", "axis"), (in, a) -> {
            Val.Tensor x = a.tensor("x");
            int axis = a.axis(a.integer("axis", 0), x.type().rank() + 1, a.span("axis"), x);
            return node(in, a, x, ShapeOps.UNSQUEEZE, Attributes.of("axes", List.of(axis)));
        });
        define(s, "transpose", List.of("x", "*axes"), (in, a) -> {
            Val.Tensor x = a.tensor("x");
            int rank = x.type().rank();
            List<Integer> perm = new ArrayList<>();
            if (a.rest().isEmpty()) {
                IntStream.range(0, rank).map(i -> rank - 1 - i).forEach(perm::add);
            }
            a.rest().forEach(r -> perm.add(a.axis(in.intValue(r.value(), r.span()), rank, r.span(), x)));
            return node(in, a, x, ShapeOps.TRANSPOSE, Attributes.of("perm", List.copyOf(perm)));
        });
        define(s, "concat", List.of("parts", "axis?"), (in, a) -> joined(in, a, false));
        define(s, "stack", List.of("parts", "axis?"), (in, a) -> joined(in, a, true));
        define(s, "split", List.of("x", "parts", "axis?"), Builtins::split);
        define(
                s,
                "shape",
                List.of("x"),
                (in, a) -> new Val.Sequence(a.tensor("x").type().shape().dims().stream()
                        .<Val>map(Val.Int::new)
                        .toList()));
    }

    private static Val toShape(Interpreter in, Given a, Op op) {
        Val.Tensor x = a.tensor("x");
        Shape to = a.dims();
        return x.type().shape().equals(to) ? x : node(in, a, x, op, Attributes.of("shape", to));
    }

    /** Tensors one behind the other along an axis, or along one that is new. */
    private static Val joined(Interpreter in, Given a, boolean isNew) {
        if (!(a.value("parts") instanceof Val.Sequence parts)
                || parts.elements().isEmpty()) {
            throw in.report.error(Code.WRONG_KIND, "`" + a.name() + "` needs a list of tensors", a.span("parts"));
        }
        Span at = a.span("parts");
        List<Span> spans = parts.elements().stream().map(p -> at).toList();
        List<Val.Tensor> tensors = in.arithmetic.common(parts.elements(), false, a.span(), spans);
        Val.Tensor first = tensors.get(0);
        int rank = first.type().rank() + (isNew ? 1 : 0);
        int axis = a.axis(a.integer("axis", isNew ? 0 : -1), rank, a.span("axis"), first);
        List<Value> values = tensors.stream()
                .map(t -> isNew ? ShapeOps.unsqueeze(t.graph(), t.value(), List.of(axis)) : t.value())
                .toList();
        Value v = in.node(first.graph(), a.span(), ShapeOps.CONCAT, Attributes.of("axis", axis), values, spans);
        return new Val.Tensor(v, first.graph(), false);
    }

    private static Val split(Interpreter in, Given a) {
        Val.Tensor x = a.tensor("x");
        int axis = a.axis(a.integer("axis", -1), x.type().rank(), a.span("axis"), x);
        Dim size = x.type().shape().dim(axis);
        List<Dim> sizes = new ArrayList<>();
        if (a.value("parts") instanceof Val.Sequence list) {
            list.elements().forEach(e -> sizes.add(Dim.of(in.intValue(e, a.span("parts")))));
        } else {
            long n = a.integer("parts", 1);
            if (n < 1 || n > MAX_PARTS || !size.mod(Dim.of(n)).is(0)) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        "an axis of size " + size + " does not split into " + n + " equal parts",
                        a.span());
            }
            for (int i = 0; i < n; i++) {
                sizes.add(size.floorDiv(Dim.of(n)));
            }
        }
        List<Value> parts = in.nodes(
                x.graph(),
                a.span(),
                ShapeOps.SPLIT,
                Attributes.of("axis", axis, "sizes", List.copyOf(sizes)),
                List.of(x.value()),
                List.of(a.span("x")));
        return new Val.Sequence(parts.stream()
                .<Val>map(v -> new Val.Tensor(v, x.graph(), false))
                .toList());
    }

    private static void makers(Scope s) {
        define(s, "zeros", List.of("*dims"), (in, a) -> fill(in, 0, a.dims()));
        define(s, "ones", List.of("*dims"), (in, a) -> fill(in, 1, a.dims()));
        define(s, "zeros_like", List.of("x"), (in, a) -> like(a.tensor("x"), 0));
        define(s, "ones_like", List.of("x"), (in, a) -> like(a.tensor("x"), 1));
        define(s, "range", List.of("n"), (in, a) -> {
            if (!(a.value("n") instanceof Val.Int n)) {
                throw in.report.error(Code.WRONG_KIND, "`range` needs a size", a.span("n"));
            }
            in.types.requireSize(Shape.of(n.dim()), a.span("n"));
            return new Val.Tensor(Constants.range(in.graph(), n.dim()), in.graph(), false);
        });
        define(s, "cast", List.of("x", "to"), (in, a) -> {
            Val.Tensor x = a.tensor("x");
            return new Val.Tensor(Elementwise.cast(x.graph(), x.value(), a.dtype("to")), x.graph(), false);
        });
        define(s, "where", List.of("condition", "x", "y"), (in, a) -> {
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
        define(s, "one_hot", List.of("indices", "classes"), (in, a) -> {
            Val.Tensor i = a.tensor("indices");
            if (!(a.value("classes") instanceof Val.Int n) || i.type().dtype() != DType.I64) {
                throw in.report.error(
                        Code.WRONG_KIND,
                        "`one_hot` needs i64 indices and a number of classes, not " + i.describe() + " and "
                                + a.value("classes").describe(),
                        a.span());
            }
            if (n.dim().isKnown() && n.dim().value() < 1) {
                throw in.report.error(Code.ARGUMENT_VALUE, n.dim() + " classes", a.span("classes"));
            }
            GraphBuilder b = i.graph();
            Value column = ShapeOps.unsqueeze(b, i.value(), List.of(i.type().rank()));
            Value hit = Elementwise.equal(b, column, Constants.range(b, n.dim()));
            return new Val.Tensor(Elementwise.cast(b, hit, DType.F32), b, false);
        });
        define(s, "gather", List.of("data", "indices"), (in, a) -> {
            Val.Tensor data = a.tensor("data");
            Val.Tensor indices = a.tensor("indices");
            GraphBuilder b = in.arithmetic.meetingGraph(List.of(data, indices), a.span());
            Value v = in.node(
                    b,
                    a.span(),
                    IndexOps.GATHER,
                    Attributes.NONE,
                    List.of(data.value(), indices.value()),
                    List.of(a.span("data"), a.span("indices")));
            return new Val.Tensor(v, b, false);
        });
        define(s, "random_uniform", List.of("*dims"), (in, a) -> {
            Walk.RandomKey k = in.walk.randomKey();
            Value v = RandomOps.uniform(k.graph(), k.values(), k.stream(), a.dims());
            return new Val.Tensor(v, k.graph(), false);
        });
        s.bind(Fresh.NAME, Fresh.FRESH);
    }

    private static Val fill(Interpreter in, double value, Shape shape) {
        return new Val.Tensor(Constants.fill(in.graph(), DType.F32, value, shape), in.graph(), false);
    }

    private static Val like(Val.Tensor x, double value) {
        Value v = Constants.fill(x.graph(), x.type().dtype(), value, x.type().shape());
        return new Val.Tensor(v, x.graph(), false);
    }

    private static void totals(Scope s) {
        Map.of("total", Recipe.Kind.SUM, "total_min", Recipe.Kind.MIN, "total_max", Recipe.Kind.MAX)
                .forEach((name, kind) -> define(
                        s,
                        name,
                        List.of("x"),
                        (in, a) -> in.walk.totals(in, a.span()).total(in, a.tensor("x"), kind, a.span())));
        define(s, "collect", List.of("x"), (in, a) -> {
            Totals totals = in.walk.totals(in, a.span());
            if (totals == in.walk.registry().fitTotals()) {
                throw in.report.error(
                        Code.STATEMENT_NOT_HERE,
                        "`collect` is known only in metrics",
                        a.span(),
                        "a fitted statistic is made of sums and extremes: `total(x)`, `total_max(x)`");
            }
            return totals.collect(in, a.tensor("x"), a.span());
        });
        define(s, "count", List.of("*dims"), (in, a) -> {
            GraphBuilder b = in.walk.forward();
            Value n = Elementwise.cast(b, Constants.dim(b, a.dims().elements()), DType.F64);
            return new Val.Tensor(n, b, false);
        });
    }
}
