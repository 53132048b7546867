package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.sub;
import static org.nn4j.compiler.op.MatrixOps.matmul;
import static org.nn4j.compiler.op.OpSample.dim;
import static org.nn4j.compiler.op.OpSample.in;
import static org.nn4j.compiler.op.OpSample.ports;
import static org.nn4j.compiler.op.OpSample.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;

/** Recurrences: cells that people use, and what else a body may do. */
final class ScanSamples {

    private static final Dim T = dim("T");

    private final List<OpSample> all = new ArrayList<>();

    private ScanSamples() {}

    static List<OpSample> all() {
        ScanSamples s = new ScanSamples();
        s.simple();
        s.lstm();
        s.odd();
        s.nested();
        s.cells();
        return s.all;
    }

    private void add(OpSample.Body body, OpSample.Input... inputs) {
        all.add(OpSample.of(ScanOps.SCAN, body, inputs));
    }

    /** {@code h = tanh(x_t @ w + h @ u + b)}: carries h and yields it. */
    private void simple() {
        for (String length : List.of("T", "1", "3")) {
            for (boolean reverse : new boolean[] {false, true}) {
                add(
                        (b, in) -> {
                            GraphBuilder body = b.region("cell");
                            Value h = body.input("h", in.get(0).type());
                            Value x = body.input("x", slice(in.get(1)));
                            Value z = Elementwise.add(body, matmul(body, x, in.get(2)), matmul(body, h, in.get(3)));
                            Value next =
                                    body.add(Elementwise.TANH, Attributes.NONE, Elementwise.add(body, z, in.get(4)));
                            Graph g = body.build(ports(List.of(next, next)));
                            return ScanOps.scan(b, dim(length), reverse, in.subList(0, 1), in.subList(1, 2), g);
                        },
                        in("f64[B, 3]"),
                        in("f64[" + length + ", B, 2]"),
                        in("f64[2, 3]"),
                        in("f64[3, 3]"),
                        in("f64[3]"));
            }
        }
    }

    private static org.nn4j.compiler.ir.TensorType slice(Value sequence) {
        return sequence.type().withShape(ShapeOps.rowShape(sequence));
    }

    /** Two carries, gates in one product, two yields of which one is not the carry. */
    private void lstm() {
        OpSample.Body cell = (b, in) -> {
            GraphBuilder body = b.region("cell");
            Value h = body.input("h", in.get(0).type());
            Value c = body.input("c", in.get(1).type());
            Value x = body.input("x", slice(in.get(2)));
            Value z = Elementwise.add(body, matmul(body, x, in.get(3)), matmul(body, h, in.get(4)));
            List<Value> gates = ShapeOps.split(body, z, 1, java.util.Collections.nCopies(4, dim("2")));
            Value i = body.add(Elementwise.SIGMOID, Attributes.NONE, gates.get(0));
            Value f = body.add(Elementwise.SIGMOID, Attributes.NONE, gates.get(1));
            Value o = body.add(Elementwise.SIGMOID, Attributes.NONE, gates.get(2));
            Value g = body.add(Elementwise.TANH, Attributes.NONE, gates.get(3));
            Value nextC = Elementwise.add(body, mul(body, f, c), mul(body, i, g));
            Value nextH = mul(body, o, body.add(Elementwise.TANH, Attributes.NONE, nextC));
            Graph built = body.build(ports(List.of(nextH, nextC, mul(body, nextH, x), nextH)));
            return ScanOps.scan(b, T, false, in.subList(0, 2), in.subList(2, 3), built);
        };
        OpSample.Input[] inputs = {
            in("f64[B, 2]"), in("f64[B, 2]"), in("f64[T, B, 2]"), in("f64[2, 8]"), in("f64[2, 8]")
        };
        add(cell, inputs);
        // Only the last value of one carry is used.
        add((b, in) -> cell.build(b, in).subList(0, 1), inputs);
        add((b, in) -> cell.build(b, in).subList(2, 3), inputs);
    }

