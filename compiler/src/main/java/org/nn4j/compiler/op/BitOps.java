package org.nn4j.compiler.op;

import java.util.List;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.TensorType;

/** Operators on the bits of integers, place by place; negative numbers are in two's complement. */
public final class BitOps {

    private BitOps() {}

    public static final Op BITWISE_AND = define("bitwise_and", "The bits that both numbers have.", "BitwiseAnd");

    public static final Op BITWISE_OR =
            define("bitwise_or", "The bits that at least one of two numbers has.", "BitwiseOr");

    public static final Op BITWISE_XOR =
            define("bitwise_xor", "The bits that exactly one of two numbers has.", "BitwiseXor");

    public static final Op BITWISE_NOT = Op.define("bitwise_not", "The bits that a number does not have.")
            .inputs("x")
            .elementwise((in, a, r) -> {
                requireIntegers("bitwise_not", in);
                return List.of(in.get(0));
            })
            .notDifferentiable()
            .onnx("BitwiseNot");

    private static Op define(String name, String doc, String onnx) {
        return Op.define(name, doc)
                .inputs("x", "y")
                .elementwise((in, a, r) -> {
                    requireIntegers(name, in);
                    return TypeRules.arithmetic(name).infer(in, a, r);
                })
                .notDifferentiable()
                .onnx(onnx);
    }

    private static void requireIntegers(String op, List<TensorType> in) {
        for (TensorType t : in) {
            if (!t.dtype().isInteger()) {
                throw OpTypeException.disagree(Kind.DTYPE, "`" + op + "` needs integers, not " + t.dtype(), in, null);
            }
        }
    }
}
