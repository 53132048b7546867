package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Constants.scalar;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Filler.given;
import static org.nn4j.compiler.op.OpSample.dim;
import static org.nn4j.compiler.op.OpSample.in;
import static org.nn4j.compiler.op.OpSample.ports;
import static org.nn4j.compiler.op.OpSample.shape;
import static org.nn4j.compiler.op.OpSample.type;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.Value;

/** Every operator on several types: what the tests of gradients and of the ONNX forms go over. */
public final class OpSamples {

    /** Sizes come from inputs, so an input that is not used stands beside what has none of its own. */
    private static final OpSample.Input TELLS_SIZES = in("bool[B, T]");

    private static final List<OpSample> ALL = collect();

    private final List<OpSample> all = new ArrayList<>();

    private OpSamples() {}

    public static List<OpSample> all() {
        return ALL;
    }

    public static List<OpSample> of(Op op) {
        return ALL.stream().filter(s -> s.op() == op).toList();
    }

    private static List<OpSample> collect() {
        OpSamples s = new OpSamples();
        s.all.addAll(ElementwiseSamples.all());
        s.all.addAll(AxisSamples.all());
        s.all.addAll(ConvolutionSamples.all());
        s.all.addAll(SoftmaxSamples.all());
        s.all.addAll(ChannelSamples.all());
        s.all.addAll(WindowSamples.all());
        s.all.addAll(PointSamples.all());
        s.constants();
        s.random();
        s.loops();
        s.branches();
        s.all.addAll(ScanSamples.all());
        return List.copyOf(s.all);
    }

    private void constants() {
        constant(Tensor.scalar(DType.F64, 0.1));
        constant(Tensor.scalar(DType.I64, 1L << 40));
        constant(new Tensor(DType.F64, Shape.of(2, 3), 1, 2, 3, -4, 5.5, Double.NEGATIVE_INFINITY));
        constant(new Tensor(DType.BOOL, Shape.of(2), 0, 1));
        constant(new Tensor(DType.U8, Shape.of(3), 0, 128, 255));
        constant(new Tensor(DType.I32, Shape.of(1), -7));
        Dim b = dim("B");
        Dim t = dim("T");
        List<Dim> sizes = List.of(
                b,
                dim("3*B*T+2"),
                b.times(b).minus(Dim.of(1)),
                b.plus(t).floorDiv(Dim.of(2)),
                b.minus(Dim.of(2)).floorDiv(Dim.of(2)),
                b.plus(Dim.of(7)).mod(t),
                b.minus(Dim.of(9)).mod(Dim.of(4)),
                t.minus(b.floorDiv(t)).times(Dim.of(2)));
        for (Dim d : sizes) {
            all.add(OpSample.of(Constants.DIM, (g, in) -> List.of(Constants.dim(g, d)), TELLS_SIZES));
        }
        all.add(OpSample.of(Constants.DIM, (g, in) -> List.of(g.add(Constants.DIM, Attributes.of("dim", Dim.of(3))))));
        for (String size : List.of("B", "B*T+1", "4")) {
            all.add(OpSample.of(Constants.IOTA, (g, in) -> List.of(Constants.range(g, dim(size))), TELLS_SIZES));
        }
        for (DType d : List.of(DType.F64, DType.I64, DType.BOOL, DType.U8, DType.I32)) {
            for (String shape : List.of("[B, 3]", "[2, T*B]", "[4]")) {
                all.add(OpSample.of(
                        Constants.FILL, (g, in) -> List.of(Constants.fill(g, d, 1, shape(shape))), TELLS_SIZES));
            }
        }
        all.add(OpSample.of(
                Constants.FILL, Attributes.of("value", Tensor.scalar(DType.F64, -2.5), "shape", Shape.SCALAR)));
    }

    private void constant(Tensor t) {
        all.add(OpSample.of(Constants.CONSTANT, Attributes.of("value", t)));
    }

    private void random() {
        for (String shape : List.of("[]", "[5]", "[B, 3]", "[2, T, 2]")) {
            for (double position : new double[] {0, 17}) {
                all.add(OpSample.of(
                        RandomOps.RANDOM_UNIFORM,
                        (b, in) -> List.of(
                                RandomOps.uniform(b, in.get(0), in.get(1), in.get(2), "block.0.dropout", shape(shape))),
                        in("i64", given(0x1_2345_6789_ABL)),
                        in("i64", given(41)),
                        in("i64", given(position)),
                        TELLS_SIZES));
            }
        }
        all.add(OpSample.of(
                RandomOps.RANDOM_UNIFORM,
                (b, in) -> List.of(RandomOps.uniform(b, in.get(0), in.get(1), in.get(2), "ünïcode", shape("[300]"))),
                in("i64", given(-1)),
                in("i64", given(0)),
                in("i64", given(0x1_0000_0001L))));
        all.add(OpSample.of(
                RandomOps.RANDOM_UNIFORM,
                (b, in) -> List.of(RandomOps.uniform(b, in.subList(0, 5), "in two scans", shape("[B, 3]"))),
                in("i64", given(1)),
                in("i64", given(2)),
                in("i64", given(3)),
                in("i64", given(4)),
                in("i64", given(5)),
                TELLS_SIZES));
    }

