package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.sub;
import static org.nn4j.compiler.op.MatrixOps.matmul;
import static org.nn4j.compiler.op.OpSample.ports;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.GraphPrinter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.onnx.OnnxRun;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.RecurrentOps;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Cells, each written in several ways, are recognised, and the result is that of the scan. */
final class FuseRecurrenceTest {

    private static final Dim T = Dim.symbol("T");
    private static final long UNITS = 3;

    /** From the body's builder, the slice, the carried values and the weights: the next carried values. */
    private interface Step {
        List<Value> next(GraphBuilder b, Value x, List<Value> carried, List<Value> w);
    }

    @SuppressWarnings("ImmutableEnumChecker")
    enum Written {
        SIMPLE(RecurrentOps.RNN, 1, (b, x, s, w) -> List.of(f(b, Elementwise.RELU, linear(b, x, s, w)))),
        OF_BOTH_AT_ONCE(RecurrentOps.RNN, 1, (b, x, s, w) -> {
            Value weights = ShapeOps.concat(b, List.of(part(b, w.get(1), 0, 1), part(b, w.get(0), 0, 1)), 0);
            return List.of(f(b, Elementwise.TANH, matmul(b, ShapeOps.concat(b, List.of(s.get(0), x), 1), weights)));
        }),
        LONG_SHORT(RecurrentOps.LSTM, 4, 2, (b, x, s, w) -> {
            List<Value> z = split(b, linear(b, x, s, w), 4);
            return lstm(
                    b,
                    s,
                    f(b, Elementwise.SIGMOID, z.get(0)),
                    f(b, Elementwise.SIGMOID, z.get(1)),
                    f(b, Elementwise.RELU, z.get(2)),
                    f(b, Elementwise.SIGMOID, z.get(3)),
                    Elementwise.RELU);
        }),
        LONG_SHORT_WITH_ALL_GATES_SQUASHED_AT_ONCE(RecurrentOps.LSTM, 4, 2, (b, x, s, w) -> {
            List<Value> z = ShapeOps.split(b, linear(b, x, s, w), 1, List.of(Dim.of(9), Dim.of(3)));
            List<Value> gates = split(b, f(b, Elementwise.SIGMOID, z.get(0)), 3);
            Value g = f(b, Elementwise.TANH, z.get(1));
            return lstm(b, s, gates.get(0), gates.get(1), g, gates.get(2), Elementwise.TANH);
        }),
        GATED_WITH_RESET_AFTER(RecurrentOps.GRU, 3, (b, x, s, w) -> {
            Value h = s.get(0);
            List<Value> from = split(b, add(b, matmul(b, x, w.get(0)), w.get(2)), 3);
            List<Value> of = split(b, matmul(b, h, w.get(1)), 3);
            Value z = f(b, Elementwise.SIGMOID, add(b, from.get(0), of.get(0)));
            Value r = f(b, Elementwise.SIGMOID, add(b, of.get(1), from.get(1)));
            Value hidden = add(b, of.get(2), split(b, w.get(3), 3).get(0));
            Value n = f(b, Elementwise.TANH, add(b, mul(b, hidden, r), from.get(2)));
            return List.of(add(b, mul(b, z, h), mul(b, sub(b, one(b, z), z), n)));
        }),
        GATED_WITH_RESET_BEFORE_AND_THE_GATE_THE_OTHER_WAY_ROUND(RecurrentOps.GRU, 3, (b, x, s, w) -> {
            Value h = s.get(0);
            Value z = f(b, Elementwise.SIGMOID, partOf(b, x, h, w, 0));
            Value r = f(b, Elementwise.SIGMOID, partOf(b, x, h, w, 1));
            Value n = f(b, Elementwise.TANH, partOf(b, x, mul(b, r, h), w, 2));
            return List.of(add(b, mul(b, n, z), mul(b, h, sub(b, one(b, z), z))));
        }),
        NOT_QUITE_LONG_SHORT(null, 4, 2, (b, x, s, w) -> {
            List<Value> z = split(b, linear(b, x, s, w), 4);
            Value i = f(b, Elementwise.SIGMOID, z.get(0));
            Value peephole = f(b, Elementwise.SIGMOID, add(b, z.get(1), s.get(1)));
            Value g = f(b, Elementwise.TANH, z.get(2));
            return lstm(b, s, i, peephole, g, f(b, Elementwise.SIGMOID, z.get(3)), Elementwise.TANH);
        }),
        NOT_GATED_SINCE_THE_FACTORS_ARE_NOT_OF_ONE(null, 3, (b, x, s, w) -> {
            Value h = s.get(0);
            Value z = f(b, Elementwise.SIGMOID, partOf(b, x, h, w, 0));
            Value n = f(b, Elementwise.TANH, partOf(b, x, h, w, 2));
            Value nearlyOne = Constants.scalarLike(b, z, 0.9);
            return List.of(add(b, mul(b, n, z), mul(b, h, sub(b, nearlyOne, z))));
        });

