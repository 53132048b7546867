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
            Map.entry(Elementwise.STOP_GRADIENT, "stop_gradient(tensor([2.0])) == 2"));

    private static final int MAX_PARTS = 10_000;

    private Builtins() {}

    /** A scope with all of them. */
    static Scope scope() {
        Scope s = new Scope(null);
        UNARY.forEach(e -> define(
                s,
                e.getKey().name(),
                List.of("x"),
                e.getKey().doc() + "\nExample: " + e.getValue(),
                (in, a) -> unary(in, a, e.getKey())));
        for (DType d : DType.values()) {
            if (d != DType.U64) {
                s.bind(d.display(), new Val.Spec("dtype", Map.of("dtype", d)));
            }
        }
        reductions(s);
        shapes(s);
        makers(s);
        totals(s);
        AlongAxes.define(s);
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

    static void define(Scope s, String name, List<String> parameters, String doc, Builtin.Body body) {
        if (!s.bind(name, new Builtin(name, parameters, doc, body))) {
            throw new IllegalStateException("two functions are called " + name);
        }
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

    /** A node of one input and one output. */
    static Val.Tensor node(Interpreter in, Given a, Val.Tensor x, Op op, Attributes attributes) {
        Value v = in.node(x.graph(), a.span(), op, attributes, List.of(x.value()), List.of(a.span("x")));
        return new Val.Tensor(v, x.graph(), false);
    }

    private static void reductions(Scope s) {
        define(s, "sum", List.of("x", "axis?", "keep?", "over?"), """
                The sum over an axis, over a list of axes, or of all elements. `keep = true` leaves axes of size 1.
                Example: sum(tensor([[1.0, 2.0], [3.0, 4.0]]), axis = 0) == tensor([4.0, 6.0])""", (in, a) -> reduce(in, a, Reduction.SUM));
        define(s, "mean", List.of("x", "axis?", "keep?", "over?"), """
                The mean over an axis, over a list of axes, or of all elements. `keep = true` leaves axes of size 1.
                Example: mean(tensor([[1.0, 3.0], [5.0, 7.0]]), axis = -1, keep = true) == tensor([[2.0], [6.0]])""", (in, a) -> reduce(in, a, Reduction.MEAN));
        define(s, "prod", List.of("x", "axis?", "keep?", "over?"), """
                The product over an axis, over a list of axes, or of all elements. `keep = true` leaves axes of size
                1.
                Example: prod(tensor([2.0, 3.0, 4.0])) == 24""", (in, a) -> reduce(in, a, Reduction.PROD));
        define(
                s,
                "max",
                List.of("x", "y?", "axis?", "keep?", "over?"),
                """
                The larger of x and y at each place; without y, the largest element over an axis, a list of axes, or
                all. The gradient of a tie goes to x.
                Example: max(tensor([-1.0, 2.0]), 0) == tensor([0.0, 2.0]) and max(tensor([-1.0, 2.0])) == 2""",
                (in, a) -> extremum(in, a, Elementwise.MAXIMUM, Reduction.MAX));
        define(
                s,
                "min",
                List.of("x", "y?", "axis?", "keep?", "over?"),
                """
                The smaller of x and y at each place; without y, the smallest element over an axis, a list of axes,
                or all. The gradient of a tie goes to x.
                Example: min(tensor([[1.0, 2.0], [4.0, 3.0]]), axis = 1) == tensor([1.0, 3.0])""",
                (in, a) -> extremum(in, a, Elementwise.MINIMUM, Reduction.MIN));
        for (Op op : List.of(Reduction.ARGMAX, Reduction.ARGMIN)) {
            String doc = op.doc()
                    + " The axis is the last one unless given.\nExample: %s(tensor([2.0, 1.0, 3.0])) == %d"
                            .formatted(op.name(), op == Reduction.ARGMAX ? 2 : 1);
            define(s, op.name(), List.of("x", "axis?", "over?"), doc, (in, a) -> {
                Val.Tensor x = a.tensor("x");
                return node(in, a, x, op, Attributes.of("axis", a.oneAxis(x)));
            });
        }
        define(s, "cumsum", List.of("x", "axis?", "reverse?", "over?"), """
                The sum of all elements up to each, along an axis (the last one unless given); with `reverse =
                true`, of all from each on.
                Example: cumsum(tensor([1.0, 2.0, 3.0])) == tensor([1.0, 3.0, 6.0])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            Attributes axis = Attributes.of("axis", a.oneAxis(x));
            return node(in, a, x, Reduction.CUMSUM, a.flag("reverse", false) ? axis.with("reverse", true) : axis);
        });
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
        define(s, "reshape", List.of("x", "*dims"), """
                The same elements, in the same order, in another shape; one dim may be computed from the others'
                product.
                Example: reshape(tensor([1.0, 2.0, 3.0, 4.0]), 2, 2) == tensor([[1.0, 2.0], [3.0, 4.0]])""", (in, a) -> toShape(in, a, ShapeOps.RESHAPE));
        define(s, "broadcast_to", List.of("x", "*dims"), """
                Repeated along axes of size 1 and along new leading axes.
                Example: broadcast_to(tensor([1.0, 2.0]), 2, 2) == tensor([[1.0, 2.0], [1.0, 2.0]])""", (in, a) -> toShape(in, a, ShapeOps.BROADCAST_TO));
        define(s, "flatten", List.of("x"), """
                `[B, ...S]` as `[B, N]`, with all axes but the first in one.
                Example: shape(flatten(zeros(2, 3, 4))) == (2, 12)""", (in, a) -> {
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
        define(s, "squeeze", List.of("x", "axis?", "over?"), """
                Without an axis of size 1, without a list of them, or without all of them.
                Example: shape(squeeze(zeros(2, 1), -1)) == [2]""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            List<Integer> axes = a.has("axis") || a.has("over")
                    ? a.axes("axis", x)
                    : IntStream.range(0, x.type().rank())
                            .filter(i -> x.type().shape().dim(i).is(1))
                            .boxed()
                            .toList();
            return axes.isEmpty() ? x : node(in, a, x, ShapeOps.SQUEEZE, Attributes.of("axes", axes));
        });
        define(s, "unsqueeze", List.of("x", "axis"), """
                With a new axis of size 1 at this place of the result.
                Example: unsqueeze(tensor([1.0, 2.0]), 1) == tensor([[1.0], [2.0]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            int axis = a.axis(a.integer("axis", 0), x.type().rank() + 1, a.span("axis"), x);
            return node(in, a, x, ShapeOps.UNSQUEEZE, Attributes.of("axes", List.of(axis)));
        });
        define(s, "transpose", List.of("x", "*axes"), """
                The axes in the order given, or in reverse.
                Example: transpose(tensor([[1.0, 2.0], [3.0, 4.0]])) == tensor([[1.0, 3.0], [2.0, 4.0]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            int rank = x.type().rank();
            List<Integer> perm = new ArrayList<>();
            if (a.rest().isEmpty()) {
                IntStream.range(0, rank).map(i -> rank - 1 - i).forEach(perm::add);
            }
            a.rest().forEach(r -> perm.add(a.axis(in.intValue(r.value(), r.span()), rank, r.span(), x)));
            return node(in, a, x, ShapeOps.TRANSPOSE, Attributes.of("perm", List.copyOf(perm)));
        });
        define(s, "concat", List.of("parts", "axis?"), """
                Tensors one after the other along an axis, the last one unless given.
                Example: concat([tensor([1.0]), tensor([2.0, 3.0])]) == tensor([1.0, 2.0, 3.0])""", (in, a) -> joined(in, a, false));
        define(s, "stack", List.of("parts", "axis?"), """
                Tensors of one shape side by side along a new axis, the first one unless given.
                Example: stack([tensor([1.0, 2.0]), tensor([3.0, 4.0])], axis = 1)[0] == tensor([1.0, 3.0])""", (in, a) -> joined(in, a, true));
        define(s, "split", List.of("x", "parts", "axis?"), """
                A list of consecutive parts along an axis, the last one unless given: so many equal ones, or ones of
                the sizes in a list.
                Example: split(tensor([1.0, 2.0, 3.0, 4.0]), 2)[1] == tensor([3.0, 4.0])""", Builtins::split);
        define(
                s,
                "shape",
                List.of("x"),
                """
                The dims of a tensor, as a list of ints.
                Example: shape(zeros(2, 3)) == (2, 3)""",
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
        if (isNew) {
            requireSameShape(in, tensors, at);
        }
        List<Value> values = tensors.stream()
                .map(t -> isNew ? ShapeOps.unsqueeze(t.graph(), t.value(), List.of(axis)) : t.value())
                .toList();
        Value v = in.node(first.graph(), a.span(), ShapeOps.CONCAT, Attributes.of("axis", axis), values, spans);
        return new Val.Tensor(v, first.graph(), false);
    }

    private static void requireSameShape(Interpreter in, List<Val.Tensor> tensors, Span at) {
        Shape shape = tensors.get(0).type().shape();
        for (Val.Tensor t : tensors) {
            if (!t.type().shape().equals(shape)) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        "`stack` needs tensors of one shape, but here are " + shape + " and "
                                + t.type().shape(),
                        at);
            }
        }
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
        define(s, "zeros", List.of("*dims"), """
                A tensor of zeros, f32, of these dims.
                Example: zeros(2) == tensor([0.0, 0.0])""", (in, a) -> fill(in, 0, a.dims()));
        define(s, "ones", List.of("*dims"), """
                A tensor of ones, f32, of these dims.
                Example: ones(2) == tensor([1.0, 1.0])""", (in, a) -> fill(in, 1, a.dims()));
        define(s, "zeros_like", List.of("x"), """
                Zeros of the shape and element type of x.
                Example: zeros_like(tensor([3, 4], i64)) == tensor([0, 0], i64)""", (in, a) -> like(a.tensor("x"), 0));
        define(s, "ones_like", List.of("x"), """
                Ones of the shape and element type of x.
                Example: ones_like(tensor([3.0, 4.0])) == tensor([1.0, 1.0])""", (in, a) -> like(a.tensor("x"), 1));
        define(s, "range", List.of("n"), """
                The integers 0, 1, … below n, as `i64[n]`.
                Example: range(3) == tensor([0, 1, 2], i64)""", (in, a) -> {
            if (!(a.value("n") instanceof Val.Int n)) {
                throw in.report.error(Code.WRONG_KIND, "`range` needs a size", a.span("n"));
            }
            in.types.requireSize(Shape.of(n.dim()), a.span("n"));
            return new Val.Tensor(Constants.range(in.graph(), n.dim()), in.graph(), false);
        });
        define(s, "cast", List.of("x", "to"), """
                The same numbers in another element type: f32, f64, i64, i32, u8 or bool. Fractions are cut towards
                0.
                Example: cast(tensor([1.0, 2.7]), i64) == tensor([1, 2], i64)""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            return new Val.Tensor(Elementwise.cast(x.graph(), x.value(), a.dtype("to")), x.graph(), false);
        });
        define(s, "where", List.of("condition", "x", "y"), """
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
        define(s, "one_hot", List.of("indices", "classes"), """
                `i64[...S]` as `f32[...S, classes]`: 1 at the index, 0 elsewhere, and all 0 for an index outside.
                Example: one_hot(tensor([2, 0], i64), 3) == tensor([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])""", (in, a) -> {
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
        define(s, "gather", List.of("data", "indices"), """
                Rows of the first axis by index: `[N, ...S]` and `i64[...I]` give `[...I, ...S]`. A negative index
                counts from the end.
                Example: gather(tensor([5.0, 6.0, 7.0]), tensor([2, 0], i64)) == tensor([7.0, 5.0])""", (in, a) -> {
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
        define(s, "random_uniform", List.of("*dims"), """
                Numbers from [0, 1), evenly distributed, of these dims. They depend on the seed, the step, the place
                in the program and the row, and on nothing else.
                Example: random_uniform(100) < 1""", (in, a) -> {
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
        total(
                s,
                "total",
                Recipe.Kind.SUM,
                "The sum of x over all rows of the data set, in f64: of `x[B, ...S]` it is `[...S]`.");
        total(s, "total_min", Recipe.Kind.MIN, "The smallest x of all rows of the data set.");
        total(s, "total_max", Recipe.Kind.MAX, "The largest x of all rows of the data set.");
        define(s, "collect", List.of("x"), """
                x of all rows of the data set, one after the other, for metrics that need them all at once: of `x[B, ...S]`
                it is `[N, ...S]`.""", (in, a) -> {
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
        define(s, "count", List.of("*dims"), """
                The product of these dims as a number, for the denominators of totals: `total(count(B))` is how many
                rows there are.""", (in, a) -> {
            GraphBuilder b = in.walk.forward();
            Value n = Elementwise.cast(b, Constants.dim(b, a.dims().elements()), DType.F64);
            return new Val.Tensor(n, b, false);
        });
    }

    private static void total(Scope s, String name, Recipe.Kind kind, String doc) {
        define(
                s,
                name,
                List.of("x"),
                doc,
                (in, a) -> in.walk.totals(in, a.span()).total(in, a.tensor("x"), kind, a.span()));
    }
}