    private void odd() {
        // Two sequences, one of integers; carries swap without a node; a carry that stays; a yield of each kind of
        // value.
        add(
                (b, in) -> {
                    GraphBuilder body = b.region("odd");
                    Value p = body.input("p", in.get(0).type());
                    Value q = body.input("q", in.get(1).type());
                    Value still = body.input("still", in.get(2).type());
                    Value x = body.input("x", slice(in.get(3)));
                    Value k = body.input("k", slice(in.get(4)));
                    Value w = in.get(5);
                    Value scaled = mul(body, mul(body, p, cast(body, k, p.dtype())), still);
                    Value next = Elementwise.add(body, sub(body, scaled, x), w);
                    Value outside = Elementwise.exp(body, w);
                    Graph g = body.build(ports(List.of(q, next, still, x, w, p, outside, k)));
                    return ScanOps.scan(b, T, true, in.subList(0, 3), in.subList(3, 5), g);
                },
                in("f64[B]"),
                in("f64[B]"),
                in("f64"),
                in("f64[T, B]"),
                in("i64[T]"),
                in("f64[B]"));
        // A count that is carried, and no carry at all.
        add(
                (b, in) -> {
                    GraphBuilder body = b.region("count");
                    Value n = body.input("n", type("i64"));
                    Value sum = body.input("sum", in.get(1).type());
                    Value x = body.input("x", slice(in.get(2)));
                    Value one = Elementwise.add(body, n, Constants.scalar(body, n.dtype(), 1));
                    Value weighted = mul(body, x, cast(body, one, x.dtype()));
                    Graph g = body.build(ports(List.of(one, Elementwise.add(body, sum, weighted))));
                    return ScanOps.scan(b, T, false, in.subList(0, 2), in.subList(2, 3), g);
                },
                in("i64"),
                in("f64[2]"),
                in("f64[T, 2]"));
        add(
                (b, in) -> {
                    GraphBuilder body = b.region("map");
                    Value x = body.input("x", slice(in.get(0)));
                    Value squares = Reduction.sum(body, mul(body, x, x), List.of(0), false);
                    return ScanOps.scan(
                            b,
                            T,
                            false,
                            List.of(),
                            in,
                            body.build(ports(List.of(
                                    squares, mul(body, x, in.get(0).rank() == 2 ? x : squares)))));
                },
                in("f64[T, 3]"));
    }

    /** A scan within a scan: rows of a picture, and places in a row. */
    private void nested() {
        for (boolean reverse : new boolean[] {false, true}) {
            add(
                    (b, in) -> {
                        GraphBuilder rows = b.region("rows");
                        Value h = rows.input("h", in.get(0).type());
                        Value row = rows.input("row", slice(in.get(1)));
                        Value gain = Elementwise.exp(rows, mul(rows, h, in.get(2)));
                        GraphBuilder places = rows.region("places");
                        Value inner = places.input("inner", h.type());
                        Value x = places.input("x", slice(row));
                        Value w = in.get(2);
                        Value next =
                                Elementwise.add(places, mul(places, mul(places, inner, w), gain), mul(places, x, h));
                        Value squashed = places.add(Elementwise.TANH, Attributes.NONE, next);
                        Graph g = places.build(ports(List.of(squashed, mul(places, squashed, x))));
                        List<Value> out = ScanOps.scan(rows, dim("D"), false, List.of(h), List.of(row), g);
                        return ScanOps.scan(
                                b,
                                T,
                                reverse,
                                in.subList(0, 1),
                                in.subList(1, 2),
                                rows.build(ports(List.of(out.get(0), out.get(1)))));
                    },
                    in("f64[B]"),
                    in("f64[T, D, B]"),
                    in("f64[B]"));
        }
    }

    /** The cells that ONNX has whole. */
    private void cells() {
        for (boolean reverse : new boolean[] {false, true}) {
            for (boolean lengths : new boolean[] {false, true}) {
                Map<String, Object> a = new HashMap<>(Map.of("gate", "Sigmoid", "act", "Tanh", "out", "Relu"));
                a.put("reverse", reverse);
                a.put("lengths", lengths);
                cell(RecurrentOps.RNN, a, "f32[2, 3]", "f32[3, 3]", "f32[3]", "f32[B, 3]");
                cell(RecurrentOps.GRU, a, "f32[2, 9]", "f32[3, 9]", "f32[9]", "f32[3]", "f32[B, 3]");
                cell(RecurrentOps.LSTM, a, "f32[2, 12]", "f32[3, 12]", "f32[12]", "f32[B, 3]", "f32[B, 3]");
                a.put("reset_after", true);
                cell(RecurrentOps.GRU, a, "f32[2, 9]", "f32[3, 9]", "f32[9]", "f32[3]", "f32[B, 3]");
            }
        }
    }

    private void cell(Op op, Map<String, Object> all, String... types) {
        Map<String, Object> a = new HashMap<>(all);
        a.values().removeIf(v -> v.equals(false));
        if (op != RecurrentOps.LSTM) {
            a.remove("out");
        }
        if (op == RecurrentOps.RNN) {
            a.remove("gate");
        }
        List<OpSample.Input> in = new ArrayList<>(List.of(in("f32[T, B, 2]")));
        Arrays.stream(types).forEach(t -> in.add(in(t)));
        if (a.containsKey("lengths")) {
            in.add(in("i64[B]", Filler.given(2, 1, 2, 1)));
        }
        this.all.add(OpSample.of(op, new Attributes(a), in.toArray(OpSample.Input[]::new)));
    }
}