    private void loops() {
        // x ← x·w + turn: carries one value, uses one of the graph around it, stacks what it carried.
        OpSample.Body powers = (b, in) -> {
            Value x = in.get(2);
            Value w = in.get(3);
            GraphBuilder body = b.region("powers");
            Value turn = body.input("turn", type("i64"));
            Value go = body.input("go", type("bool"));
            Value carried = body.input("x", x.type());
            Value next = add(body, mul(body, carried, w), cast(body, turn, x.dtype()));
            Graph g = body.build(ports(List.of(go, next, carried)));
            return ControlOps.loop(b, Dim.symbol("K"), List.of(in.get(0), in.get(1), x), g);
        };
        // Of no turns at all ONNX Runtime knows no sizes: a symbol in the stack's type is 0 then.
        OpSample.Body noStack = (b, in) -> powers.build(b, in).subList(0, 1);
        powers(powers, 1, true);
        powers(powers, 4, true);
        powers(noStack, 0, true);
        powers(noStack, 4, false);

        // Doubles until the sum is large: ends before its turns are over; swaps what it carries without a node.
        OpSample.Body search = (b, in) -> {
            GraphBuilder body = b.region("search");
            body.input("turn", type("i64"));
            body.input("go", type("bool"));
            Value x = body.input("x", in.get(1).type());
            Value y = body.input("y", in.get(2).type());
            Value doubled = add(body, x, x);
            Value go = Elementwise.greater(body, scalar(body, x.dtype(), 20), Reduction.sumAll(body, doubled));
            Graph g = body.build(ports(List.of(go, y, doubled, Reduction.sumAll(body, x))));
            Value start = scalar(b, DType.BOOL, 1);
            return ControlOps.loop(b, Dim.symbol("K"), List.of(in.get(0), start, in.get(1), in.get(2)), g);
        };
        all.add(OpSample.of(
                ControlOps.LOOP,
                search,
                in("i64", given(1000)),
                in("f64[B]", Filler.POSITIVE),
                in("f64[B]", Filler.POSITIVE)));

        // A size that only the loop's result tells is used after it.
        OpSample.Body stacked = (b, in) -> {
            Value stack = powers.build(b, in).get(1);
            Value zeros = Constants.fill(b, stack.dtype(), 0.5, stack.shape());
            return List.of(mul(b, stack, zeros));
        };
        powers(stacked, 3, true);
    }

    private void powers(OpSample.Body body, int turns, boolean start) {
        all.add(OpSample.of(
                ControlOps.LOOP,
                body,
                in("i64", given(turns)),
                in("bool", given(start ? 1 : 0)),
                in("f64[B, 3]"),
                in("f64[3]")));
    }

    private void branches() {
        OpSample.Body simple = (b, in) -> {
            Value x = in.get(1);
            GraphBuilder then = b.region("then");
            GraphBuilder otherwise = b.region("otherwise");
            // The second output of one body is a value of the graph around it.
            Graph yes = then.build(ports(List.of(mul(then, x, x), x)));
            Value negative = Elementwise.neg(otherwise, x);
            Graph no = otherwise.build(ports(List.of(negative, negative)));
            return ControlOps.branch(b, in.get(0), yes, no);
        };
        for (int condition : new int[] {0, 1}) {
            all.add(OpSample.of(ControlOps.BRANCH, simple, in("bool", given(condition)), in("f64[B, 3]")));
        }

        // A loop in a branch: bodies within bodies, and a size asked for in the innermost.
        OpSample.Body nested = (b, in) -> {
            Value x = in.get(1);
            GraphBuilder then = b.region("then");
            GraphBuilder body = then.region("body");
            body.input("turn", type("i64"));
            Value go = body.input("go", type("bool"));
            Value carried = body.input("x", x.type());
            Value rows = cast(body, Constants.dim(body, dim("2*B")), x.dtype());
            Graph inner = body.build(ports(List.of(go, add(body, mul(body, carried, x), rows))));
            Value turns = scalar(then, DType.I64, 3);
            Value start = scalar(then, DType.BOOL, 1);
            Value looped = ControlOps.loop(then, Dim.symbol("K"), List.of(turns, start, x), inner)
                    .get(0);
            GraphBuilder otherwise = b.region("otherwise");
            return ControlOps.branch(
                    b,
                    in.get(0),
                    then.build(ports(List.of(looped))),
                    otherwise.build(ports(List.of(Constants.fill(otherwise, x.dtype(), 7, x.shape())))));
        };
        for (int condition : new int[] {0, 1}) {
            all.add(OpSample.of(ControlOps.BRANCH, nested, in("bool", given(condition)), in("f64[B, 3]")));
        }
    }
}