        private final @org.jspecify.annotations.Nullable Op op;
        private final int gates;
        private final int carries;
        private final Step step;

        Written(@org.jspecify.annotations.Nullable Op op, int gates, Step step) {
            this(op, gates, 1, step);
        }

        Written(@org.jspecify.annotations.Nullable Op op, int gates, int carries, Step step) {
            this.op = op;
            this.gates = gates;
            this.carries = carries;
            this.step = step;
        }
    }

    private static Value f(GraphBuilder b, Op op, Value x) {
        return b.add(op, Attributes.NONE, x);
    }

    private static Value one(GraphBuilder b, Value like) {
        return Constants.scalarLike(b, like, 1);
    }

    private static List<Value> split(GraphBuilder b, Value x, int parts) {
        Dim size = x.shape().dim(-1).floorDiv(Dim.of(parts));
        return ShapeOps.split(b, x, x.rank() - 1, Collections.nCopies(parts, size));
    }

    private static Value part(GraphBuilder b, Value w, int i, int parts) {
        return split(b, w, parts).get(i);
    }

    private static Value linear(GraphBuilder b, Value x, List<Value> carried, List<Value> w) {
        return add(b, add(b, matmul(b, x, w.get(0)), matmul(b, carried.get(0), w.get(1))), w.get(2));
    }

    private static Value partOf(GraphBuilder b, Value x, Value h, List<Value> w, int gate) {
        Value products = add(b, matmul(b, x, part(b, w.get(0), gate, 3)), matmul(b, h, part(b, w.get(1), gate, 3)));
        return add(b, products, part(b, w.get(2), gate, 3));
    }

    private static List<Value> lstm(GraphBuilder b, List<Value> s, Value i, Value forget, Value g, Value o, Op out) {
        Value c = add(b, mul(b, forget, s.get(1)), mul(b, i, g));
        return List.of(mul(b, o, f(b, out, c)), c);
    }

    /** A graph that carries zeros on, with lengths, or from an input. */
    private static Graph graph(Written cell, boolean reverse, boolean lengths) {
        GraphBuilder b = new GraphBuilder("cell");
        Value x = b.input("x", OpSample.type("f32[T, B, 2]"));
        List<Value> w = new ArrayList<>();
        w.add(b.input("w", new TensorType(DType.F32, Shape.of(2, UNITS * cell.gates))));
        w.add(b.input("r", new TensorType(DType.F32, Shape.of(UNITS, UNITS * cell.gates))));
        w.add(b.input("b", new TensorType(DType.F32, Shape.of(UNITS * cell.gates))));
        w.add(b.input("b_h", new TensorType(DType.F32, Shape.of(UNITS * 3))));
        TensorType state = OpSample.type("f32[B, 3]");
        List<Value> initial = new ArrayList<>();
        GraphBuilder body = b.region("body");
        List<Value> carried = new ArrayList<>();
        for (int i = 0; i < cell.carries; i++) {
            initial.add(lengths ? Constants.fill(b, state.dtype(), 0, state.shape()) : b.input("h" + i, state));
            carried.add(body.input("h" + i, state));
        }
        List<Value> sequences = new ArrayList<>(List.of(x));
        Value slice = body.input("x", OpSample.type("f32[B, 2]"));
        List<Value> next = new ArrayList<>(cell.step.next(body, slice, carried, w));
        Value y = next.get(0);
        if (lengths) {
            Value n = b.input("lengths", OpSample.type("i64[B]"));
            sequences.add(Elementwise.greater(
                    b,
                    ShapeOps.reshape(b, n, OpSample.shape("[B, 1]")),
                    ShapeOps.reshape(b, Constants.range(b, T), OpSample.shape("[T, 1, 1]"))));
            Value running = body.input("running", OpSample.type("bool[B, 1]"));
            y = Elementwise.where(body, running, y, Constants.fill(b, y.dtype(), 0, y.shape()));
            for (int i = 0; i < next.size(); i++) {
                next.set(i, Elementwise.where(body, running, next.get(i), carried.get(i)));
            }
        }
        List<Value> outputs = new ArrayList<>(next);
        outputs.add(y);
        List<Value> out = ScanOps.scan(b, T, reverse, initial, sequences, body.build(ports(outputs)));
        return b.build(ports(out));
    }

