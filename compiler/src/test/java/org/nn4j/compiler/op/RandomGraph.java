package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Small graphs of operators that follow each other by chance; the same seed gives the same graph. */
public final class RandomGraph {

    private static final List<Op> SMOOTH_FUNCTIONS =
            List.of(Elementwise.TANH, Elementwise.SIGMOID, Trigonometry.SIN, Trigonometry.COS, Elementwise.NEG);
    private static final List<Op> FUNCTIONS = List.of(
            Elementwise.TANH,
            Elementwise.SIGMOID,
            Trigonometry.SIN,
            Elementwise.NEG,
            Elementwise.ABS,
            Elementwise.RELU);
    private static final List<Op> SMOOTH_PAIRS = List.of(Elementwise.ADD, Elementwise.SUB, Elementwise.MUL);
    private static final List<Op> PAIRS =
            List.of(Elementwise.ADD, Elementwise.SUB, Elementwise.MUL, Elementwise.MAXIMUM, Elementwise.MINIMUM);
    private static final List<Op> SMOOTH_REDUCTIONS = List.of(Reduction.SUM, Reduction.MEAN);
    private static final List<Op> REDUCTIONS = List.of(Reduction.SUM, Reduction.MEAN, Reduction.MAX, Reduction.MIN);
    private static final List<Dim> DIMS =
            List.of(Dim.of(1), Dim.of(2), Dim.of(3), Dim.symbol("B"), Dim.symbol("T"), Dim.symbol("B"));

    private final Random random;
    private final boolean smooth;
    private final GraphBuilder b;
    private final List<Value> values = new ArrayList<>();

    private RandomGraph(long seed, boolean smooth) {
        this.random = new Random(seed);
        this.smooth = smooth;
        this.b = new GraphBuilder("random_" + seed);
    }

    /** @param smooth without operators that have kinks */
    public static OpSample of(long seed, DType dtype, int operators, boolean smooth) {
        RandomGraph g = new RandomGraph(seed, smooth);
        // Every symbol must be told by some input.
        g.values.add(g.b.input("in.0", new TensorType(dtype, OpSample.shape("[B, T]"))));
        g.values.add(g.b.input("in.1", new TensorType(dtype, g.shape())));
        g.values.add(g.b.input("in.2", new TensorType(dtype, g.shape())));
        while (g.values.size() < 3 + operators) {
            g.grow();
        }
        List<Value> last = g.values.subList(g.values.size() - 3, g.values.size());
        Graph graph = g.b.build(OpSample.ports(last));
        Op op = graph.nodes().get(0).op();
        return new OpSample(
                op, graph, Map.of("in.0", Filler.SMOOTH, "in.1", Filler.SMOOTH, "in.2", Filler.SMOOTH), false);
    }

    private Shape shape() {
        return new Shape(
                IntStream.range(0, random.nextInt(4)).mapToObj(i -> any(DIMS)).toList());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** One more value, or none where the operator does not fit what was drawn for it. */
    private void grow() {
        try {
            Value v = next(any(values));
            if (v.rank() <= 4 && v.dtype().isFloat() && !values.contains(v)) {
                values.add(v);
            }
        } catch (OpTypeException refused) {
            // Drawn again by the caller.
        }
    }

    private Value next(Value x) {
        return switch (random.nextInt(13)) {
            case 0, 1 -> b.add(any(smooth ? SMOOTH_FUNCTIONS : FUNCTIONS), Attributes.NONE, x);
            case 2, 3, 4 -> b.add(any(smooth ? SMOOTH_PAIRS : PAIRS), Attributes.NONE, x, any(values));
            case 5 -> {
                Value y = any(values);
                yield div(b, x, add(b, Constants.scalarLike(b, y, 1.5), mul(b, y, y)));
            }
            case 6, 7 ->
                Reduction.reduce(
                        b, any(smooth ? SMOOTH_REDUCTIONS : REDUCTIONS), x, someAxes(x.rank()), random.nextBoolean());
            case 8 -> MatrixOps.matmul(b, x, any(values), random.nextBoolean(), random.nextBoolean());
            case 9 -> reshaped(x);
            case 10 -> ShapeOps.transpose(b, x, shuffled(x.rank()));
            case 11 -> joined(x);
            default -> chosen(x);
        };
    }

    private List<Integer> shuffled(int rank) {
        List<Integer> perm = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.shuffle(perm, random);
        return List.copyOf(perm);
    }

    private List<Integer> someAxes(int rank) {
        return IntStream.range(0, rank)
                .filter(i -> random.nextBoolean())
                .boxed()
                .toList();
    }

    private Value reshaped(Value x) {
        List<Dim> dims = new ArrayList<>(x.shape().dims());
        switch (random.nextInt(5)) {
            case 0 -> dims = List.of(x.shape().elements());
            case 1 -> Collections.reverse(dims);
            case 2 -> dims.add(random.nextInt(dims.size() + 1), Dim.of(1));
            case 3 -> {
                return ShapeOps.unsqueeze(b, x, List.of(random.nextInt(x.rank() + 1)));
            }
            default -> {
                dims.add(0, any(DIMS));
                return ShapeOps.broadcastTo(b, x, new Shape(dims));
            }
        }
        return ShapeOps.reshape(b, x, new Shape(dims));
    }

    private Value joined(Value x) {
        if (x.rank() == 0) {
            return x;
        }
        int axis = random.nextInt(x.rank());
        if (random.nextBoolean()) {
            return ShapeOps.concat(b, List.of(x, any(values)), axis);
        }
        Dim size = x.shape().dim(axis);
        return ShapeOps.split(b, x, axis, List.of(Dim.of(1), size.minus(Dim.of(1))))
                .get(0);
    }

    private Value chosen(Value x) {
        if (x.rank() > 0 && x.shape().dim(0).isKnown() && x.shape().dim(0).value() > 0) {
            double[] indices = random.ints(3, 0, (int) x.shape().dim(0).value())
                    .asDoubleStream()
                    .toArray();
            return IndexOps.gather(b, x, Constants.constant(b, new Tensor(DType.I64, Shape.of(3), indices)));
        }
        // What is not below zero, in f64, where both sides round alike; a constant by chance in f32.
        boolean compared = !smooth && x.dtype() == DType.F64;
        Value condition = compared
                ? Elementwise.greater(b, x, Constants.scalarLike(b, x, 0))
                : Constants.scalar(b, DType.BOOL, random.nextInt(2));
        return Elementwise.where(b, condition, x, any(values));
    }
}
