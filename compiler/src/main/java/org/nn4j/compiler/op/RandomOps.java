package org.nn4j.compiler.op;

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
 * <p>The generator hashes a counter with products, sums and quotients of 32-bit unsigned integers only, the operations
 * for which ONNX Runtime has kernels both on the CPU and on CUDA. The low 32 bits of seed and step count.
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
        String odd = e.scalar(DType.U32, 0x85EBCA6BL);
        String key =
                mix(e, add(e, u32(e, e.name(n.input(0))), hash(n.attributes().string("stream"))), odd);
        key = mix(e, e.emit("Add", List.of(key, u32(e, e.name(n.input(1))))), odd);
        for (Value turn : n.inputs().subList(TURNS, n.inputs().size())) {
            key = mix(e, e.emit("Add", List.of(key, u32(e, e.name(turn)))), odd);
        }
        String count = e.dim(shape.elements());
        String places = e.emit("Range", List.of(e.scalar(DType.I64, 0), count, e.scalar(DType.I64, 1)));
        if (!shape.isScalar()) {
            // The counter goes on where the part of the batch before this one ended.
            String row = e.dim(new Shape(shape.dims().subList(1, shape.rank())).elements());
            String first = e.emit("Mul", List.of(e.name(n.input(2)), row));
            places = e.emit("Add", List.of(places, first));
        }
        // Mixed in a second time, so that no stream is another one some places further on.
        String bits = mix(e, e.emit("Add", List.of(u32(e, places), key)), add(e, mul(e, key, 2), 1));
        String real = e.emit("Cast", List.of(bits), Map.of("to", DType.F32));
        String scaled = e.emit("Mul", List.of(real, e.scalar(DType.F32, 0x1p-32)));
        // The largest counters round up to 1.
        String below1 = e.emit("Min", List.of(scaled, e.scalar(DType.F32, Math.nextDown(1f))));
        return ShapeOps.reshape(e, below1, shape);
    }

    private static String u32(OnnxEmitter e, String i64) {
        return e.emit("Cast", List.of(i64), Map.of("to", DType.U32));
    }

    private static String add(OnnxEmitter e, String x, long constant) {
        return e.emit("Add", List.of(x, e.scalar(DType.U32, (double) constant)));
    }

    private static String mul(OnnxEmitter e, String x, long constant) {
        return e.emit("Mul", List.of(x, e.scalar(DType.U32, (double) constant)));
    }

    /**
     * A product with an odd constant carries what is in low bits upwards, and {@code h * (h + odd)} folds all bits below
     * into the top ones, which are those that a uniform number shows. Neither brings anything down, so that places a
     * large power of two apart would share their low bits; adding the upper half to the lower one does.
     */
    private static String mix(OnnxEmitter e, String x, String odd) {
        String h = mul(e, x, 0x9E3779B1L);
        h = e.emit("Add", List.of(h, e.emit("Div", List.of(h, e.scalar(DType.U32, 0x10000)))));
        h = e.emit("Mul", List.of(h, e.emit("Add", List.of(h, odd))));
        h = add(e, mul(e, h, 0xC2B2AE35L), 0x27D4EB2FL);
        return e.emit("Mul", List.of(h, add(e, h, 0x165667B1L)));
    }

    /** FNV-1a, so that a stream's numbers depend on its name alone. */
    private static long hash(String stream) {
        int h = 0x811C9DC5;
        for (byte c : stream.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            h = (h ^ (c & 0xFF)) * 0x01000193;
        }
        return h & 0xFFFFFFFFL;
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