    @ParameterizedTest
    @EnumSource
    void theCellIsRecognisedAndGivesWhatTheScanGives(Written cell) throws OrtException {
        for (boolean reverse : new boolean[] {false, true}) {
            for (boolean lengths : new boolean[] {false, true}) {
                Graph scan = graph(cell, reverse, lengths);
                Graph fused = Passes.optimizeForInference(scan);
                assertEquals(
                        cell.op != null,
                        operators(fused).anyMatch(op -> op == cell.op),
                        () -> GraphPrinter.print(fused));
                assertEquals(cell.op == null, operators(fused).anyMatch(op -> op == ScanOps.SCAN));
                same(scan, fused);
            }
        }
    }

    /** In its branches too. */
    private static Stream<Op> operators(Graph g) {
        return g.nodes().stream()
                .flatMap(n -> Stream.concat(
                        Stream.of(n.op()), n.regions().stream().flatMap(region -> operators(region.body()))));
    }

    private static void same(Graph scan, Graph fused) throws OrtException {
        Random random = new Random(1);
        try (OnnxRun run = new OnnxRun(fused)) {
            for (int[] sizes : new int[][] {{1, 1}, {3, 4}, {17, 5}, {3, 0}}) {
                Map<String, NdArray> in = new java.util.LinkedHashMap<>();
                for (Graph.Port p : scan.inputs()) {
                    int[] shape = p.value().shape().dims().stream()
                            .mapToInt(d -> d.equals(T) ? sizes[0] : d.isKnown() ? (int) d.value() : sizes[1])
                            .toArray();
                    // Some lengths are beyond the end, and some rows have no step at all.
                    in.put(
                            p.name(),
                            NdArray.generate(
                                    p.value().dtype(),
                                    shape,
                                    i -> p.value().dtype() == DType.I64
                                            ? random.nextInt(sizes[0] + 3) - 1
                                            : (float) random.nextGaussian()));
                }
                Map<String, NdArray> expected = ReferenceEvaluator.evaluate(scan, in);
                near(expected, ReferenceEvaluator.evaluate(fused, in));
                near(expected, run.run(in));
            }
        }
    }

    private static void near(Map<String, NdArray> expected, Map<String, NdArray> actual) {
        expected.forEach((name, x) -> {
            double[] a = x.elements();
            double[] y = actual.getOrDefault(name, x).elements();
            for (int i = 0; i < a.length; i++) {
                double error = Math.abs(a[i] - y[i]);
                assertTrue(error <= 1e-5 * Math.max(1, Math.abs(a[i])), name + " is off by " + error);
            }
        });
    }

    @Test
    void aScanThatYieldsSomethingElseStays() {
        GraphBuilder b = new GraphBuilder("g");
        Value x = b.input("x", OpSample.type("f32[T, B, 2]"));
        Value w = b.input("w", OpSample.type("f32[2, 3]"));
        Value r = b.input("r", OpSample.type("f32[3, 3]"));
        Value h = b.input("h", OpSample.type("f32[B, 3]"));
        GraphBuilder body = b.region("body");
        Value before = body.input("h", h.type());
        Value slice = body.input("x", OpSample.type("f32[B, 2]"));
        Value z = add(body, matmul(body, slice, w), matmul(body, before, r));
        Value next = f(body, Elementwise.TANH, z);
        List<Value> out = ScanOps.scan(b, T, false, List.of(h), List.of(x), body.build(ports(List.of(next, z))));
        Graph g = new FuseRecurrence().apply(b.build(ports(out)));
        assertTrue(g.nodes().stream().anyMatch(n -> n.op() == ScanOps.SCAN));
    }
}
