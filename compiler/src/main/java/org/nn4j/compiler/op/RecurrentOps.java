package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;

/**
 * Recurrent cells that ONNX has whole. The compiler puts them in place of a scan where nothing is trained; nobody writes
 * them.
 *
 * <p>Inputs, in f32, the only type with kernels for all of them: {@code x [T, B, In]}; {@code w [In, gates·H]}, {@code r [H, gates·H]} and {@code b [gates·H]}, the gates one
 * after the other; the first {@code h [B, H]}. Outputs: all {@code h [T, B, H]} and the last. Attributes: {@code reverse};
 * names of functions, as ONNX has them. With {@code lengths} the last input says how many steps each row has: beyond
 * them its output is 0, and the last {@code h} is that at its end.
 */
public final class RecurrentOps {

    private RecurrentOps() {}

    /** {@code h = act(x_t @ w + h @ r + b)}; attribute {@code act}. */
    public static final Op RNN = cell("rnn", "A recurrent network of one layer.", "RNN", 1, "x", "w", "r", "b", "h");

    /**
     * Gates z, r and n: {@code h = (1 - z) * n + z * h}, where {@code n = act(x_t @ w_n + b_n + r * (h @ r_n + b_h))} or,
     * without {@code reset_after}, {@code act(x_t @ w_n + b_n + (r * h) @ r_n + b_h)}. Attributes {@code gate}, {@code
     * act}.
     */
    public static final Op GRU =
            cell("gru", "A network of gated recurrent units.", "GRU", 3, "x", "w", "r", "b", "b_h", "h");

    /**
     * Gates i, o, f and g: {@code c = f * c + i * g}, {@code h = o * act(c)}. Attributes {@code gate}; {@code act} of g;
     * {@code out} of c. One more output: the last c.
     */
    public static final Op LSTM =
            cell("lstm", "A network with long short-term memory.", "LSTM", 4, "x", "w", "r", "b", "h", "c");

    private static Op cell(String name, String doc, String onnx, int gates, String... inputs) {
        return Op.define(name, doc)
                .variadic(inputs)
                .type((in, a, regions) -> {
                    Dim units = in.get(2).shape().dim(0);
                    Dim rows = in.get(0).shape().dim(1);
                    Dim all = units.times(Dim.of(gates));
                    TensorType state = in.get(0).withShape(Shape.of(rows, units));
                    List<TensorType> needed = new ArrayList<>(List.of(
                            in.get(0),
                            state.withShape(Shape.of(in.get(0).shape().dim(2), all)),
                            state.withShape(Shape.of(units, all)),
                            state.withShape(Shape.of(all))));
                    if (gates == 3) {
                        needed.add(state.withShape(Shape.of(units)));
                    }
                    while (needed.size() < inputs.length) {
                        needed.add(state);
                    }
                    if (a.flag("lengths")) {
                        needed.add(new TensorType(DType.I64, Shape.of(rows)));
                    }
                    if (!in.equals(needed) || state.dtype() != DType.F32) {
                        throw new OpTypeException(Kind.SIZES, "`" + name + "` takes " + needed + " instead of " + in);
                    }
                    List<TensorType> out = new ArrayList<>(
                            List.of(ControlOps.stacked(in.get(0).shape().dim(0), state), state));
                    if (gates == 4) {
                        out.add(state);
                    }
                    return out;
                })
                .notDifferentiable()
                .onnx((e, n) -> emit(e, n, onnx, gates));
    }

    /** ONNX has weights with units first, two biases in one, and an axis for directions. */
    private static void emit(OnnxEmitter e, Node n, String onnx, int gates) {
        List<String> names = n.inputs().stream().map(e::name).toList();
        Dim units = n.input(2).shape().dim(0);
        String recurrentBias = gates == 3
                ? e.emit("Concat", List.of(zeros(e, n, units.times(Dim.of(2))), names.get(4)), Map.of("axis", 0))
                : zeros(e, n, units.times(Dim.of(gates)));
        String bias = e.emit("Concat", List.of(names.get(3), recurrentBias), Map.of("axis", 0));
        boolean lengths = n.attributes().flag("lengths");
        int first = gates == 3 ? 5 : 4;
        List<String> in = new ArrayList<>(List.of(
                names.get(0),
                directed(e, e.emit("Transpose", List.of(names.get(1)))),
                directed(e, e.emit("Transpose", List.of(names.get(2)))),
                directed(e, bias),
                lengths ? e.emit("Cast", List.of(names.get(names.size() - 1)), Map.of("to", DType.I32)) : ""));
        IntStream.range(first, names.size() - (lengths ? 1 : 0)).forEach(i -> in.add(directed(e, names.get(i))));
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("hidden_size", units.value());
        attributes.put("direction", n.attributes().flag("reverse") ? "reverse" : "forward");
        attributes.put("activations", activations(n));
        if (gates == 3) {
            attributes.put("linear_before_reset", n.attributes().flag("reset_after") ? 1 : 0);
        }
        List<String> out = e.emit(onnx, in, attributes, n.outputs().size());
        for (int i = 0; i < out.size(); i++) {
            // The axis of directions stands behind that of steps.
            String axis = e.ints(i == 0 ? 1 : 0);
            e.define(n.outputs().get(i), e.emit("Squeeze", List.of(out.get(i), axis)));
        }
    }

    private static String zeros(OnnxEmitter e, Node n, Dim count) {
        return e.constant(new org.nn4j.compiler.ir.Tensor(
                n.input(0).dtype(), Shape.of(count), new double[Math.toIntExact(count.value())]));
    }

    private static String directed(OnnxEmitter e, String x) {
        return e.emit("Unsqueeze", List.of(x, e.ints(0)));
    }

    private static List<String> activations(Node n) {
        return java.util.stream.Stream.of("gate", "act", "out")
                .filter(name -> n.attributes().entries().containsKey(name))
                .map(name -> n.attributes().string(name))
                .toList();
    }
}
