package org.nn4j.compiler.op;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/**
 * Random numbers that are a function of (seed, step, stream, place, turns of scans): nothing is drawn from a hidden
 * state, so the same numbers come again after an interruption, on any machine and in any number of parts.
 *
 * <p>The numbers are those of Squares ({@link Squares}): the key is made of the stream, the seed and the turns, the
 * counter has the step in its upper half and the place in its lower one. The paper's shifts and rotations are operators
 * that ONNX Runtime has on the CPU alone; a shift by 32 is a division by 2^32 where it has no other.
 */
public final class RandomOps {

    private RandomOps() {}

    /** Where turns begin among the inputs. */
    private static final int TURNS = 3;

    /**
     * Attributes: {@code stream}, what the numbers are for (a parameter's path, a layer's path); {@code shape}.
     * After the position of the batch's first row come the turns of the scans around, outermost first.
     */
    public static final Op RANDOM_UNIFORM = Op.define("random_uniform", "Numbers from [0, 1), uniform.")
            .variadic("seed", "step", "position")
            .type((in, a, r) -> {
                if (in.stream().anyMatch(t -> !t.equals(TensorType.scalar(DType.I64)))) {
                    throw OpTypeException.disagree(
                            OpTypeException.Kind.DTYPE, "the key of `random_uniform` is of i64 scalars", in, null);
                }
                return List.of(new TensorType(DType.F32, a.shape("shape")));
            })
            .notDifferentiable()
            .onnx((e, n) -> e.define(n.output(), uniform(e, n)));

    private static String uniform(OnnxEmitter e, Node n) {
        Shape shape = n.attributes().shape("shape");
        String key = next(e, word(e, stream(n.attributes().string("stream"))), unsigned(e, e.name(n.input(0))));
        for (Value turn : n.inputs().subList(TURNS, n.inputs().size())) {
            key = next(e, key, unsigned(e, e.name(turn)));
        }
        String first = mul(e, unsigned(e, e.name(n.input(1))), number(e, 0x1p32));
        if (!shape.isScalar()) {
            // The places go on where the part of the batch before this one ended.
            String row = e.dim(new Shape(shape.dims().subList(1, shape.rank())).elements());
            first = add(e, first, unsigned(e, mul(e, e.name(n.input(2)), row)));
        }
        String count = e.dim(shape.elements());
        String places = e.emit("Range", List.of(e.scalar(DType.I64, 0), count, e.scalar(DType.I64, 1)));
        String bits = high(
                e,
                fourRounds(e, mul(e, add(e, unsigned(e, places), first), key), key)
                        .last());
        // From a signed number, of which it has no more than 32 bits, there is a fast conversion.
        String real = cast(e, cast(e, bits, DType.I64), DType.F32);
        String scaled = mul(e, real, e.scalar(DType.F32, 0x1p-32));
        // The largest ones round up to 1.
        String below1 = e.emit("Min", List.of(scaled, e.scalar(DType.F32, Math.nextDown(1f))));
        return ShapeOps.reshape(e, below1, shape);
    }

    /** The key of a stream, from its name's FNV-1a hash. */
    private static long stream(String name) {
        long h = 0xCBF29CE484222325L;
        for (byte c : name.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (c & 0xFF)) * 0x100000001B3L;
        }
        return Squares.next(Squares.KEY, h);
    }

    /** {@link Squares#next}. */
    private static String next(OnnxEmitter e, String key, String word) {
        String y = mul(e, word, key);
        Rounds r = fourRounds(e, y, key);
        String x = swapped(e, r.last());
        String bits = e.emit("BitwiseXor", List.of(r.last(), high(e, add(e, mul(e, x, x), r.y()))));
        return add(e, mul(e, bits, number(e, 2)), number(e, 1));
    }

    /** @param last what the fourth round comes to before its halves are swapped */
    private record Rounds(String y, String last) {}

    /** @param y the counter times the key */
    private static Rounds fourRounds(OnnxEmitter e, String y, String key) {
        String z = add(e, y, key);
        String x = swapped(e, add(e, mul(e, y, y), y));
        x = swapped(e, add(e, mul(e, x, x), z));
        x = swapped(e, add(e, mul(e, x, x), y));
        return new Rounds(y, add(e, mul(e, x, x), z));
    }

    private static String swapped(OnnxEmitter e, String x) {
        return add(e, high(e, x), e.emit("BitShift", List.of(x, number(e, 32)), Map.of("direction", "LEFT")));
    }

    private static String high(OnnxEmitter e, String x) {
        return e.emit("BitShift", List.of(x, number(e, 32)), Map.of("direction", "RIGHT"));
    }

    private static String add(OnnxEmitter e, String x, String y) {
        return e.emit("Add", List.of(x, y));
    }

    private static String mul(OnnxEmitter e, String x, String y) {
        return e.emit("Mul", List.of(x, y));
    }

    private static String cast(OnnxEmitter e, String x, DType to) {
        return e.emit("Cast", List.of(x), Map.of("to", to));
    }

    private static String unsigned(OnnxEmitter e, String i64) {
        return cast(e, i64, DType.U64);
    }

    private static String number(OnnxEmitter e, double value) {
        return e.scalar(DType.U64, value);
    }

    /** 64 bits, of halves that a double holds. */
    private static String word(OnnxEmitter e, long bits) {
        String upper = mul(e, number(e, (double) (bits >>> 32)), number(e, 0x1p32));
        return add(e, upper, number(e, (double) (bits & 0xFFFFFFFFL)));
    }

    public static Value uniform(GraphBuilder b, Value seed, Value step, Value position, String stream, Shape shape) {
        return uniform(b, List.of(seed, step, position), stream, shape);
    }

    /** @param key seed, step, position, then turns */
    public static Value uniform(GraphBuilder b, List<Value> key, String stream, Shape shape) {
        return b.addAll(RANDOM_UNIFORM, Attributes.of("stream", stream, "shape", shape), key)
                .get(0);
    }
}
