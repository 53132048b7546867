package org.nn4j.compiler.op;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/**
 * Random numbers that are a function of (seed, step, stream, place): nothing is drawn from a hidden state, so the same
 * numbers come again after an interruption, on any machine and in any number of parts.
 *
 * <p>The generator hashes a counter with products, sums and quotients of 32-bit unsigned integers only, the operations
 * for which ONNX Runtime has kernels both on the CPU and on CUDA. The low 32 bits of seed and step count.
 */
public final class RandomOps {

    private RandomOps() {}

    /** Attributes: {@code stream}, what the numbers are for (a parameter's path, a layer's path); {@code shape}. */
    public static final Op RANDOM_UNIFORM = Op.define("random_uniform", "Numbers from [0, 1), uniform.")
            .inputs("seed", "step", "position")
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
<<<<<<< HEAD
        Hash<String> hash = new Hash<>(
                x -> e.emit("Cast", List.of(x), Map.of("to", DType.U32)),
                c -> e.scalar(DType.U32, (double) c),
                (x, y) -> e.emit("Add", List.of(x, y)),
                (x, y) -> e.emit("Mul", List.of(x, y)));
        String places =
                e.emit("Range", List.of(e.scalar(DType.I64, 0), e.dim(shape.elements()), e.scalar(DType.I64, 1)));
=======
        String odd = e.scalar(DType.U32, 0x85EBCA6BL);
        String key =
                mix(e, add(e, u32(e, e.name(n.input(0))), hash(n.attributes().string("stream"))), odd);
        key = mix(e, e.emit("Add", List.of(key, u32(e, e.name(n.input(1))))), odd);
        String count = e.dim(shape.elements());
        String places = e.emit("Range", List.of(e.scalar(DType.I64, 0), count, e.scalar(DType.I64, 1)));
>>>>>>> main
        if (!shape.isScalar()) {
            String first = e.emit("Mul", List.of(e.name(n.input(2)), e.dim(row(shape))));
            places = e.emit("Add", List.of(places, first));
        }
<<<<<<< HEAD
        String key = hash.key(e.name(n.input(0)), n.attributes().string("stream"), e.name(n.input(1)));
        String real = e.emit("Cast", List.of(hash.bits(key, places)), Map.of("to", DType.F32));
        String scaled = e.emit("Mul", List.of(real, e.scalar(DType.F32, SCALE)));
        String below1 = e.emit("Min", List.of(scaled, e.scalar(DType.F32, BELOW_1)));
        return e.emit("Reshape", List.of(below1, e.dims(shape.dims())));
=======
        // Mixed in a second time, so that no stream is another one some places further on.
        String bits = mix(e, e.emit("Add", List.of(u32(e, places), key)), add(e, mul(e, key, 2), 1));
        String real = e.emit("Cast", List.of(bits), Map.of("to", DType.F32));
        String scaled = e.emit("Mul", List.of(real, e.scalar(DType.F32, 0x1p-32)));
        // The largest counters round up to 1.
        String below1 = e.emit("Min", List.of(scaled, e.scalar(DType.F32, Math.nextDown(1f))));
        return ShapeOps.reshape(e, below1, shape);
>>>>>>> main
    }

    /**
<<<<<<< HEAD
     * The nodes that make the same numbers. What does not depend on the step, or only on it, is then there for all to
     * see: it need not be computed in each of a loop's turns.
     *
     * @param in new values of the inputs of {@code n}
     */
    public static Value expand(GraphBuilder b, Node n, List<Value> in) {
        Shape shape = n.attributes().shape("shape");
        Hash<Value> hash = new Hash<>(
                x -> Elementwise.cast(b, x, DType.U32),
                c -> Constants.scalar(b, DType.U32, (double) c),
                (x, y) -> Elementwise.add(b, x, y),
                (x, y) -> Elementwise.mul(b, x, y));
        Value places = shape.isScalar()
                ? Constants.scalar(b, DType.I64, 0)
                : Elementwise.add(
                        b,
                        ShapeOps.reshape(b, Constants.range(b, shape.elements()), shape),
                        Elementwise.mul(b, in.get(2), Constants.dim(b, row(shape))));
        Value key = hash.key(in.get(0), n.attributes().string("stream"), in.get(1));
        Value real = Elementwise.cast(b, hash.bits(key, places), DType.F32);
        Value scaled = Elementwise.mul(b, real, Constants.scalar(b, DType.F32, SCALE));
        return b.add(Elementwise.MINIMUM, Attributes.NONE, scaled, Constants.scalar(b, DType.F32, BELOW_1));
    }

    /** How many numbers a row takes: the counter goes on where the part of the batch before this one ended. */
    private static Dim row(Shape shape) {
        return new Shape(shape.dims().subList(1, shape.rank())).elements();
    }

    private static final double SCALE = 0x1p-32;

    /** The largest counters would round up to 1. */
    private static final double BELOW_1 = Math.nextDown(1f);

    /** The generator over any kind of 32-bit unsigned integers: names in an ONNX graph, values of a graph. */
    private record Hash<T>(
            UnaryOperator<T> unsigned, LongFunction<T> constant, BinaryOperator<T> add, BinaryOperator<T> multiply) {

        /** What the numbers of one stream at one step have in common. */
        T key(T seed, String stream, T step) {
            T key = scramble(plus(unsigned.apply(seed), RandomOps.hash(stream)));
            return scramble(add.apply(key, unsigned.apply(step)));
        }

        T bits(T key, T places) {
            return scramble(add.apply(unsigned.apply(places), key));
        }

        /**
         * Four rounds, each a bijection or nearly so. A product with an odd constant carries low bits upwards and the
         * square {@code h * (h + odd)} folds all bits below into the top ones, which are the ones a uniform number uses.
         */
        private T scramble(T x) {
            T h = times(x, 0x9E3779B1L);
            h = multiply.apply(h, plus(h, 0x85EBCA6BL));
            h = plus(times(h, 0xC2B2AE35L), 0x27D4EB2FL);
            return multiply.apply(h, plus(h, 0x165667B1L));
        }

        private T plus(T x, long c) {
            return add.apply(x, constant.apply(c));
        }

        private T times(T x, long c) {
            return multiply.apply(x, constant.apply(c));
        }
=======
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
>>>>>>> main
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
        return b.add(RANDOM_UNIFORM, Attributes.of("stream", stream, "shape", shape), seed, step, position);
    }
}
